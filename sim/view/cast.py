"""The actors of a run as they are drawn and named, those born in it too."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.analysis.plots.looks import Look, blend, ink, lightness, looks
from sim.vocabulary import ACTOR_TYPES
from sim.world.actors import Actors

SEEN_ON_DARK = 55.0
"""Least CIE lightness of a colour that is seen on a dark ground."""

TYPES = {kind.code: name for name, kind in ACTOR_TYPES.items()}


@dataclass(frozen=True)
class Member:
    """An actor: its names and its colours on a light and on a dark ground."""

    name: str
    label: str
    type: str
    fill: str
    ink: str
    fill_dark: str
    insurgent: bool


def cast_of(actors: Actors) -> tuple[Member, ...]:
    """Everybody named so far, in the order of the arrays."""
    parents = [actors.names[parent] if parent >= 0 else "" for parent in actors.parent.tolist()]
    table = pd.DataFrame(
        {
            "actor": actors.names,
            "name": actors.labels,
            "type": [TYPES[code] for code in actors.type.tolist()],
            "parent": parents,
            "born_in_run": actors.born.astype(int),
        }
    )
    found = members(looks(table))
    return tuple(found[name] for name in actors.names)


def members(known: dict[str, Look]) -> dict[str, Member]:
    """Whoever has a look, by id; 'contested' and 'nobody' are among them."""
    return {name: _member(name, look) for name, look in known.items()}


def _member(name: str, look: Look) -> Member:
    kind = ACTOR_TYPES.get(look.type)
    return Member(
        name,
        look.label,
        kind.label if kind else "",
        look.fill,
        ink(look.fill),
        lighter(look.fill),
        bool(kind and kind.insurgent),
    )


def lighter(colour: str) -> str:
    """The colour, lightened until it is seen on a dark ground."""
    while lightness(colour) < SEEN_ON_DARK:
        colour = blend(colour, "#FFFFFF", 0.08)
    return colour
