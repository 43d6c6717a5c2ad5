"""From cause to war in one run: what drove one group's hostility to another, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.plots.panels import count_axis, day, key, patch, percent_axis, time_axis
from sim.analysis.plots.rivals import DRIVER_FILLS, driver_areas
from sim.analysis.plots.style import INK, PLAIN, About, Mark, sheet, styled
from sim.analysis.relations import WAR
from sim.analysis.rivals import DRIVERS

BELIEF_FILLS = {
    "by_attacks": ("Attacks, or their want", "#12395B"),
    "by_second_front": ("Second front", "#A3262A"),
    "by_claims": ("Claims of others", "#E3A02C"),
    "by_leak": ("Leak of a pact", "#4F8F6B"),
    "by_forgetting": ("Forgetting", "#BDBDBD"),
    "by_bounds": ("Bounds of belief", "#E4E4E4"),
    "evidence": ("Evidence of the week", "#12395B"),
}
"""Label and colour of what moves a belief; `evidence` stands in earlier results for all."""

WAR_FILL, ENTRIES, DEAD = "#F3DEDC", "#B08968", "#222222"
ROWS = {
    "Causes of hostility\n(log-odds)": 1.9,
    "Hostility": 0.75,
    "Belief in a deal\n(log-odds)": 0.75,
    "Its change\nin a week": 0.85,
    "Entered, dead\nin 4 weeks": 0.75,
}
"""Label and height of each row, in inches."""


@styled
def why_dyad(
    relations: pd.DataFrame,
    reverse: pd.DataFrame,
    beliefs: pd.DataFrame,
    fights: pd.DataFrame,
    names: tuple[str, str],
    turns: Sequence[Mark] = (),
    *,
    about: About = PLAIN,
) -> Figure:
    """Drivers of hostility, both hostilities, belief and its causes, entries and dead, in one run.

    The tables are relations of the one towards the other and back, beliefs and dyad_weeks of one
    run, by week; `turns` are marked beside the interventions of `about`.
    """
    marks = tuple(sorted((*about.marks, *turns), key=lambda mark: mark.date))
    about = replace(about, marks=marks)
    one, other = names
    figure = sheet(
        f"Why {one} turned on {other}",
        sum(ROWS.values()) + 0.35,
        "One run. Areas: what raises (above zero) and lowers the log-odds towards which hostility "
        "moves; black line: their sum. Shaded: at war. ",
        about,
    )
    grid = figure.subplots(
        len(ROWS), 1, sharex=True, squeeze=False, height_ratios=list(ROWS.values())
    )[:, 0]
    driver_areas(grid[0], relations)
    _hostilities(grid[1], relations, reverse)
    grid[2].plot(beliefs["date"], beliefs["log_odds"], color="#12395B", lw=1.3)
    grid[2].axhline(0, color=INK, lw=0.5)
    moved = _changes(grid[3], beliefs)
    _deeds(grid[4], relations, fights)
    for row, (axes, label) in enumerate(zip(grid, ROWS, strict=True)):
        _shade_war(axes, relations)
        axes.set_xlim(day(relations["date"].iloc[0]), day(relations["date"].iloc[-1]))
        time_axis(axes, marks, numbered=row == 0)
        axes.set_ylabel(label)
    figure.align_ylabels()
    key(figure, *_legend(relations, moved))
    return figure


def _hostilities(axes: Axes, relations: pd.DataFrame, reverse: pd.DataFrame) -> None:
    axes.plot(relations["date"], relations["hostility"], color=INK, lw=1.3)
    axes.plot(reverse["date"], reverse["hostility"], color=INK, ls=(0, (1, 1)), lw=1.2)
    axes.set_ylim(0, 1)
    percent_axis(axes)
    axes.set_yticks([0, 0.5, 1])


def _changes(axes: Axes, beliefs: pd.DataFrame) -> list[str]:
    """What moved the belief, stacked from zero to both sides; the columns that did."""
    drawn = [name for name in BELIEF_FILLS if name in beliefs and beliefs[name].abs().any()]
    drawn = [name for name in drawn if name != "evidence"] or drawn
    up, down = np.zeros(len(beliefs)), np.zeros(len(beliefs))
    for name in drawn:
        values = beliefs[name].to_numpy()
        for base, part in ((up, values.clip(min=0)), (down, values.clip(max=0))):
            axes.bar(beliefs["date"], part, 6.5, base, color=BELIEF_FILLS[name][1], lw=0)
            base += part
    axes.axhline(0, color=INK, lw=0.5)
    return drawn


def _deeds(axes: Axes, relations: pd.DataFrame, fights: pd.DataFrame) -> None:
    """Cells of the sphere that were entered, and the dead of both, in blocks of four weeks."""
    for values, colour, shift in (
        (relations["entries"], ENTRIES, 0.0),
        (fights["deaths"], DEAD, 12.0),
    ):
        block = (np.arange(len(values)) // 4).astype(int)
        sums = values.groupby(block).sum()
        begin = fights["date"].groupby(block).min()
        axes.bar(begin + pd.Timedelta(days=shift), sums, 12.0, color=colour, align="edge", lw=0)
    count_axis(axes)


def _shade_war(axes: Axes, relations: pd.DataFrame) -> None:
    at_war = relations["stance"].isin(WAR).to_numpy()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], at_war, [False]]).astype(int)))
    days = [day(date) for date in relations["date"]]
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        axes.axvspan(days[begin], days[min(end, len(days) - 1)], color=WAR_FILL, lw=0, zorder=0)


def _legend(relations: pd.DataFrame, moved: Sequence[str]) -> tuple[list[Artist], list[str]]:
    drawn = [fill for driver, fill in DRIVER_FILLS.items() if relations[DRIVERS[driver]].any()]
    entries: list[tuple[Artist, str]] = [
        *((patch(fill, hatch), label) for label, fill, hatch in drawn),
        (Line2D([], [], color=INK, lw=1.3), "Sum; own hostility"),
        (Line2D([], [], color=INK, ls=(0, (1, 1)), lw=1.2), "The other's hostility"),
        *((patch(BELIEF_FILLS[name][1]), BELIEF_FILLS[name][0]) for name in moved),
        (Patch(facecolor=ENTRIES), "Cells of its sphere entered"),
        (Patch(facecolor=DEAD), "Dead of both"),
        (Patch(facecolor=WAR_FILL), "At war"),
    ]
    return [artist for artist, _ in entries], [label for _, label in entries]
