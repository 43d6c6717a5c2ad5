"""Colours, hatches and lines: stable for each actor, safe for the colour-blind, readable in grey.

Types of actors differ in lightness before they differ in hue: rebels are dark and warm, militias
of middle lightness, green and patterned, states light and cool, nobody is almost white. All but
the first rebels and the states carry patterns, since maps fade colours where runs disagree. An
actor born in a run has a lighter, patterned form of its parent's colour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

import pandas as pd
from matplotlib.colors import to_hex, to_rgb

from sim.analysis.newborn import parents_of
from sim.vocabulary import CONTESTED
from sim.vocabulary import NOBODY_NAME as NOBODY

Fill = tuple[str, str]  # colour, hatch
Dash = str | tuple[int, tuple[float, ...]]

FILLS: dict[str, tuple[Fill, ...]] = {
    "rebel_group": (
        ("#5A0F1E", ""), ("#C2431C", "xxxx"), ("#8A5A00", "\\\\\\\\"), ("#A8325E", "----"),
        ("#2B1B17", "////"), ("#DB8A3C", "...."),
    ),
    "political_militia": (("#8A8A3A", "||||"), ("#B5B56A", "----")),
    "identity_militia": (
        ("#3F7F3A", "...."), ("#7FB56B", "++++"), ("#2E6B57", "oooo"), ("#A9CF97", "\\\\\\\\"),
        ("#5C9A7F", "||||"), ("#86A843", "OO"),
    ),
    "external_forces": (("#6F5E98", "----"), ("#9C8DC0", "||||")),
    "state_forces": (
        ("#5E97C6", ""), ("#8FBADF", ""), ("#BDD7EC", ""), ("#5AA39C", ""), ("#8CC4BE", ""),
        ("#BFE0DC", ""), ("#8B82BF", ""), ("#B0A9D3", ""), ("#D3CFE7", ""),
    ),
}  # fmt: skip
"""Colours and hatches by type of actor, in the order in which a scenario names its actors."""

YOUNG_HATCHES = ("////", "....", "++++", "\\\\\\\\", "oooo", "xxxx")
"""Hatches of the actors born of one parent, in turn; each turn is lighter than the one before."""

STACK = (*FILLS, CONTESTED, NOBODY)
"""Types from the bottom of a stack to its top, dark to light."""

DASHES: tuple[Dash, ...] = ("-", (0, (5, 1.5)), (0, (4, 1.2, 1, 1.2)), (0, (1, 1)))
MARKERS = "osD^vPX<>"

VIOLENCE = {
    1: ("State-based", "#1F4E79"),
    2: ("Non-state", "#E3A02C"),
    3: ("One-sided", "#A3262A"),
}
"""UCDP's type_of_violence: name and colour."""

ALTERNATIVES: tuple[tuple[str, Dash], ...] = (
    ("#12395B", "-"),
    ("#DB7F1E", (0, (4, 1.2))),
    ("#4F8F6B", (0, (4, 1.2, 1, 1.2))),
    ("#A05195", (0, (1, 1))),
)
"""Colour and line of each alternative where several share a panel."""


@dataclass(frozen=True)
class Look:
    """How an actor is drawn: `fill` and `hatch` for areas, `ink` and `dash` for lines."""

    label: str
    type: str
    fill: str
    hatch: str = ""
    ink: str = "#222222"
    dash: Dash = "-"
    marker: str = "o"

    @property
    def text(self) -> str:
        """Colour of text that is readable on the fill."""
        return "#FFFFFF" if lightness(self.fill) < 52 else "#222222"


def lightness(colour: str) -> float:
    """CIE L* of a colour, from 0 black to 100 white: what remains of it in grey."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def blend(colour: str, other: str, share: float) -> str:
    """Colour mixed with a share (0..1) of another."""
    (r, g, b), (r2, g2, b2) = to_rgb(colour), to_rgb(other)
    keep = 1 - share
    return to_hex((keep * r + share * r2, keep * g + share * g2, keep * b + share * b2))


def ink(colour: str, darkest: float = 48.0) -> str:
    """The colour, darkened until a thin line of it is seen on white."""
    while lightness(colour) > darkest:
        colour = blend(colour, "#000000", 0.08)
    return colour


def looks(actors: pd.DataFrame | None, names: Iterable[str] = ()) -> dict[str, Look]:
    """Look of every actor, by its type and its place in `actors` (columns actor, name, type).

    `names` are names that `actors` may not hold, such as those of real events: a government is
    drawn as a state, any other as a rebel group. Contested and nobody are always there.
    """
    known: dict[str, tuple[str, str]] = {}
    if actors is not None:
        for row in actors.drop_duplicates("actor").itertuples(index=False):
            known[str(row.actor)] = (str(row.name), str(row.type))
    for name in names:
        if name not in (CONTESTED, NOBODY):
            state = name.startswith("Government of")
            known.setdefault(name, (name, "state_forces" if state else "rebel_group"))
    found: dict[str, Look] = {}
    parents = {} if actors is None else parents_of(actors)
    places = {kind: count() for kind in FILLS}
    for name, (label, kind) in known.items():
        if name not in parents:
            found[name] = _look(label, kind, next(places[kind]))
            _add_children(found, name, parents, known)
    found[CONTESTED] = Look("Contested", CONTESTED, "#D9D4C9", "//////", "#6E6E6E", (0, (1, 1)))
    found[NOBODY] = Look("Nobody", NOBODY, "#F1F1EF", "", "#9A9A9A", (0, (1, 1)))
    return found


def _look(label: str, kind: str, place: int) -> Look:
    fill, hatch = FILLS[kind][place % len(FILLS[kind])]
    dash, marker = DASHES[place % len(DASHES)], MARKERS[place % len(MARKERS)]
    return Look(label, kind, fill, hatch, ink(fill), dash, marker)


def _add_children(
    found: dict[str, Look],
    parent: str,
    parents: dict[str, str],
    known: dict[str, tuple[str, str]],
) -> None:
    """Looks of those born of an actor, and of those born of them, right after its own."""
    children = [name for name in known if parents.get(name) == parent]
    for place, name in enumerate(children):
        turn, step = divmod(place, len(YOUNG_HATCHES))
        fill = blend(found[parent].fill, "#FFFFFF", min(0.3 + 0.15 * turn, 0.75))
        dash, marker = DASHES[(place + 1) % len(DASHES)], MARKERS[(place + 1) % len(MARKERS)]
        label, kind = known[name]
        found[name] = Look(label, kind, fill, YOUNG_HATCHES[step], ink(fill), dash, marker)
        _add_children(found, name, parents, known)


def stacked(names: Iterable[str], known: dict[str, Look]) -> list[str]:
    """Names from the bottom of a stack to its top: by type, then in the actors' order."""
    order = list(known)
    return sorted(names, key=lambda name: (STACK.index(known[name].type), order.index(name)))
