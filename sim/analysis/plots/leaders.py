"""Leaders: who held which post in one run; over runs, how long the first ones live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from textwrap import shorten

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.analysis.leaders import (
    KILLED,
    Post,
    deaths_by_cause,
    of_post,
    posts_of_interest,
    splits_after,
    surviving,
)
from sim.analysis.plots.looks import DASHES, Look, looks
from sim.analysis.plots.panels import (
    end_labels,
    headings,
    key,
    patch,
    percent_axis,
    shown,
    time_axis,
)
from sim.analysis.plots.style import PLAIN, About, sheet, styled
from sim.analysis.plots.terms import ENDS, period, terms
from sim.analysis.spread import alternatives_of

MOST_POSTS = 10
NO_NAMES: Mapping[str, str] = {}

CAUSES = {"hunt": ("#5E7F9E", ""), "plot": ("#8E1B2C", "////"), "scenario": ("#D5D5D5", "....")}
"""Fill and hatch of each cause of death."""


@styled
def leaders(
    table: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    names: Mapping[str, str] = NO_NAMES,
    about: About = PLAIN,
) -> Figure:
    """Terms of leaders as bars where alternatives have one run each, else survival and causes.

    `table` is the table leaders; `names` are those of constituents by id. Only posts that change
    hands in some run are shown; of one run, all posts of those actors.
    """
    known = looks(actors, pd.unique(table["actor"]))
    alternatives = shown(alternatives_of(table))
    one_run = bool((table.groupby("alternative")["run_id"].nunique() == 1).all())
    posts = posts_of_interest(table, MOST_POSTS, whole_actors=one_run)
    labels = [_label(post, known, names) for post in posts]
    if not posts:
        return _nothing(about)
    draw = terms if one_run else _many_runs
    return draw(table, known, alternatives, posts, labels, about)


def _label(post: Post, known: dict[str, Look], names: Mapping[str, str]) -> str:
    actor, part = post
    if not part:
        return known[actor].label
    return names.get(part) or part.replace("_", " ").capitalize()


def _nothing(about: About) -> Figure:
    """A figure that says that no leader fell."""
    figure = sheet("Who leads", 0.3, "", replace(about, marks=()))
    axes = figure.subplots()
    axes.set_axis_off()
    axes.text(0, 0.5, "No leader falls in any run.", transform=axes.transAxes, va="center")
    return figure


def _many_runs(
    table: pd.DataFrame,
    known: dict[str, Look],
    alternatives: list[str],
    posts: list[Post],
    labels: list[str],
    about: About,
) -> Figure:
    """Above survival of first leaders, below deaths by cause; a column an alternative."""
    figure = sheet(
        "How long leaders live, and who kills them",
        1.6 + 0.2 * len(posts) + 0.9,
        "Above: share of runs in which the first leader of a post has not been killed. Below: "
        "leaders killed in a run, mean over runs, successors among them; at the right how many of "
        "all deaths a split of the actor followed. Only posts that there are from the start and "
        "whose leader falls in some run.",
        about,
    )
    start, last = period(table, about)
    weeks = pd.RangeIndex(int((last - start).days // 7) + 1)
    heights = [1.6, 0.2 * len(posts) + 0.2]
    grid = figure.subplots(2, len(alternatives), sharey="row", squeeze=False, height_ratios=heights)
    ends: list[list[tuple[str, float, str]]] = []
    for place, alternative in enumerate(alternatives):
        here = table[table["alternative"] == alternative]
        runs = here["run_id"].nunique()
        curves = [surviving(of_post(here, post), runs, weeks) for post in posts]
        _curves(grid[0, place], curves, posts, known, start)
        ends.append(_ends(curves, posts, labels, known))
        _causes(grid[1, place], here, runs, posts)
        time_axis(grid[0, place], about.marks, numbered=True)
    grid[0, 0].set_ylabel("First leader lives\n(share of runs)")
    grid[1, 0].set_yticks(range(len(posts)), [shorten(x, 28, placeholder="…") for x in labels])
    grid[1, 0].set_ylim(len(posts) - 0.4, -0.6)
    headings(grid[0], [""], alternatives)
    key(figure, *_causes_legend(table))
    figure.draw_without_rendering()
    for axes, each in zip(grid[0], ends, strict=True):
        end_labels(axes, each)
    return figure


def _curves(
    axes: Axes,
    curves: list[pd.Series],
    posts: list[Post],
    known: dict[str, Look],
    start: pd.Timestamp,
) -> None:
    seen: dict[str, int] = {}
    for curve, (actor, _) in zip(curves, posts, strict=True):
        place = seen[actor] = seen.get(actor, -1) + 1
        dates = start + pd.to_timedelta(curve.index * 7, unit="D")
        axes.step(
            dates, curve, where="post", color=known[actor].ink, ls=DASHES[place % len(DASHES)],
            lw=1.3,
        )  # fmt: skip
    axes.set_ylim(-0.03, 1.03)
    percent_axis(axes)


def _ends(
    curves: list[pd.Series], posts: list[Post], labels: list[str], known: dict[str, Look]
) -> list[tuple[str, float, str]]:
    return [
        (shorten(label, 20, placeholder="…"), float(curve.iloc[-1]), known[actor].ink)
        for curve, label, (actor, _) in zip(curves, labels, posts, strict=True)
    ]


def _causes(axes: Axes, here: pd.DataFrame, runs: int, posts: list[Post]) -> None:
    """Mean deaths in a run by cause, stacked along the row of each post."""
    for row, post in enumerate(posts):
        terms = of_post(here, post)
        left = 0.0
        for cause, mean in deaths_by_cause(terms, runs).items():
            fill, hatch = CAUSES[str(cause)]
            axes.barh(
                row, mean, left=left, height=0.62, color=fill, hatch=hatch or None,
                edgecolor="white", lw=0,
            )  # fmt: skip
            left += mean
        split, deaths = splits_after(terms)
        if deaths:
            axes.annotate(
                f"{split} of {deaths}", (left, row), xytext=(3, 0), textcoords="offset points",
                va="center", fontsize=5.8,
            )  # fmt: skip
    axes.set_xlim(left=0)
    axes.margins(x=0.15)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))
    axes.set_xlabel("Leaders killed in a run")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _causes_legend(table: pd.DataFrame) -> tuple[list[Artist], list[str]]:
    present = [cause for cause in KILLED if (table["ended_by"] == cause).any()]
    return [patch(*CAUSES[cause]) for cause in present], [ENDS[cause][0] for cause in present]
