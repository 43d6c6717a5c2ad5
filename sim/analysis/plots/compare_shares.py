"""What alternatives change in shares of territory over time."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.plots.compare_outcomes import compared
from sim.analysis.plots.looks import ALTERNATIVES, looks, stacked
from sim.analysis.plots.panels import alternatives_legend, panels_for, shown, time_axis, wrapped
from sim.analysis.plots.style import FAINT, PLAIN, About, sheet, styled
from sim.analysis.spread import as_dates

MOST_PANELS = 12
SEEN = 0.002
"""Change of share below which a holder is not drawn, if there are others."""


@styled
def compare_shares(
    table: pd.DataFrame, actors: pd.DataFrame | None = None, *, about: About = PLAIN
) -> Figure:
    """Change of each holder's share of the study area: mean over pairs and its interval.

    `table` is the table compare_shares with a column `comparison` that names each.
    """
    table = table.assign(date=as_dates(table["date"]))
    comparisons = shown([str(name) for name in pd.unique(table["comparison"])])
    known = looks(actors, pd.unique(table["actor"]))
    most = table["change"].abs().groupby(table["actor"]).max().sort_values(ascending=False)
    seen = most[most > SEEN] if (most > SEEN).any() else most
    order = stacked([str(name) for name in seen.index[:MOST_PANELS]], known)
    down = math.ceil(len(order) / 4)
    across = math.ceil(len(order) / down)
    figure = sheet(
        "Change of shares of cells",
        1.3 * down + 0.2,
        f"{compared(table)}Mean over pairs of runs with the same seed of the difference from the "
        "control, in points of the study area's cells; band: its 95 % interval at each date.",
        about,
    )
    drawn = table[table["actor"].isin(order) & table["comparison"].isin(comparisons)]
    limits = (drawn["low"].min(), drawn["high"].max())
    for number, axes in enumerate(panels_for(figure, len(order), across)):
        axes.axhline(0, color=FAINT, lw=0.8, zorder=1)
        for (colour, dash), comparison in zip(ALTERNATIVES, comparisons, strict=False):
            here = (table["actor"] == order[number]) & (table["comparison"] == comparison)
            line = table[here].sort_values("date")
            days = line["date"]
            axes.fill_between(days, line["low"], line["high"], color=colour, alpha=0.2, lw=0)
            axes.plot(days, line["change"], color=colour, ls=dash)
        numbered = number < across and bool(about.marks)
        title = wrapped(known[order[number]].label, 6.4 / across)
        axes.set_title(title, pad=9 if numbered else 4)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
        axes.yaxis.set_major_formatter(FuncFormatter(_points))
        if limits[0] < limits[1]:
            axes.set_ylim(limits)
        time_axis(axes, about.marks, numbered)
    alternatives_legend(figure, comparisons)
    return figure


def _points(share: float, _: int) -> str:
    """A change of a share in points."""
    return f"{100 * share:+.3g}" if share else "0"
