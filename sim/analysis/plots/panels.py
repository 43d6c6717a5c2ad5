"""Parts that figures share: time axes, bands over runs, labels that do not overlap, legends."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.plots.looks import ALTERNATIVES, Dash, Look
from sim.analysis.plots.style import MONTHS, Mark, add_above, month_name
from sim.analysis.spread import QUANTILES

INK_OF_MARKS = "#444444"
LETTERS_PER_INCH = 17  # of a title
MOST_ALTERNATIVES = len(ALTERNATIVES)


def shown(names: Sequence[str]) -> list[str]:
    """The alternatives that one figure can hold: the first few."""
    return list(names[:MOST_ALTERNATIVES])


def time_axis(axes: Axes, marks: Sequence[Mark] = (), numbered: bool = False) -> None:
    """Dates along the axis, and dotted lines at the marks, with their numbers where `numbered`."""
    axes.margins(x=0)
    ticks = _ticks(axes)
    axes.set_xticks([day(date) for date in ticks], [tick_name(date, ticks) for date in ticks])
    low, high = axes.get_xlim()
    inside = [
        (number, mark)
        for number, mark in enumerate(marks, start=1)
        if low <= day(mark.date) <= high
    ]
    for _, mark in inside:
        axes.axvline(day(mark.date), color=INK_OF_MARKS, lw=0.6, ls=(0, (1, 1.6)), zorder=3)
    if numbered:
        _number(axes, inside)


def _ticks(axes: Axes) -> list[pd.Timestamp]:
    """First days of months, few enough for the width of the panel; the ends of a short axis."""
    spec = axes.get_subplotspec()
    most = max(3, 13 // (spec.get_geometry()[1] if spec else 1))
    first, last = (pd.Timestamp(mdates.num2date(x)).tz_localize(None) for x in axes.get_xlim())
    months = pd.date_range(first, last, freq="MS", normalize=True)
    months = months[(months >= first) & (months <= last)]
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 240):
        place = months.year * 12 + months.month - 1
        chosen = months[place % step == 0]
        if len(chosen) <= most:
            break
    return list(chosen) if len(chosen) > 1 else [first.normalize(), last.normalize()]


def tick_name(date: pd.Timestamp, ticks: Sequence[pd.Timestamp]) -> str:
    """The year where one begins, else the month; the day where ticks are no months."""
    if any(tick.day != 1 for tick in ticks):
        return f"{date.day} {month_name(date)}"
    if date.month == 1:
        return str(date.year)
    first = date == ticks[0] and all(tick.month != 1 for tick in ticks)
    return month_name(date) if first else MONTHS[date.month - 1]


def day(date: pd.Timestamp) -> float:
    """A date's place on a time axis."""
    return float(mdates.date2num(date))


def _number(axes: Axes, inside: Sequence[tuple[int, Mark]]) -> None:
    """Write the marks' numbers above the axes; those too near each other share one text."""
    low, high = axes.get_xlim()
    width = 0.035 * (high - low)
    groups: list[list[tuple[int, Mark]]] = []
    for item in sorted(inside, key=lambda item: item[1].date):
        if groups and day(item[1].date) - day(groups[-1][-1][1].date) < width:
            groups[-1].append(item)
        else:
            groups.append([item])
    for group in groups:
        axes.annotate(
            ",".join(str(number) for number, _ in group),
            (day(group[0][1].date), 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 1),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=5.5,
            color=INK_OF_MARKS,
        )


def bands(
    axes: Axes, edges: pd.DataFrame, alternatives: Sequence[str], colour: str | None = None
) -> None:
    """Every alternative's median over runs with the bands that hold 50 % and 90 % of them.

    `edges` has the columns alternative, date and those of `spread.QUANTILES`. Alternatives share
    their chance: another one is drawn from where it parts from the first. A single alternative
    may have a `colour` of its own.
    """
    first = edges[edges["alternative"] == alternatives[0]].sort_values("date")
    for alternative, (own, dash) in zip(alternatives, ALTERNATIVES, strict=False):
        mine = edges[edges["alternative"] == alternative].sort_values("date")
        part = mine if alternative == alternatives[0] else parted(mine, first)
        band(axes, part, colour if colour and len(alternatives) == 1 else own, dash)


def parted(edges: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Rows from the last before `edges` begins to differ from `first`; none if it never does."""
    columns = [name for name in QUANTILES if name in edges] or ["share"]
    both = edges.merge(first[["date", *columns]], on="date", how="left", suffixes=("", "_first"))
    differs = np.zeros(len(both), bool)
    for name in columns:
        differs |= ~np.isclose(both[name], both[f"{name}_first"], equal_nan=True)
    if not differs.any():
        return edges.iloc[:0]
    return edges.iloc[max(0, int(np.argmax(differs)) - 1) :]


def band(axes: Axes, edges: pd.DataFrame, colour: str, dash: Dash = "-") -> None:
    """Median as a line with the 50 % and 90 % bands; those of a single run have no width."""
    dates = edges["date"]
    if (edges["high90"] > edges["low90"]).any():
        axes.fill_between(dates, edges["low90"], edges["high90"], color=colour, alpha=0.13, lw=0)
        axes.fill_between(dates, edges["low50"], edges["high50"], color=colour, alpha=0.25, lw=0)
    axes.plot(dates, edges["median"], color=colour, ls=dash, lw=1.3)


def wrapped(text: str, inches: float) -> str:
    """A title in as many lines as its width asks for."""
    return textwrap.fill(text, max(12, int(LETTERS_PER_INCH * inches)))


def headings(top: Sequence[Axes], names: Sequence[str], alternatives: Sequence[str]) -> None:
    """Titles of columns: what each is about over its first alternative, beneath it which.

    Columns are the alternatives of the first name, then those of the next; a single alternative
    is not named.
    """
    width = 5.6 / max(1, len(top))
    lines = [wrapped(each, width) for each in alternatives] if len(alternatives) > 1 else []
    most = max((line.count("\n") for line in lines), default=0)
    for place, axes in enumerate(top):
        name, which = divmod(place, len(alternatives))
        heading = wrapped(names[name], width * len(alternatives)) if which == 0 else ""
        beneath = [lines[which] + "\n" * (most - lines[which].count("\n"))] if lines else []
        axes.set_title("\n".join([*([heading] if any(names) else []), *beneath]), pad=9)


def percent_axis(axes: Axes) -> None:
    """Shares as per cent along the y axis."""
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.3g} %"))


def spread_out(values: Sequence[float], gap: float) -> list[float]:
    """The values moved apart as little as needed, so that neighbours differ by at least `gap`."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    clusters: list[tuple[float, list[int]]] = []  # middle, members
    for i in order:
        middle, members = values[i], [i]
        while (
            clusters and middle - clusters[-1][0] < gap * (len(members) + len(clusters[-1][1])) / 2
        ):
            earlier, others = clusters.pop()
            total = len(others) + len(members)
            middle = (earlier * len(others) + middle * len(members)) / total
            members = others + members
        clusters.append((middle, members))
    placed = [0.0] * len(values)
    for middle, members in clusters:
        for rank, i in enumerate(members):
            placed[i] = middle + (rank - (len(members) - 1) / 2) * gap
    return placed


def end_labels(axes: Axes, ends: Iterable[tuple[str, float, str]], size: float = 6) -> None:
    """Labels at the right edge beside the ends of lines: (text, y, colour), moved apart."""
    ends = list(ends)
    low, high = axes.get_ylim()
    height = axes.get_figure().get_figheight() * axes.get_position().height  # type: ignore[union-attr]
    gap = (high - low) * size * 1.25 / (72 * max(height, 0.5))
    for (text, y, colour), place in zip(
        ends, spread_out([y for _, y, _ in ends], gap), strict=True
    ):
        axes.annotate(
            text,
            (1, y),
            xycoords=("axes fraction", "data"),
            xytext=(1.02, place),
            textcoords=("axes fraction", "data"),
            va="center",
            fontsize=size,
            color=colour,
            annotation_clip=False,
        )


def alternatives_legend(figure: Figure, alternatives: Sequence[str]) -> None:
    """The lines of the alternatives above the panels, where there is more than one."""
    if len(alternatives) < 2:
        return
    handles = [
        Line2D([], [], color=colour, ls=dash, lw=1.4)
        for colour, dash in ALTERNATIVES[: len(alternatives)]
    ]
    key(figure, handles, alternatives)


def patches_legend(figure: Figure, wanted: Sequence[Look]) -> None:
    """Fills of actors above the panels."""
    key(figure, [patch(look.fill, look.hatch) for look in wanted], [look.label for look in wanted])


def patch(fill: str, hatch: str = "") -> Patch:
    """A sample of an area."""
    return Patch(facecolor=fill, hatch=hatch or None, edgecolor="white" if hatch else fill, lw=0)


def key(figure: Figure, handles: Sequence[Artist], labels: Sequence[str]) -> None:
    """A legend in rows above the panels."""
    if not handles:
        return
    longest = max(len(label) for label in labels)
    columns = max(1, min(len(labels), 130 // (longest + 8)))
    top = add_above(figure, 0.06 + 0.145 * math.ceil(len(labels) / columns))
    legend = figure.legend(
        handles, [""] * len(labels), loc="upper left", ncols=columns, borderaxespad=0,
        borderpad=0, labelspacing=0.45, bbox_to_anchor=(0.008, top / figure.get_figheight()),
    )  # fmt: skip
    legend.set_in_layout(False)
    # Set afterwards: matplotlib drops a label that begins with an underscore.
    for text, label in zip(legend.get_texts(), labels, strict=True):
        text.set_text(label)


def panels_for(figure: Figure, count: int, across: int) -> list[Axes]:
    """`count` panels on one time axis, `across` in a row; the lowest in a column has its dates."""
    rows = math.ceil(count / across)
    grid = figure.subplots(rows, across, sharex=True, squeeze=False).ravel()
    for axes in grid[count:]:
        axes.remove()
    for axes in grid[max(0, count - across) : count]:
        axes.tick_params(labelbottom=True)
    return list(grid[:count])


def count_axis(axes: Axes) -> None:
    """Counts along the y axis, from zero."""
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.set_ylim(bottom=0)
