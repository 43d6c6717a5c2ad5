"""What alternatives change in each outcome, with intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.analysis.plots.looks import ALTERNATIVES
from sim.analysis.plots.panels import wrapped
from sim.analysis.plots.style import FAINT, INK, PLAIN, About, sheet, styled

MOST_ROWS = 16  # comparisons, by their order
ROOMY = 4  # comparisons up to which each has a number and two lines of name
MOST_PANELS = 12  # outcomes, by their order
PLAIN_UNITS = ("", "rows", "flag", "code", "index")
"""Units that tell a reader nothing which the outcome's name does not."""
COLOUR = ALTERNATIVES[0][0]


@styled
def compare_outcomes(table: pd.DataFrame, *, about: About = PLAIN) -> Figure:
    """Mean change of each outcome with its interval: a panel an outcome, a row a comparison.

    `table` is the table compare with a column `comparison` that names each.
    """
    comparisons, declared = pd.unique(table["comparison"]), pd.unique(table["outcome"])
    rows, names = list(comparisons)[:MOST_ROWS], list(declared)[:MOST_PANELS]
    alone, roomy = len(rows) == 1, len(rows) <= ROOMY
    labels = [] if alone else [wrapped(each, 1.9 if roomy else 2.4) for each in rows]
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    height = max(0.3 if roomy else 0.17, 0.105 * lines)
    across = min(3 if alone or not roomy else 2, len(names))
    down = -(-len(names) // across)
    figure = sheet(
        "Change of outcomes",
        down * (0.55 + height * len(rows)),
        f"{compared(table)}Diamond{' and number' if roomy else ''}: mean over pairs of runs with "
        "the same seed of the difference from the control, filled where its 95 % interval (line) "
        "leaves out no change. "
        "Bar: median. "
        + first_of(len(rows), len(comparisons), "comparisons")
        + first_of(len(names), len(declared), "outcomes"),
        replace(about, marks=()),
    )
    grid = figure.subplots(down, across, sharey=True, squeeze=False)
    for axes, name in zip(grid.ravel(), names, strict=False):
        part = table[table["outcome"] == name].set_index("comparison")
        axes.axvline(0, color=FAINT, lw=0.8, zorder=1)
        for place, row in enumerate(rows):
            if row in part.index:
                _row(axes, place, part.loc[row], numbered=roomy)
        unit = part["unit"].iloc[0]
        axes.set_title(name.replace("_", " ") + ("" if unit in PLAIN_UNITS else f", {unit}"))
        axes.set_yticks(range(len(labels)), labels, fontsize=6.5 if roomy else 5.5)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
        axes.margins(x=0.1)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
    for axes in grid.ravel()[len(names) :]:
        axes.remove()
    return figure


def first_of(shown: int, count: int, what: str) -> str:
    """Sentence that says how many are shown, where it is not all."""
    return "" if shown == count else f"Shown: the first {shown} of {count} {what}. "


def compared(table: pd.DataFrame) -> str:
    """What is compared with what, for a note, as far as it is one for all panels."""
    alternatives, controls = pd.unique(table["comparison"]), pd.unique(table["control"])
    alternative = f"Alternative: “{alternatives[0]}”. " if len(alternatives) == 1 else ""
    return alternative + (f"Control: “{controls[0]}”. " if len(controls) == 1 else "")


def _row(axes: Axes, place: int, row: Any, numbered: bool) -> None:
    """One comparison along the line y = place."""
    if pd.isna(row["change"]):
        axes.annotate(
            "no pair has it", (0, place), ha="center", va="center", fontsize=5.5, color=INK
        )
        return
    clear = row["low"] > 0 or row["high"] < 0
    axes.plot([row["low"], row["high"]], [place, place], color=COLOUR, lw=1.4)
    axes.plot(row["median_change"], place, marker="|", ms=7, mew=1.2, color=COLOUR)
    axes.plot(
        row["change"], place, marker="D", ms=4, mew=1, mec=COLOUR, mfc=COLOUR if clear else "white"
    )
    if numbered:
        _number(axes, place, row["change"])


def _number(axes: Axes, place: int, change: float) -> None:
    """The change over its diamond."""
    axes.annotate(
        f"{change:+.3g}" if change else "0", (change, place), xytext=(0, 4.5),
        textcoords="offset points", ha="center", va="bottom", fontsize=6,
    )  # fmt: skip
