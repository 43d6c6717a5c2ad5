"""Terms of leaders in one run: a bar for every holder of a post, and how each term ends."""

from __future__ import annotations

from textwrap import shorten

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.analysis.leaders import Post, of_post
from sim.analysis.plots.looks import Look, blend
from sim.analysis.plots.panels import day, headings, key, time_axis
from sim.analysis.plots.style import FAINT, INK, About, sheet
from sim.analysis.spread import as_dates

BAR = 0.24  # inches

ENDS = {
    "hunt": ("Killed by a state or guest", "X", INK),
    "plot": ("Killed by a rival", "P", "#8E1B2C"),
    "scenario": ("Killed as the scenario says", "o", "white"),
    "split": ("Part becomes an actor", "D", "#A05195"),
    "merger": ("Actor joins another", ">", "#2F6EA5"),
    "end": ("Actor ends", "s", FAINT),
}
"""Label, mark and colour of how a term ends."""

Period = tuple[pd.Timestamp, pd.Timestamp]


def terms(
    table: pd.DataFrame,
    known: dict[str, Look],
    alternatives: list[str],
    posts: list[Post],
    labels: list[str],
    about: About,
) -> Figure:
    """A bar for every term; a column an alternative."""
    figure = sheet(
        "Who leads: terms of leaders in one run",
        BAR * len(posts) + 0.5,
        "Bars: terms in office; gaps: vacant; “split”: a part of the actor broke away then. Only "
        "actors of whom a post changes hands.",
        about,
    )
    start, last = period(table, about)
    grid = figure.subplots(1, len(alternatives), sharey=True, squeeze=False)
    for axes, alternative in zip(grid[0], alternatives, strict=True):
        here = table[table["alternative"] == alternative]
        for row, post in enumerate(posts):
            _bars(axes, of_post(here, post), row, known[post[0]], (start, last))
        axes.set_xlim(start, last)
        axes.set_yticks(range(len(posts)), [shorten(each, 28, placeholder="…") for each in labels])
        axes.set_ylim(len(posts) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        time_axis(axes, about.marks, numbered=True)
    headings(grid[0], [""], alternatives)
    key(figure, *_legend(table))
    figure.draw_without_rendering()
    for axes, alternative in zip(grid[0], alternatives, strict=True):
        here = table[table["alternative"] == alternative]
        for row, post in enumerate(posts):
            _names(axes, of_post(here, post), row, known[post[0]], (start, last))
    return figure


def period(table: pd.DataFrame, about: About) -> Period:
    """First day of week 0, and the last day that any row names or that was simulated."""
    first = table.iloc[0]
    start = pd.Timestamp(first["from"]) - pd.Timedelta(weeks=int(first["from_week"]))
    ends = as_dates(table.loc[table["ended_by"] != "", "to"])
    last = max([ends.max(), *([about.period[1]] if about.period else [])])
    return start, last


def _span(term: pd.Series, within: Period) -> tuple[float, float]:
    """Begin and end of a term within the period, as places on a time axis."""
    begin = max(pd.Timestamp(term["from"]), within[0])
    end = pd.Timestamp(term["to"]) if term["ended_by"] else within[1]
    return day(begin), day(end)


def _bars(axes: Axes, held: pd.DataFrame, row: int, look: Look, within: Period) -> None:
    """Bars of one post, paler for every second holder, with how they end."""
    axes.axhline(row, color="#DDDDDD", lw=0.5, zorder=0)
    for _, term in held.iterrows():
        begin, end = _span(term, within)
        fill = _fill(term, look)
        axes.barh(row, end - begin, left=begin, height=0.62, color=fill, lw=0, zorder=2)
        if term["ended_by"]:
            _, mark, colour = ENDS[term["ended_by"]]
            edge = INK if colour == "white" else "white"
            axes.plot(
                end, row, marker=mark, ms=5.5, mfc=colour, mec=edge, mew=0.6, zorder=5,
                clip_on=False,
            )  # fmt: skip
        if term["split_followed"]:
            axes.annotate(
                "split", (end, row), xytext=(5, 0), textcoords="offset points", va="center",
                fontsize=5.5, zorder=4,
            )  # fmt: skip


def _fill(term: pd.Series, look: Look) -> str:
    return look.fill if term["number"] % 2 else blend(look.fill, "#FFFFFF", 0.45)


def _names(axes: Axes, held: pd.DataFrame, row: int, look: Look, within: Period) -> None:
    """Names of holders inside bars that are long enough."""
    width = axes.get_window_extent().width / axes.figure.dpi  # inches
    low, high = axes.get_xlim()
    for _, term in held.iterrows():
        begin, end = _span(term, within)
        inches = width * (end - begin) / (high - low)
        name = str(term["name"])
        if inches > 0.055 * len(name) + 0.12:
            light = Look("", "", _fill(term, look)).text
            axes.annotate(
                name, (begin, row), xytext=(4, 0), textcoords="offset points", va="center",
                fontsize=5.8, color=light, zorder=4,
            )  # fmt: skip


def _legend(table: pd.DataFrame) -> tuple[list[Artist], list[str]]:
    present = [end for end in ENDS if (table["ended_by"] == end).any()]
    marks: list[Artist] = [
        Line2D([], [], ls="", marker=ENDS[end][1], ms=5.5, mfc=ENDS[end][2], mec=INK, mew=0.4)
        for end in present
    ]
    return marks, [ENDS[end][0] for end in present]
