"""How each outcome differs between alternatives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.analysis.design import outcome_names
from sim.analysis.plots.looks import ALTERNATIVES
from sim.analysis.plots.panels import wrapped
from sim.analysis.plots.style import PLAIN, About, sheet, styled
from sim.analysis.spread import alternatives_of

MOST_ROWS = 12  # alternatives, by their order
FOR_COUNTS = 0.22  # of a panel's width, kept at the right for how many runs lack the outcome


@styled
def outcomes(table: pd.DataFrame, *, about: About = PLAIN) -> Figure:
    """Every run's outcomes as dots, with median, middle 50 % and 90 %; a panel an outcome.

    `table` is the table outcomes: one row a run; every numeric column that is no id is an
    outcome. An empty value means that what was asked for never happened in the run.
    """
    names = outcome_names(table)
    alternatives = alternatives_of(table)[:MOST_ROWS]
    across = min(2, max(1, len(names)))
    down = max(1, -(-len(names) // across))
    figure = sheet(
        "Outcomes by alternative",
        down * (0.62 + 0.3 * len(alternatives)),
        "Dots: runs. Thick line: the middle 50 % of runs; thin line: 90 %; diamond and number: "
        "median. Runs in which it never happened are counted at the right; median and lines are "
        "of the other runs.",
        replace(about, marks=()),
    )
    grid = figure.subplots(down, across, sharey=True, squeeze=False)
    for axes, name in zip(grid.ravel(), names, strict=False):
        for row, alternative in enumerate(alternatives):
            values = table.loc[table["alternative"] == alternative, name].to_numpy(
                np.float64, na_value=np.nan
            )
            _row(axes, row, values, ALTERNATIVES[row % len(ALTERNATIVES)][0])
        if table[name].isna().any():
            low, high = axes.get_xlim()
            axes.set_xlim(low, low + (high - low) / (1 - FOR_COUNTS))
        axes.set_title(name.replace("_", " "))
        axes.set_yticks(range(len(alternatives)), [wrapped(each, 1.9) for each in alternatives])
        axes.set_ylim(len(alternatives) - 0.4, -0.6)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
    for axes in grid.ravel()[len(names) :]:
        axes.remove()
    return figure


def _row(axes: Axes, row: int, values: np.ndarray, colour: str) -> None:
    """One alternative's runs along the line y = row."""
    there = values[~np.isnan(values)]
    missing = len(values) - len(there)
    if missing:
        axes.annotate(
            f"never in\n{missing} of {len(values)}", (1, row), xycoords=("axes fraction", "data"),
            ha="right", va="center", fontsize=5.5,
        )  # fmt: skip
    if not len(there):
        return
    low, q1, middle, q3, high = np.quantile(there, [0.05, 0.25, 0.5, 0.75, 0.95])
    heights = row + 0.22 + _jitter(len(there))
    axes.plot(there, heights, ls="", marker="o", ms=2.2, mew=0, color=colour, alpha=0.45)
    axes.plot([low, high], [row, row], color=colour, lw=0.9, solid_capstyle="butt")
    axes.plot([q1, q3], [row, row], color=colour, lw=3.2, solid_capstyle="butt")
    axes.plot(middle, row, marker="D", ms=4, mfc="white", mec=colour, mew=1)
    axes.annotate(
        f"{middle:.3g}", (middle, row), xytext=(0, 4), textcoords="offset points", ha="center",
        va="bottom", fontsize=6,
    )  # fmt: skip


def _jitter(count: int) -> np.ndarray:
    """Small heights that keep dots apart, the same every time (golden ratio)."""
    return 0.16 * ((np.arange(count) * 0.6180339887) % 1 - 0.5)
