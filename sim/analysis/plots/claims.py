"""What outlets claim beside what happened: events reported and invented, enemy dead, trust."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from sim.analysis.claims import enemy_dead, exaggeration, mean_counts, outlets_of_interest, spots
from sim.analysis.plots.looks import Look, looks
from sim.analysis.plots.observers import observers, observers_key
from sim.analysis.plots.panels import (
    headings,
    key,
    patch,
    shown,
    time_axis,
)
from sim.analysis.plots.style import FAINT, INK, PLAIN, About, sheet, styled
from sim.analysis.relations import BLOCK
from sim.analysis.spread import alternatives_of, as_dates

MOST_COLUMNS = 4
FILLS = {
    "claimed": ("Happened and reported", "#12395B", ""),
    "unclaimed": ("Happened, passed over", "#C3D2DF", ""),
    "invented": ("Invented", "#DB7F1E", "xxxx"),
}
"""Label, colour and hatch of what an outlet does with an event."""
CLAIMED = "#12395B"
TICKS = (0, 1, 3, 10, 30, 100, 300, 1000, 3000)
LARGEST = 70.0  # square points of the dot with most events

Column = tuple[str, str]
"""Whose outlet, and in which alternative."""


@styled
def claims(
    table: pd.DataFrame,
    beliefs: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
    *,
    claimants: Sequence[str] = (),
    about: About = PLAIN,
) -> Figure:
    """Events reported, passed over and invented; claimed against true dead; trust of others.

    `table` is the table claims; `beliefs` tells the trust, where it has that column. A column an
    outlet, by default those that have most to tell, and an alternative, at most four in all.
    """
    observing = [] if beliefs is None else [beliefs["observer"]]
    known = looks(actors, pd.unique(pd.concat([table["claimant"], *observing])))
    alternatives = shown(alternatives_of(table))
    chosen = list(claimants) or outlets_of_interest(table, MOST_COLUMNS // len(alternatives))
    columns = [(claimant, alternative) for claimant in chosen for alternative in alternatives]
    trust = beliefs if beliefs is not None and "trust" in beliefs else None
    heights = [1.25, 1.5] if trust is None else [1.25, 1.5, 0.95]
    figure = sheet("What outlets claim, beside what happened", sum(heights) + 0.6, _note(), about)
    grid = figure.subplots(
        len(heights), max(1, len(columns)), sharey="row", squeeze=False, height_ratios=heights
    )
    start, end = _period(table)
    dead = {column: enemy_dead(_part(table, column)) for column in columns}
    most = max([1, *(spots(each)["events"].max() for each in dead.values() if len(each))])
    high = max([3, *(each.to_numpy().max() for each in dead.values() if len(each))])
    for place, column in enumerate(columns):
        axes, here = grid[:, place], _part(table, column)
        runs = int(table.loc[table["alternative"] == column[1], "run_id"].nunique())
        _events(axes[0], mean_counts(here, runs, int(table["week"].max())), start)
        _dead(axes[1], dead[column], most, 1.2 * high)
        if trust is not None:
            _trust(axes[2], _of_outlet(trust, column), known)
        for each in (axes[0], *axes[2:]):
            each.set_xlim(start, end)
            time_axis(each, about.marks, numbered=each is axes[0])
    labels = (f"Events in {BLOCK} weeks", "Claimed enemy dead", "Trust in the outlet")
    for axes, label in zip(grid[:, 0], labels, strict=False):
        axes.set_ylabel(label)
    headings(grid[0], [_name(table, known, claimant) for claimant in chosen], alternatives)
    figure.align_ylabels()
    trusting = [] if trust is None else observers_key(_told(trust, chosen), "Trust of {}", known)
    entries = [*_legend(), *trusting]
    key(figure, [artist for artist, _ in entries], [label for _, label in entries])
    return figure


def _note() -> str:
    return (
        f"Events: mean over runs in {BLOCK} weeks, above zero those in which the actor took part, "
        "below those that it made up. Dead: of the armed enemy, in events that happened and are "
        "reported, all runs together; dots: by number of events; line and band: median and middle "
        "half of what is claimed; dashes: what is true. Trust of other groups: median over runs, "
        "bands hold half and nine tenths of them."
    )


def _period(table: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First day of week 1 and last day of the last week."""
    first = table.sort_values("week", kind="stable").head(1)
    past = pd.Timedelta(weeks=int(first["week"].iloc[0]) - 1)
    start = as_dates(first["date"]).iloc[0] - past
    return start, start + pd.Timedelta(weeks=max(BLOCK, int(table["week"].max())))


def _name(table: pd.DataFrame, known: dict[str, Look], claimant: str) -> str:
    """An outlet and whose it is."""
    outlet = str(table.loc[table["claimant"] == claimant, "outlet"].iloc[0])
    return f"{outlet}: {known[claimant].label}" if outlet else known[claimant].label


def _part(table: pd.DataFrame, column: Column) -> pd.DataFrame:
    return table[(table["claimant"] == column[0]) & (table["alternative"] == column[1])]


def _of_outlet(beliefs: pd.DataFrame, column: Column) -> pd.DataFrame:
    """Trust in an outlet by observer, run and date."""
    here = (beliefs["about"] == column[0]) & (beliefs["alternative"] == column[1])
    return beliefs[here].assign(date=as_dates(beliefs.loc[here, "date"]))


def _told(beliefs: pd.DataFrame, claimants: list[str]) -> pd.DataFrame:
    return beliefs[beliefs["about"].isin(claimants)]


def _events(axes: Axes, counts: pd.DataFrame, start: pd.Timestamp) -> None:
    """What happened above zero, reported or not, and what did not happen below."""
    days = start + pd.to_timedelta(counts.index * 7 * BLOCK, unit="D")
    base = np.zeros(len(counts))
    for status, (_, fill, hatch) in FILLS.items():
        height = counts[status].to_numpy()
        below = status == "invented"
        axes.bar(
            days, -height if below else height, width=6.2 * BLOCK, align="edge",
            bottom=0 if below else base, color=fill, hatch=hatch or None, edgecolor="white", lw=0,
        )  # fmt: skip
        base = base + height
    axes.axhline(0, color=INK, lw=0.5)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):g}"))


def _dead(axes: Axes, dead: pd.DataFrame, most: int, high: float) -> None:
    """Claimed against true dead on axes of log(1 + x) up to `high`, with the identity."""
    for axis in ("x", "y"):
        getattr(axes, f"set_{axis}scale")("function", functions=(np.log1p, np.expm1))
        getattr(axes, f"set_{axis}ticks")(TICKS)
        getattr(axes, f"{axis}axis").set_minor_locator(NullLocator())
    same = spots(dead)
    axes.scatter(
        same["true"], same["claimed"], s=LARGEST * np.sqrt(same["events"] / most), lw=0,
        color="#7F93A5", alpha=0.45,
    )  # fmt: skip
    told = exaggeration(dead)
    axes.fill_between(told["true"], told["low50"], told["high50"], color=CLAIMED, alpha=0.22, lw=0)
    axes.plot(told["true"], told["median"], color="white", lw=2.6)
    axes.plot(told["true"], told["median"], color=CLAIMED, lw=1.4)
    axes.plot([0, high], [0, high], color=INK, lw=0.8, ls=(0, (4, 2)), zorder=3)
    axes.set(xlim=(-0.25, high), ylim=(-0.25, high), xlabel="True enemy dead")


def _trust(axes: Axes, here: pd.DataFrame, known: dict[str, Look]) -> None:
    observers(axes, here, "trust", known)
    if here.empty:
        axes.text(
            0.5, 0.5, "not recorded", transform=axes.transAxes, ha="center", fontsize=6,
            color=FAINT,
        )  # fmt: skip


def _legend() -> list[tuple[Artist, str]]:
    return [
        *((patch(fill, hatch), label) for label, fill, hatch in FILLS.values()),
        (Line2D([], [], color=CLAIMED, lw=1.4), "Claimed"),
        (Line2D([], [], color=INK, lw=0.8, ls=(0, (4, 2))), "As true"),
    ]
