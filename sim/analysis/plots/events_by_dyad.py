"""Who fights whom, month by month: the busiest dyads as a heat map."""

from __future__ import annotations

import textwrap

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.ticker import MaxNLocator

from sim.analysis.plots.looks import VIOLENCE
from sim.analysis.plots.panels import day, shown, time_axis, wrapped
from sim.analysis.plots.style import PLAIN, About, sheet, styled
from sim.analysis.spread import alternatives_of, as_dates, as_runs, months_of

MOST_DYADS = 14
HEAT = LinearSegmentedColormap.from_list("heat", ["#F7F6F3", "#F0C58A", "#C2431C", "#3A0710"])
"""Ever darker, so that more is darker in grey as well."""


@styled
def events_by_dyad(
    events: pd.DataFrame,
    runs: pd.DataFrame | None = None,
    *,
    measure: str = "events",
    most: int = MOST_DYADS,
    about: About = PLAIN,
) -> Figure:
    """Events or deaths a month of the `most` busiest dyads, mean over runs; a panel an alternative.

    `events` is the table events or a real UCDP GED; `measure` is events or deaths.
    """
    events = as_runs(events)
    events = events.assign(month=as_dates(events["date_start"]).dt.to_period("M"))
    runs = events if runs is None else runs
    alternatives = shown(alternatives_of(runs))
    sizes = runs.drop_duplicates("run_id").groupby("alternative").size()
    months = months_of(events, about.period)
    events = events[events["month"].isin(months)]
    dyads = busiest(events, measure, most)
    panels = {
        alternative: _means(events, alternative, measure, dyads, months, int(sizes[alternative]))
        for alternative in alternatives
    }
    figure = sheet(
        f"Who fights whom: {measure} a month",
        0.45 + 0.2 * max(3, len(dyads)),
        "Mean over runs, whole months only. At the right: mean of the sum over all months. "
        "Letters: state-based (S), non-state (N) and one-sided violence (O).",
        about,
    )
    top = max([1.0, *(float(means.max()) for means in panels.values() if means.size)])
    grid = figure.subplots(1, len(alternatives), sharey=True, squeeze=False).ravel()
    for axes, alternative in zip(grid, alternatives, strict=True):
        image = _heat(axes, panels[alternative], months, top)
        axes.set_title(wrapped(alternative, 4.8 / len(grid)) if len(grid) > 1 else "", pad=9)
        time_axis(axes, about.marks, numbered=True)
    _name_rows(grid[0], dyads)
    bar = figure.colorbar(image, ax=list(grid), fraction=0.025, pad=0.01, aspect=24)
    bar.locator = MaxNLocator(5)
    bar.update_ticks()
    bar.outline.set_visible(False)
    return figure


def busiest(events: pd.DataFrame, measure: str, most: int) -> pd.DataFrame:
    """The dyads with most events or deaths, by type of violence and then by number."""
    dyads = events.groupby(["type_of_violence", "dyad_name"])["best"]
    order = dyads.agg(events="size", deaths="sum").reset_index()
    order = order.sort_values([measure, "dyad_name"], ascending=[False, True])
    chosen = order.head(most)
    by = ["type_of_violence", measure, "dyad_name"]
    return chosen.sort_values(by, ascending=[True, False, True]).reset_index(drop=True)


def _means(
    events: pd.DataFrame,
    alternative: str,
    measure: str,
    dyads: pd.DataFrame,
    months: pd.PeriodIndex,
    runs: int,
) -> npt.NDArray[np.float64]:
    """Mean over runs by dyad and month."""
    mine = events[events["alternative"] == alternative]
    keys = ["type_of_violence", "dyad_name"]
    sums = mine.groupby([*keys, "month"])["best"].agg(events="size", deaths="sum")[measure]
    cells = dyads[keys].merge(pd.DataFrame({"month": months}), how="cross")
    filled = cells.merge(sums.reset_index(), on=[*keys, "month"], how="left")[measure].fillna(0)
    return filled.to_numpy(np.float64).reshape(len(dyads), len(months)) / runs


def _heat(
    axes: Axes, means: npt.NDArray[np.float64], months: pd.PeriodIndex, top: float
) -> AxesImage:
    rows = max(1, len(means))
    begin = day(months[0].start_time) if len(months) else 0.0
    end = day(months[-1].end_time) if len(months) else 1.0
    image = axes.imshow(
        means if means.size else np.zeros((1, 1)), aspect="auto", interpolation="nearest",
        cmap=HEAT, norm=PowerNorm(0.5, 0, top), extent=(begin, end, rows - 0.5, -0.5),
    )  # fmt: skip
    for row, total in enumerate(means.sum(axis=1)):
        text = f"{total:.0f}" if total >= 10 else f"{total:.1f}"
        axes.annotate(
            text, (1.012, row), xycoords=("axes fraction", "data"), va="center", fontsize=5.5
        )
    axes.tick_params(axis="y", length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    return image


def _name_rows(axes: Axes, dyads: pd.DataFrame) -> None:
    letters = {kind: name[0] for kind, (name, _) in VIOLENCE.items()}
    labels = [
        f"{textwrap.shorten(str(name), 46, placeholder=' …')}  {letters[kind]}"
        for name, kind in zip(dyads["dyad_name"], dyads["type_of_violence"], strict=True)
    ]
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(axis="y", labelsize=6)
