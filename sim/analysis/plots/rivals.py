"""Why rival insurgent groups turn on each other: causes, beliefs, stances, what happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.analysis.developments import accusations, between_rivals, in_blocks
from sim.analysis.plots.lanes import LANE, how_lanes, lanes
from sim.analysis.plots.looks import looks
from sim.analysis.plots.panels import band, headings, key, patch, percent_axis, shown, time_axis
from sim.analysis.plots.style import INK, PLAIN, About, how_medians, sheet, styled
from sim.analysis.rivals import (
    DRIVERS,
    Pair,
    mean_drivers,
    of_rivals,
    pairs_of_interest,
    share_by_date,
    stance_shares,
)
from sim.analysis.spread import alternatives_of, as_dates, spread
from sim.vocabulary import HostilityDriver, Stance

MOST_COLUMNS = 4

DRIVER_FILLS = {
    HostilityDriver.GRIEVANCE: ("Grievance", "#6E1423", ""),
    HostilityDriver.BELIEF: ("Belief in a deal", "#E08A1E", "////"),
    HostilityDriver.AFFINITY: ("Affinity", "#2F6EA5", ""),
    HostilityDriver.OPPORTUNITY: ("Opportunity", "#D9C66B", "...."),
    HostilityDriver.VULNERABILITY: ("Vulnerability", "#8C7AA9", "xxxx"),
    HostilityDriver.ALLIES: ("Allies", "#3F7F3A", "++++"),
    HostilityDriver.WEARINESS: ("Weariness", "#7FB0A8", "\\\\\\\\"),
    HostilityDriver.INERTIA: ("Without any cause", "#E4E4E4", ""),
}
"""Label, colour and hatch of each driver, from the zero line outwards."""

STANCE_FILLS = {
    Stance.WAR: ("War", "#6E1423", ""),
    Stance.RIVALRY: ("Rivalry", "#E9DDD6", ""),
    Stance.NEUTRAL: ("Neutral", "#F6F6F4", ""),
    Stance.TRUCE: ("Truce", "#BFD9D4", "...."),
    Stance.PACT: ("Pact", "#6FA88F", "////"),
    Stance.ALLIANCE: ("Alliance", "#3F7F3A", "xxxx"),
}
"""Label, colour and hatch of each stance, upwards."""

BELIEVED = "#12395B"
LANES = {
    "Accuses falsely": "#E08A1E",
    "Accuses rightly": "#8A4A00",
    "War begins": "#6E1423",
    "Truce": "#3E6B64",
    "Alliance formed": "#3F7F3A",
    "Alliance ended": "#8FBF7F",
    "Leader killed": INK,
    "Split": "#6F5E98",
}
"""Colours of what happened to a pair, downwards."""

ROWS = {
    "Causes of hostility\n(log-odds)": 1.75,
    "Secret deal\n(probability)": 0.95,
    "Stance\n(share of runs)": 0.8,
}
"""Label and height of each row, in inches; lanes of developments come last."""

Column = tuple[Pair, str]
"""Who towards whom, and in which alternative."""


@styled
def rivals(
    relations: pd.DataFrame,
    beliefs: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    developments: pd.DataFrame | None = None,
    pairs: Sequence[Pair] = (),
    about: About = PLAIN,
) -> Figure:
    """Causes of hostility, belief beside truth, stances, developments; a column a directed pair.

    `relations` and `beliefs` are the tables of these names, `developments` is
    strategic_developments; without it only accusations are told. `pairs` are (actor, other), by
    default the most hostile ones. Each alternative has columns of its own, at most four in all.
    """
    relations = of_rivals(relations, beliefs)
    known = looks(actors, pd.unique(relations["actor"]))
    alternatives = shown(alternatives_of(relations))
    chosen = list(pairs) or pairs_of_interest(relations, MOST_COLUMNS // len(alternatives))
    columns = [(pair, alternative) for pair in chosen for alternative in alternatives]
    happened = accusations(beliefs) if developments is None else developments
    shares = {column: _developments(happened, relations, column) for column in columns}
    present = [
        name for name in LANES if any((each["lane"] == name).any() for each in shares.values())
    ]
    top = max([each["share"].max() for each in shares.values() if len(each)], default=1.0)
    heights = [*ROWS.values(), *([LANE * (len(present) + 0.5)] if present else [])]
    told = (
        how_lanes(top, relations["run_id"].nunique()) if present else "No developments in any run."
    )
    figure = sheet(
        "Why rivals turn on each other",
        sum(heights) + 0.35,
        "Areas: what raises (above zero) and lowers the log-odds of hostility, mean over runs; "
        f"black line: their sum. {how_medians(relations)}{told}",
        about,
    )
    grid = figure.subplots(
        len(heights), max(1, len(columns)), sharex=True, sharey="row", squeeze=False,
        height_ratios=heights,
    )  # fmt: skip
    days = as_dates(relations["date"])
    for place, column in enumerate(columns):
        axes = grid[:, place]
        driver_areas(axes[0], _part(relations, ("actor", "other"), column))
        _belief(axes[1], _part(beliefs, ("observer", "about"), column))
        _stances(axes[2], _part(relations, ("actor", "other"), column))
        if present:
            lanes(axes[3], shares[column], present, LANES, top)
        axes[0].set_xlim(days.min(), days.max())
        for row, each in enumerate(axes):
            time_axis(each, about.marks, numbered=row == 0)
        for each, label in zip(axes, ROWS, strict=False):
            each.set_ylabel(label if place == 0 else "")
    for axes in grid[1]:
        axes.set_ylim(-0.03, 1.03)
        percent_axis(axes)
    for axes in grid[2]:
        axes.set_ylim(0, 1)
        percent_axis(axes)
        axes.set_yticks([0, 0.5, 1])
    headings(
        grid[0], [f"{known[a].label} towards {known[b].label}" for a, b in chosen], alternatives
    )
    figure.align_ylabels(grid[: len(ROWS), 0])
    key(figure, *_legend(relations, columns))
    return figure


def _developments(happened: pd.DataFrame, relations: pd.DataFrame, column: Column) -> pd.DataFrame:
    """Share of runs with each development of a pair, by block of weeks."""
    (actor, other), alternative = column
    runs = relations.loc[relations["alternative"] == alternative, "run_id"].nunique()
    here = happened[happened["alternative"] == alternative]
    return in_blocks(between_rivals(here, actor, other), runs)


def _part(table: pd.DataFrame, names: Pair, column: Column) -> pd.DataFrame:
    """Rows of one directed pair in one alternative, with their dates."""
    pair, alternative = column
    here = table[
        (table[names[0]] == pair[0])
        & (table[names[1]] == pair[1])
        & (table["alternative"] == alternative)
    ]
    return here.assign(date=as_dates(here["date"]))


def driver_areas(axes: Axes, here: pd.DataFrame) -> None:
    """Drivers stacked up from zero where they raise hostility, down where they lower it."""
    means = mean_drivers(here)
    up, down = np.zeros(len(means)), np.zeros(len(means))
    for driver, (_, fill, hatch) in DRIVER_FILLS.items():
        if DRIVERS[driver] not in means:
            continue
        values = means[DRIVERS[driver]].to_numpy()
        for base, part in ((up, values.clip(min=0)), (down, values.clip(max=0))):
            if part.any():
                axes.fill_between(
                    means.index, base, base + part, facecolor=fill, hatch=hatch or None,
                    edgecolor="white", lw=0.3,
                )  # fmt: skip
            base += part
    axes.plot(means.index, up + down, color="white", lw=2.4)
    axes.plot(means.index, up + down, color=INK, lw=1.1)
    axes.axhline(0, color=INK, lw=0.5)


def _belief(axes: Axes, here: pd.DataFrame) -> None:
    """What is believed, over runs, and the share of runs in which it is true."""
    band(axes, spread(here, "probability", ["date"]), BELIEVED)
    truth = share_by_date(here, here["true_pact"])
    axes.plot(truth.index, truth, color=INK, ls=(0, (1, 1)), lw=1.4)


def _stances(axes: Axes, here: pd.DataFrame) -> None:
    """Share of runs in each stance, stacked from war upwards."""
    shares = stance_shares(here)
    base = np.zeros(len(shares))
    for stance, (_, fill, hatch) in STANCE_FILLS.items():
        part = shares[stance].to_numpy()
        if part.any():
            axes.fill_between(
                shares.index, base, base + part, facecolor=fill, hatch=hatch or None,
                edgecolor="white", lw=0,
            )  # fmt: skip
        base += part


def _legend(relations: pd.DataFrame, columns: Sequence[Column]) -> tuple[list[Artist], list[str]]:
    """Fills of the drivers and stances that any column shows, and the lines."""
    pairs = pd.MultiIndex.from_frame(relations[["actor", "other", "alternative"]])
    here = relations[pairs.isin([(*pair, alternative) for pair, alternative in columns])]
    drawn = [d for d in DRIVER_FILLS if DRIVERS[d] in here and here[DRIVERS[d]].any()]
    stances = [s for s in STANCE_FILLS if (here["stance"] == s.name.lower()).any()]
    entries: list[tuple[Artist, str]] = [
        *((patch(fill, hatch), label) for label, fill, hatch in (DRIVER_FILLS[d] for d in drawn)),
        (Line2D([], [], color=INK, lw=1.1), "Sum of causes"),
        (Line2D([], [], color=BELIEVED, lw=1.3), "Deal believed"),
        (Line2D([], [], color=INK, ls=(0, (1, 1)), lw=1.4), "Deal true (share of runs)"),
        *((patch(fill, hatch), label) for label, fill, hatch in (STANCE_FILLS[s] for s in stances)),
    ]
    return [artist for artist, _ in entries], [label for _, label in entries]
