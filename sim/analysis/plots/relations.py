"""How pairs of actors stand to each other and meet: hostility, war, overlap, clashes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.plots.looks import ALTERNATIVES, looks
from sim.analysis.plots.panels import (
    alternatives_legend,
    bands,
    count_axis,
    parted,
    percent_axis,
    shown,
    time_axis,
    wrapped,
)
from sim.analysis.plots.style import PLAIN, About, how_bands, sheet, styled
from sim.analysis.relations import PEACE, WAR, dyads_of_interest, hostility, in_blocks, in_stance
from sim.analysis.spread import alternatives_of, as_dates, spread

Dyad = tuple[str, str]


@styled
def relations(
    dyad_weeks: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    dyads: Sequence[Dyad] = (),
    about: About = PLAIN,
) -> Figure:
    """Hostility, share of runs at war, overlap and clashes of pairs; a column a pair.

    `dyad_weeks` is the table of that name; `dyads` are pairs of actors in its order, by default
    rivals first (two rebel groups), then the rebels and states that fight most.
    """
    known = looks(actors, [*pd.unique(dyad_weeks["actor_a"]), *pd.unique(dyad_weeks["actor_b"])])
    types = {name: look.type for name, look in known.items()}
    chosen = list(dyads) or dyads_of_interest(dyad_weeks, types)
    alternatives = shown(alternatives_of(dyad_weeks))
    pairs = list(zip(dyad_weeks["actor_a"], dyad_weeks["actor_b"], strict=True))
    wanted = dyad_weeks[[pair in chosen for pair in pairs]]
    wanted = wanted.assign(date=as_dates(wanted["date"]))
    peace = bool(wanted["stance"].isin(PEACE).any())
    rows = _rows(peace)
    figure = sheet(
        "How rivals and enemies stand to each other",
        1.15 * len(rows) + 0.35,
        f"{how_bands(wanted)}Overlap: cells with fighters of both over cells with any (Jaccard).",
        about,
    )
    grid = figure.subplots(len(rows), max(1, len(chosen)), sharex=True, sharey="row", squeeze=False)
    for column, (a, b) in enumerate(chosen):
        here = wanted[(wanted["actor_a"] == a) & (wanted["actor_b"] == b)]
        for row, (label, shape) in enumerate(rows.items()):
            axes = grid[row, column]
            _panel(axes, here, shape, alternatives)
            time_axis(axes, about.marks, numbered=row == 0)
            axes.set_ylabel(label if column == 0 else "")
        title = f"{known[a].label} – {known[b].label}"
        grid[0, column].set_title(wrapped(title, 6.4 / len(chosen)), pad=9 if about.marks else 4)
    for row, shape in enumerate(rows.values()):  # at last, when the whole row is drawn
        if shape == "events":
            count_axis(grid[row, 0])
        grid[row, 0].set_ylim(bottom=0)
    figure.align_ylabels()
    alternatives_legend(figure, alternatives)
    return figure


def _rows(peace: bool) -> dict[str, str]:
    rows = {"Hostility\n(higher of the two)": "hostility", "At war\n(share of runs)": "war"}
    if peace:
        rows["Truce, pact, alliance\n(share of runs)"] = "peace"
    return {**rows, "Overlap\n(4-week mean)": "overlap", "Clashes\nin 4 weeks": "events"}


def _panel(axes: Axes, here: pd.DataFrame, shape: str, alternatives: Sequence[str]) -> None:
    """One measure of one pair, alternatives overlaid."""
    by = ["alternative", "date"]
    if shape in ("war", "peace"):
        edges = in_stance(here, WAR if shape == "war" else PEACE)
        first = edges[edges["alternative"] == alternatives[0]]
        for alternative, (colour, dash) in zip(alternatives, ALTERNATIVES, strict=False):
            mine = edges[edges["alternative"] == alternative]
            mine = mine if alternative == alternatives[0] else parted(mine, first)
            axes.plot(mine["date"], mine["share"], color=colour, ls=dash, lw=1.3)
        axes.set_ylim(0, 1.03)
        percent_axis(axes)
        return
    if shape == "hostility":
        edges = spread(hostility(here), shape, by)
    else:
        edges = spread(in_blocks(here), shape, by)
    bands(axes, edges, alternatives)
