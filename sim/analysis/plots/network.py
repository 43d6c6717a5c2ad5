"""Who is at war, at odds, at peace with whom, and who believes in whose secret deals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import cos, pi, sin

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke

from sim.analysis.control import spaced
from sim.analysis.network import living, shares_of_beliefs, shares_of_stances
from sim.analysis.plots.looks import Dash, Look, blend, looks
from sim.analysis.plots.panels import key, shown, wrapped
from sim.analysis.plots.style import INK, PLAIN, About, month_name, sheet, styled
from sim.analysis.spread import alternatives_of, as_dates

LEAST = 0.25  # of the runs, below which a line is left out
PALEST = 0.6  # how far the colour of a line fades where few runs have it
HEIGHT = 2.2  # inches of a panel
INNER = 0.45  # radius of the ring of insurgents, where that of the others is 1
WIDE = 1.3  # radius of that ring from left to right
ARC = 0.9 * pi  # along which the states stand on the left, the militias on the right
RING = {
    "rebel_group": "inner",
    "state_forces": "left",
    "external_forces": "left",
    "political_militia": "right",
    "identity_militia": "right",
}

Places = dict[str, tuple[float, float]]
"""Where each actor stands."""

LINES: dict[str, tuple[str, str, Dash, float]] = {
    "alliance": ("Alliance", "#5FA36B", "-", 2.0),
    "rivalry": ("Rivalry", "#7A7A7A", (0, (4, 2.5)), 0.8),
    "war": ("War", "#8E1B2C", "-", 1.3),
    "truce": ("Truce", "#2F5F8A", (0, (1, 1.3)), 1.6),
    "pact": ("Pact", "#1F5A33", "-", 3.2),
}
"""Label, colour, dash and width of each stance, drawn in this order."""
DOUBLE = {"pact": 1.2, "alliance": 1.1}
"""Width of the white core that makes a line double."""
BELIEF = "#12395B"


@styled
def network(
    dyad_weeks: pd.DataFrame,
    beliefs: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    *,
    weeks: Sequence[int] = (),
    about: About = PLAIN,
) -> Figure:
    """Actors on a circle and their true relations at some dates, with deals that are believed.

    `dyad_weeks` and `beliefs` are the tables of those names; `weeks` are those to show, by
    default from the first to the last. A column an alternative; one alternative runs from left to
    right.
    """
    alternatives = shown(alternatives_of(dyad_weeks))
    sizes = dyad_weeks.groupby("alternative")["run_id"].nunique()
    recorded = [int(week) for week in pd.unique(dyad_weeks["week"])]
    weeks = list(weeks) or spaced(recorded, 4 if len(alternatives) == 1 else 3)
    dyads = dyad_weeks[dyad_weeks["week"].isin(weeks)]
    dyads = living(dyads, actors, ("actor_a", "actor_b"))
    if beliefs is not None:
        beliefs = living(beliefs[beliefs["week"].isin(weeks)], actors, ("observer", "about"))
    known = looks(actors, [*pd.unique(dyads["actor_a"]), *pd.unique(dyads["actor_b"])])
    across = len(alternatives) if len(alternatives) > 1 else 2
    panels = [(alternative, week) for week in weeks for alternative in alternatives]
    down = -(-len(panels) // across)
    figure = sheet(
        "How armed actors stand to each other",
        down * HEIGHT,
        f"A line where at least {LEAST:.0%} of runs have the relation; the paler, the fewer. "
        "Arrows: believes the other to have a secret deal with its enemies. Neutral pairs have "
        "no line.".replace("%", " %"),
        replace(about, marks=()),
    )
    grid = figure.subplots(down, across, squeeze=False).ravel()
    drawn: set[str] = set()
    for axes, (alternative, week) in zip(grid, panels, strict=False):
        runs = int(sizes[alternative])
        here = dyads[(dyads["alternative"] == alternative) & (dyads["week"] == week)]
        stances = shares_of_stances(here, runs)
        places = _places(stances, known)
        drawn |= _stances(axes, stances, places)
        if beliefs is not None:
            held = (beliefs["alternative"] == alternative) & (beliefs["week"] == week)
            drawn |= _beliefs(axes, shares_of_beliefs(beliefs[held], runs), places)
        _nodes(axes, places, known)
        axes.set_title(_when(dyads, week))
    if len(alternatives) > 1:
        for axes, alternative in zip(grid, alternatives, strict=False):
            heading = wrapped(alternative, 7.0 / across)
            axes.set_title(f"{heading}\n{axes.get_title(loc='left')}", linespacing=1.4)
    for axes in grid[len(panels) :]:
        axes.remove()
    key(figure, *_legend(drawn))
    return figure


def _when(dyads: pd.DataFrame, week: int) -> str:
    day = as_dates(dyads.loc[dyads["week"] == week, "date"].head(1)).iloc[0]
    return f"{day.day} {month_name(day)}"


def _places(stances: pd.DataFrame, known: dict[str, Look]) -> Places:
    """Insurgents on the inner ring, states and guests on the left, militias on the right."""
    enough = stances[stances["share"] >= LEAST]
    present = {*enough["actor_a"], *enough["actor_b"]}
    rings: dict[str, list[str]] = {"inner": [], "left": [], "right": []}
    for name, look in known.items():
        if name in present:
            rings[RING[look.type]].append(name)
    places: Places = {}
    inner = len(rings["inner"])
    for place, name in enumerate(rings["inner"]):
        turn = pi / 2 - 2 * pi * place / inner
        radius = INNER if inner > 1 else 0.0
        places[name] = (radius * cos(turn), radius * sin(turn))
    for side, sign in (("left", -1), ("right", 1)):
        step = ARC / max(1, len(rings[side]))
        for place, name in enumerate(rings[side]):
            turn = ARC / 2 - step * (place + 0.5)
            places[name] = (sign * WIDE * cos(turn), sin(turn))
    return places


def _lines(shares: pd.DataFrame, one: str, other: str) -> list[tuple[str, str, float]]:
    """Pairs that enough runs have, with the share of runs."""
    enough = shares[shares["share"] >= LEAST]
    return list(zip(enough[one], enough[other], enough["share"], strict=True))


def _stances(axes: Axes, stances: pd.DataFrame, places: Places) -> set[str]:
    """Lines between actors; the stances drawn."""
    drawn = set()
    for place, (stance, (_, colour, dash, width)) in enumerate(LINES.items()):
        for a, b, share in _lines(stances[stances["stance"] == stance], "actor_a", "actor_b"):
            drawn.add(stance)
            (x, y), (x2, y2) = places[a], places[b]
            shade = blend(colour, "#FFFFFF", PALEST * (1 - share))
            axes.plot([x, x2], [y, y2], color=shade, ls=dash, lw=width, zorder=1 + place)
            if stance in DOUBLE:
                axes.plot([x, x2], [y, y2], color="white", lw=DOUBLE[stance], zorder=1 + place)
    return drawn


def _beliefs(axes: Axes, beliefs: pd.DataFrame, places: Places) -> set[str]:
    """Dotted arcs from who believes to whom the belief is about."""
    drawn = set()
    for observer, about, share in _lines(beliefs, "observer", "about"):
        if observer in places and about in places:
            drawn.add("belief")
            shade = blend(BELIEF, "#FFFFFF", PALEST * (1 - share))
            arc = FancyArrowPatch(
                places[observer], places[about], connectionstyle="arc3,rad=-0.55",
                arrowstyle="-|>", mutation_scale=7, ls=(0, (1, 1)), lw=1.3, shrinkA=5, shrinkB=5,
                color=shade, zorder=8,
            )  # fmt: skip
            axes.add_patch(arc)
    return drawn


def _nodes(axes: Axes, places: Places, known: dict[str, Look]) -> None:
    """Actors in their colours, their names beside them."""
    for name, (x, y) in places.items():
        look = known[name]
        axes.scatter(
            x, y, s=52, facecolor=look.fill, edgecolor=INK, lw=0.6, hatch=(look.hatch or None),
            zorder=9,
        )  # fmt: skip
        inner = RING[look.type] == "inner"
        axes.annotate(
            look.label if inner else wrapped(look.label, 1.0), (x, y),
            xytext=(0, 6 if y >= 0 else -6) if inner else (7 if x > 0 else -7, 3 * y),
            textcoords="offset points", ha="center" if inner else "left" if x > 0 else "right",
            va="center" if not inner else "bottom" if y >= 0 else "top",
            fontsize=6.5 if inner else 6, fontweight="bold" if inner else None, zorder=10,
            path_effects=[withStroke(linewidth=1.8, foreground="white")],
        )  # fmt: skip
    axes.set(xlim=(-2.2, 2.2), ylim=(-1.15, 1.15), aspect="equal")
    axes.set_axis_off()


def _legend(drawn: set[str]) -> tuple[list[Artist], list[str]]:
    entries: list[tuple[Artist, str]] = []
    for stance, (label, colour, dash, width) in LINES.items():
        if stance in drawn and stance in DOUBLE:
            entries.append((_double(colour, width, DOUBLE[stance]), label))
        elif stance in drawn:
            entries.append((Line2D([], [], color=colour, ls=dash, lw=width), label))
    if "belief" in drawn:
        entries.append((Line2D([], [], color=BELIEF, ls=(0, (1, 1)), lw=1.3), "Believed deal"))
    return [artist for artist, _ in entries], [label for _, label in entries]


def _double(colour: str, width: float, core: float) -> Artist:
    outline = [withStroke(linewidth=width, foreground=colour)]
    return Line2D([], [], color="white", lw=core, path_effects=outline)
