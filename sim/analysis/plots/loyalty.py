"""What each identity group holds of the actors, over time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from textwrap import shorten

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

from sim.analysis.newborn import parents_of
from sim.analysis.plots.looks import DASHES, Look, looks, stacked
from sim.analysis.plots.panels import end_labels, key, panels_for, parted, shown, time_axis, wrapped
from sim.analysis.plots.style import FAINT, PLAIN, About, sheet, styled
from sim.analysis.spread import alternatives_of, as_dates, spread

MOST_ACTORS = 8
NO_NAMES: Mapping[str, str] = {}
SHOWN = ("rebel_group", "state_forces", "external_forces", "political_militia")
"""Types of actors; identity militias are left out, since they are their own group's."""


@styled
def loyalty(
    table: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    names: Mapping[str, str] = NO_NAMES,
    most: int = MOST_ACTORS,
    about: About = PLAIN,
) -> Figure:
    """Mean loyalty (-1..1) of each identity group to the actors it feels most about.

    `table` is the table loyalty. Countries are weighted by the group's people there; a state
    counts among the people of its own country only. `names` are those of groups by id. Actors
    born in a run are left out, since they begin with what their parents have.
    """
    known = looks(actors, pd.unique(table["actor"]))
    means = by_group(table, actors)
    alternatives = shown(alternatives_of(table))
    young = parents_of(actors) if actors is not None else {}
    means = means[[known[name].type in SHOWN and name not in young for name in means["actor"]]]
    edges = spread(means, "loyalty", ["alternative", "group", "actor", "date"])
    groups = [str(group) for group in pd.unique(table["group"])]
    across = min(3, len(groups))
    figure = sheet(
        "Loyalty of identity groups to armed actors",
        1.55 * -(-len(groups) // across) + 0.2,
        f"From -1 (hostile) to 1 (loyal); the {most} actors with the strongest ties, for good or "
        "ill, identity militias and actors born in a run left out. States: among the people of "
        "their own country. Line: median over runs; band: the middle 90 % of runs.",
        about,
    )
    low, high = _range(edges)
    all_axes = panels_for(figure, len(groups), across)
    for number, (axes, group) in enumerate(zip(all_axes, groups, strict=True)):
        _panel(axes, edges[edges["group"] == group], alternatives, most, known)
        title = wrapped(names.get(group) or group_name(group), 7.0 / across)
        axes.set_title(title, pad=9 if number < across and about.marks else 4)
        axes.set_ylim(low, high)
        axes.yaxis.set_major_locator(MultipleLocator(0.5 if high - low > 0.8 else 0.25))
        time_axis(axes, about.marks, numbered=number < across)
        axes.axhline(0, color=FAINT, lw=0.5, zorder=0)
    if len(alternatives) > 1:
        lines = [Line2D([], [], color="#222222", ls=dash) for dash in DASHES[: len(alternatives)]]
        key(figure, lines, alternatives)
    figure.draw_without_rendering()
    for axes, group in zip(all_axes, groups, strict=True):
        _name_lines(axes, edges[edges["group"] == group], alternatives[0], most, known)
    return figure


def group_name(group: str) -> str:
    """An id of a group as a title."""
    return group.replace("_", " ").capitalize() if group.islower() else group


def by_group(table: pd.DataFrame, actors: pd.DataFrame | None) -> pd.DataFrame:
    """Loyalty by run, date, group and actor, over countries; rows without people left out."""
    rows = table[(table["people"] > 0) & table["loyalty"].notna()]
    if actors is not None and "country" in actors:
        own = actors.drop_duplicates("actor").set_index("actor")["country"].fillna("")
        home = rows["actor"].map(own).fillna("")
        rows = rows[(home == "") | (home == rows["country"])]
    rows = rows.assign(date=as_dates(rows["date"]), weighted=rows["loyalty"] * rows["people"])
    keys = ["run_id", "alternative", "group", "actor", "date"]
    sums = rows.groupby(keys, sort=False, observed=True)[["weighted", "people"]].sum()
    return (sums["weighted"] / sums["people"]).rename("loyalty").reset_index()


def _range(edges: pd.DataFrame) -> tuple[float, float]:
    """Ends of the scale that all panels share: quarters that hold every band and zero."""
    low, high = min(0.0, edges["low90"].min()), max(0.0, edges["high90"].max())
    return math.floor(low * 4) / 4 - 0.02, math.ceil(high * 4) / 4 + 0.02


def _strongest(edges: pd.DataFrame, most: int, known: dict[str, Look]) -> list[str]:
    """Actors to which the group's loyalty is farthest from zero, in the order of a stack."""
    strength = edges["median"].abs().groupby(edges["actor"], sort=False).mean()
    chosen = strength.sort_values(ascending=False, kind="stable").index[:most]
    return stacked([str(name) for name in chosen], known)


def _panel(
    axes: Axes, edges: pd.DataFrame, alternatives: list[str], most: int, known: dict[str, Look]
) -> None:
    for name in _strongest(edges, most, known):
        look = known[name]
        mine = edges[edges["actor"] == name].sort_values("date")
        first = mine[mine["alternative"] == alternatives[0]]
        axes.fill_between(
            first["date"], first["low90"], first["high90"], color=look.ink, alpha=0.16, lw=0
        )
        axes.plot(first["date"], first["median"], color=look.ink, lw=1.2)
        for alternative, dash in zip(alternatives[1:], DASHES[1:], strict=False):
            other = parted(mine[mine["alternative"] == alternative], first)
            axes.plot(other["date"], other["median"], color=look.ink, ls=dash, lw=0.8)


def _name_lines(
    axes: Axes, edges: pd.DataFrame, alternative: str, most: int, known: dict[str, Look]
) -> None:
    ends = []
    for name in _strongest(edges, most, known):
        mine = edges[(edges["actor"] == name) & (edges["alternative"] == alternative)]
        if len(mine):
            last = mine.sort_values("date")["median"].iloc[-1]
            label = shorten(known[name].label, 22, placeholder="…")
            ends.append((label, float(last), known[name].ink))
    end_labels(axes, ends)
