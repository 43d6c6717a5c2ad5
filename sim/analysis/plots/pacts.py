"""Deals of groups with states, in truth and as other groups believe."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.analysis.developments import about_group, accusations, in_blocks
from sim.analysis.pacts import deal_shares, groups_of_interest, partners
from sim.analysis.plots.lanes import LANE, how_lanes, lanes
from sim.analysis.plots.looks import Look, looks
from sim.analysis.plots.observers import observers, observers_key
from sim.analysis.plots.panels import (
    headings,
    key,
    patch,
    shown,
    time_axis,
)
from sim.analysis.plots.style import INK, PLAIN, About, how_medians, sheet, styled
from sim.analysis.rivals import share_by_date
from sim.analysis.spread import alternatives_of, as_dates
from sim.vocabulary import Stance

MOST_COLUMNS = 4
STRIP = 0.2  # inches of the strip of a state or guest
BELIEF = 1.1  # inches

DEALS = {
    Stance.PACT: ("Pact", "#2E6B57", ""),
    Stance.ALLIANCE: ("Alliance", "#1F3D2B", "xxxx"),
    Stance.TRUCE: ("Truce", "#A9CF97", "////"),
}
"""Label, colour and hatch of true deals."""
LANES = {
    "Accused falsely": "#E08A1E",
    "Accused rightly": "#8A4A00",
    "Pact offered": "#8FB8A8",
    "Offer refused": "#6E6E6E",
    "Pact signed": "#2E6B57",
    "Pact leaked": "#A05195",
    "Pact broken": "#6E1423",
}
"""Colours of what happened to a group, downwards."""

Column = tuple[str, str]
"""Which group, and in which alternative."""


@styled
def pacts(
    table: pd.DataFrame,
    beliefs: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    developments: pd.DataFrame | None = None,
    groups: Sequence[str] = (),
    about: About = PLAIN,
) -> Figure:
    """What others believe of a group's secret deals, above its true ones; a column a group.

    `table` is the table pacts, `developments` is strategic_developments; without it only
    accusations are told. `groups` are by default those with most deals and offers. Each
    alternative has columns of its own, at most four in all.
    """
    named = [table["group"], table["actor"], beliefs["observer"]]
    known = looks(actors, pd.unique(pd.concat(named)))
    alternatives = shown(alternatives_of(table))
    most = MOST_COLUMNS // len(alternatives)
    chosen = list(groups) or groups_of_interest(table, beliefs, most)
    columns = [(group, alternative) for group in chosen for alternative in alternatives]
    states = partners(table, chosen)
    happened = accusations(beliefs) if developments is None else developments
    shares = {column: _happened(happened, table, column) for column in columns}
    there = {name for each in shares.values() for name in each["lane"]}
    present = [name for name in LANES if name in there]
    top = max([each["share"].max() for each in shares.values() if len(each)], default=1.0)
    heights = [BELIEF, STRIP * (len(states) + 0.3), LANE * (len(present) + 0.5)]
    rows = [0, *([1] if states else []), *([2] if present else [])]
    told = how_lanes(top, table["run_id"].nunique()) if present else ""
    nothing = "" if states else "No state and no guest offers or has a deal in any run. "
    bands = how_medians(table)
    figure = sheet(
        "Deals of groups with states, believed and true",
        sum(heights[row] for row in rows) + 0.35,
        f"Believed: that the group has a secret deal with enemies of the observer. {bands}Dotted: "
        "share of runs in which that is true of any observer. Strips: share of runs in which a "
        f"state or guest has a deal with the group. {nothing}{told}",
        about,
    )
    grid = figure.subplots(
        len(rows), max(1, len(columns)), sharex=True, sharey="row", squeeze=False,
        height_ratios=[heights[row] for row in rows],
    )  # fmt: skip
    days = as_dates(table["date"])
    for place, column in enumerate(columns):
        panels = dict(zip(rows, grid[:, place], strict=True))
        _belief(panels[0], _about(beliefs, column), known)
        if 1 in panels:
            _strips(panels[1], _deals(table, column), states, known)
        if 2 in panels:
            lanes(panels[2], shares[column], present, LANES, top)
        for row, axes in panels.items():
            axes.set_xlim(days.min(), days.max())
            time_axis(axes, about.marks, numbered=row == 0)
    grid[0, 0].set_ylabel("Secret deal\n(probability)")
    headings(grid[0], [known[group].label for group in chosen], alternatives)
    entries = [
        *observers_key(beliefs[beliefs["about"].isin(chosen)], "Believed by {}", known),
        (Line2D([], [], color=INK, ls=(0, (1, 1)), lw=1.4), "True (share of runs)"),
        *_deals_key(table, chosen),
    ]
    key(figure, [artist for artist, _ in entries], [label for _, label in entries])
    return figure


def _happened(developments: pd.DataFrame, table: pd.DataFrame, column: Column) -> pd.DataFrame:
    """Share of runs with each development of a group, by block of weeks."""
    group, alternative = column
    runs = table.loc[table["alternative"] == alternative, "run_id"].nunique()
    here = developments[developments["alternative"] == alternative]
    return in_blocks(about_group(here, group), runs)


def _deals(table: pd.DataFrame, column: Column) -> pd.DataFrame:
    return table[(table["group"] == column[0]) & (table["alternative"] == column[1])]


def _about(beliefs: pd.DataFrame, column: Column) -> pd.DataFrame:
    """What others believe of a group, with dates."""
    here = beliefs[(beliefs["about"] == column[0]) & (beliefs["alternative"] == column[1])]
    return here.assign(date=as_dates(here["date"]))


def _belief(axes: Axes, here: pd.DataFrame, known: dict[str, Look]) -> None:
    """A line for every observer, and the share of runs in which any of them would be right."""
    observers(axes, here, "probability", known)
    by_run = here.groupby(["run_id", "date"], sort=True)["true_pact"].max().reset_index()
    truth = share_by_date(by_run, by_run["true_pact"])
    axes.plot(truth.index, truth, color=INK, ls=(0, (1, 1)), lw=1.4)


def _strips(axes: Axes, here: pd.DataFrame, states: list[str], known: dict[str, Look]) -> None:
    """A strip for every state and guest, as high as the share of runs with a deal."""
    for row, state in enumerate(states):
        shares = deal_shares(here[here["actor"] == state])
        base = np.full(len(shares), row + 0.4)
        axes.axhline(row + 0.4, color="#DDDDDD", lw=0.4, zorder=0)
        for stance, (_, fill, hatch) in DEALS.items():
            part = 0.8 * shares[stance].to_numpy()
            if part.any():
                axes.fill_between(
                    shares.index, base, base - part, step="post", facecolor=fill,
                    hatch=hatch or None, edgecolor="white", lw=0,
                )  # fmt: skip
            base = base - part
    labels = [shorten(known[state].label, 18, placeholder="…") for state in states]
    axes.set_yticks(range(len(states)), labels)
    axes.set_ylim(len(states) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=6)
    axes.spines["left"].set_visible(False)


def _deals_key(table: pd.DataFrame, groups: list[str]) -> list[tuple[Artist, str]]:
    stances = set(table.loc[table["group"].isin(groups), "stance"])
    return [
        (patch(fill, hatch), label)
        for stance, (label, fill, hatch) in DEALS.items()
        if stance.name.lower() in stances
    ]
