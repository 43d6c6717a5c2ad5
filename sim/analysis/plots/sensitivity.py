"""The figure of `sim sensitivity`: a panel for each alternative and outcome."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

from sim.analysis.plots.about import about_results, alternative_titles
from sim.analysis.plots.compare_outcomes import first_of
from sim.analysis.plots.elementary_effects import READ_EFFECTS, draw_effects
from sim.analysis.plots.folder import write_figure
from sim.analysis.plots.looks import ALTERNATIVES
from sim.analysis.plots.panels import key, patch, wrapped
from sim.analysis.plots.style import FAINT, PLAIN, About, sheet, styled
from sim.analysis.sensitivity.words import by_importance, moved
from sim.record.files import SENSITIVITY_FIGURE
from sim.record.results import Results

MOST_PANELS = 12  # by the order of alternatives and outcomes
MOST_PARAMETERS = 15  # those that matter most in some outcome
MAIN, MIDDLE, LIGHT = ALTERNATIVES[0][0], "#6F93AF", "#BFD0DE"
WIDEST = (-1.0, 2.5)
"""Shares of variance between which a panel reaches at most: estimates may leave 0 and 1."""

BARS = {
    "saltelli": ("total_order", "first_order"),
    "": ("partial_rank", "spearman"),
}
"""By method the measure of the bars, and the one of the marks on them."""

READ = {
    "saltelli": "Share of the outcome's variance. Bar: total order, of all in which the parameter "
    "has a part; diamond: first order, of the parameter alone; lines: 95 % intervals. Where they "
    "part, the parameter works together with others. ",
    "": "Bar: partial correlation of ranks, other parameters held apart, with its 95 % interval; "
    "diamond: Spearman's correlation. Right of the middle: the outcome rises with the parameter. ",
}
NAMES = {
    "total_order": "total order", "first_order": "first order",
    "partial_rank": "partial rank correlation", "spearman": "Spearman's rank correlation",
}  # fmt: skip


def draw_sensitivity(results: Results, table: pd.DataFrame) -> Path:
    """Draw what was found and give the file."""
    titles = alternative_titles(results)
    table = table.assign(alternative=table["alternative"].replace(titles))
    figure = sensitivity(table, about=about_results(results, pooled=False, gathered=False))
    return write_figure(figure, results.folder, f"{SENSITIVITY_FIGURE}.png")


@styled
def sensitivity(table: pd.DataFrame, *, about: About = PLAIN) -> Figure:
    """Estimates of the table sensitivity, in the form that suits their method.

    Outcomes that no parameter moves are left out.
    """
    table = moved(table) if len(moved(table)) else table
    panels = list(dict.fromkeys(zip(table["alternative"], table["outcome"], strict=True)))
    shown = panels[:MOST_PANELS]
    paths = by_importance(table)[:MOST_PARAMETERS]
    method = str(table["method"].iloc[0])
    morris = method == "morris"
    method = method if method in BARS else ""
    across = min(3 if morris else 2, len(shown))
    down = -(-len(shown) // across)
    limits = (-1.02, 1.02) if method == "" else _limits(table)
    figure = sheet(
        "Sensitivity of outcomes to parameters",
        down * (2.2 if morris else 0.6 + 0.2 * len(paths)),
        (READ_EFFECTS if morris else READ[method])
        + first_of(len(shown), len(panels), "panels")
        + first_of(len(paths), table["parameter"].nunique(), "parameters, by their weight"),
        replace(about, marks=()),
    )
    grid = figure.subplots(down, across, sharex=not morris, sharey=not morris, squeeze=False)
    for axes, (alternative, outcome) in zip(grid.ravel(), shown, strict=False):
        part = table[(table["alternative"] == alternative) & (table["outcome"] == outcome)]
        if morris:
            draw_effects(axes, part, paths)
        else:
            _bars(axes, part, paths, BARS[method])
            axes.set_xlim(limits)
            axes.xaxis.set_major_locator(MultipleLocator(0.5))
            axes.tick_params(labelbottom=True)
        several = table["alternative"].nunique() > 1
        title = outcome.replace("_", " ") + (f", {alternative}" if several else "")
        axes.set_title(wrapped(f"{title}{_noise(part)}", 6.6 / across))
    for axes in grid.ravel()[len(shown) :]:
        axes.remove()
    if not morris:
        _key(figure, BARS[method])
    return figure


def _noise(part: pd.DataFrame) -> str:
    """What share of the variance of an outcome's means is chance, where it is known."""
    share = part["noise_of_means"].iloc[0]
    return "" if pd.isna(share) else f" ({100 * share:.0f} % noise)"


def _limits(table: pd.DataFrame) -> tuple[float, float]:
    """Ends of the axis of shares of variance, the same in all panels."""
    low, high = table["low"].min(), table["high"].max()
    return max(min(-0.02, low), WIDEST[0]), min(max(1.02, high), WIDEST[1])


def _bars(axes: Axes, part: pd.DataFrame, paths: list[str], measures: tuple[str, str]) -> None:
    """A row for each parameter: a bar of one measure, a diamond of the other, their intervals."""
    bar, mark = measures
    estimates: dict[Any, Any] = {
        (row["parameter"], row["measure"]): row for row in part.to_dict("records")
    }
    axes.axvline(0, color=FAINT, lw=0.8, zorder=3)
    for place, path in enumerate(paths):
        wide, small = estimates[path, bar], estimates[path, mark]
        axes.barh(place, wide["value"], height=0.62, color=LIGHT, lw=0, zorder=1)
        axes.plot([wide["low"], wide["high"]], [place + 0.14] * 2, color=MIDDLE, lw=1.6, zorder=4)
        axes.plot([small["low"], small["high"]], [place - 0.14] * 2, color=MAIN, lw=0.9, zorder=4)
        axes.plot(
            small["value"], place - 0.14, marker="D", ms=3.2, mfc="white", mec=MAIN, mew=0.9,
            zorder=5,
        )  # fmt: skip
    axes.set_yticks(range(len(paths)), [wrapped(path, 2.1) for path in paths], fontsize=6)
    axes.set_ylim(len(paths) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _key(figure: Figure, measures: tuple[str, str]) -> None:
    diamond = Line2D([], [], ls="", marker="D", ms=3.2, mfc="white", mec=MAIN, mew=0.9)
    key(figure, [patch(LIGHT), diamond], [NAMES[measure] for measure in measures])
