"""Why rival insurgent groups turn on each other: causes, beliefs, accusations, wars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.plots.looks import looks
from sim.analysis.plots.panels import band, key, patch, percent_axis, shown, time_axis, wrapped
from sim.analysis.plots.style import INK, PLAIN, About, sheet, styled
from sim.analysis.relations import BLOCK, WAR
from sim.analysis.rivals import (
    DRIVERS,
    Pair,
    accusing,
    mean_drivers,
    pairs_of_interest,
    share_by_date,
)
from sim.analysis.spread import alternatives_of, as_dates, spread
from sim.vocabulary import HostilityDriver

MOST_COLUMNS = 4

DRIVER_FILLS = {
    HostilityDriver.GRIEVANCE: ("Grievance", "#6E1423", ""),
    HostilityDriver.BELIEF: ("Belief in a deal", "#E08A1E", "////"),
    HostilityDriver.AFFINITY: ("Affinity", "#2F6EA5", ""),
    HostilityDriver.OPPORTUNITY: ("Opportunity", "#B9A44C", "...."),
    HostilityDriver.VULNERABILITY: ("Vulnerability", "#8C7AA9", "xxxx"),
    HostilityDriver.ALLIES: ("Allies", "#5B8C5A", "++++"),
    HostilityDriver.WEARINESS: ("Weariness", "#7FB0A8", "\\\\\\\\"),
    HostilityDriver.INERTIA: ("Without any cause", "#DCDCDC", ""),
}
"""Label, colour and hatch of each driver, from the zero line outwards."""

BELIEVED, ACCUSING = "#12395B", "#E08A1E"
ROWS = {
    "Causes of hostility\n(log-odds)": 1.75,
    "Secret deal\n(probability)": 1.05,
    "Share of runs": 1.05,
}
"""Label and height of each row, in inches."""


@styled
def rivals(
    relations: pd.DataFrame,
    beliefs: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    pairs: Sequence[Pair] = (),
    about: About = PLAIN,
) -> Figure:
    """Causes of hostility, belief beside truth, accusations and wars; a column a directed pair.

    `relations` and `beliefs` are the tables of these names; `pairs` are (actor, other), by default
    the most hostile ones. Each alternative has columns of its own, at most four in all.
    """
    known = looks(actors, pd.unique(relations["actor"]))
    alternatives = shown(alternatives_of(relations))
    chosen = list(pairs) or pairs_of_interest(relations, MOST_COLUMNS // len(alternatives))
    columns = [(pair, alternative) for pair in chosen for alternative in alternatives]
    figure = sheet(
        "Why rivals turn on each other",
        sum(ROWS.values()) + 0.35,
        "Areas: mean over runs of what raises (above zero) and lowers the log-odds of hostility; "
        "black line: their sum. Believed: median over runs; bands hold half and nine tenths of "
        f"them. Accusing: in the {BLOCK} weeks of a bar.",
        about,
    )
    grid = figure.subplots(
        len(ROWS), max(1, len(columns)), sharex=True, sharey="row", squeeze=False,
        height_ratios=list(ROWS.values()),
    )  # fmt: skip
    for column, (pair, alternative) in enumerate(columns):
        axes = grid[:, column]
        _drivers(axes[0], _part(relations, ("actor", "other"), pair, alternative))
        _belief(axes[1], _part(beliefs, ("observer", "about"), pair, alternative))
        _turns(
            axes[2],
            _part(relations, ("actor", "other"), pair, alternative),
            _part(beliefs, ("observer", "about"), pair, alternative),
        )
        for row, label in enumerate(ROWS):
            time_axis(axes[row], about.marks, numbered=row == 0)
            axes[row].set_ylabel(label if column == 0 else "")
        names = f"{known[pair[0]].label} towards {known[pair[1]].label}"
        lines = [names, alternative] if len(alternatives) > 1 else [names]
        title = "\n".join(wrapped(line, 6.2 / len(columns)) for line in lines)
        axes[0].set_title(title, pad=9 if about.marks else 4)
    for axes in grid[1:].ravel():
        axes.set_ylim(-0.03, 1.03)
        percent_axis(axes)
    figure.align_ylabels()
    key(figure, *_legend())
    return figure


def _part(table: pd.DataFrame, names: Pair, pair: Pair, alternative: str) -> pd.DataFrame:
    """Rows of one directed pair in one alternative, with their dates."""
    here = table[
        (table[names[0]] == pair[0])
        & (table[names[1]] == pair[1])
        & (table["alternative"] == alternative)
    ]
    return here.assign(date=as_dates(here["date"]))


def _drivers(axes: Axes, here: pd.DataFrame) -> None:
    """Drivers stacked up from zero where they raise hostility, down where they lower it."""
    means = mean_drivers(here)
    up, down = np.zeros(len(means)), np.zeros(len(means))
    for driver, (_, fill, hatch) in DRIVER_FILLS.items():
        values = means[DRIVERS[driver]].to_numpy()
        for base, part in ((up, values.clip(min=0)), (down, values.clip(max=0))):
            if part.any():
                axes.fill_between(
                    means.index, base, base + part, facecolor=fill, hatch=hatch or None,
                    edgecolor="white", lw=0,
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


def _turns(axes: Axes, relations: pd.DataFrame, beliefs: pd.DataFrame) -> None:
    """Share of runs that accuse and that are at war."""
    accused = accusing(beliefs)
    width = 7 * BLOCK * 0.85  # days
    axes.bar(accused.index, accused, width, align="edge", color=ACCUSING, lw=0)
    war = share_by_date(relations, relations["stance"].isin(WAR))
    axes.plot(war.index, war, color="#6E1423", lw=1.3)


def _legend() -> tuple[list[Artist], list[str]]:
    fills: list[Artist] = [patch(fill, hatch) for _, fill, hatch in DRIVER_FILLS.values()]
    others: dict[str, Artist] = {
        "Sum of causes": Line2D([], [], color=INK, lw=1.1),
        "Believed": Line2D([], [], color=BELIEVED, lw=1.3),
        "True (share of runs)": Line2D([], [], color=INK, ls=(0, (1, 1)), lw=1.4),
        "Accusing": Patch(facecolor=ACCUSING),
        "At war": Line2D([], [], color="#6E1423", lw=1.3),
    }
    labels = [label for label, _, _ in DRIVER_FILLS.values()]
    return [*fills, *others.values()], [*labels, *others]
