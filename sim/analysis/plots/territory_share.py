"""Who holds how much of the territory: the mean run as a stack, and each actor with its spread."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.plots.looks import Look, looks, stacked
from sim.analysis.plots.panels import (
    alternatives_legend,
    bands,
    panels_for,
    patches_legend,
    percent_axis,
    shown,
    time_axis,
    wrapped,
)
from sim.analysis.plots.style import PLAIN, About, how_bands, sheet, styled
from sim.analysis.spread import alternatives_of, as_dates, mean_run, spread

MEASURES = {
    "share_cells": "cells",
    "share_area": "land",
    "share_population": "people",
}
WHOLE = "ALL"
LABELLED = 0.09  # thickness from which a band carries its own name
SEEN = 0.005  # thickness from which it is named in the key otherwise


@styled
def territory_share(
    shares: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    measure: str = "share_cells",
    names: dict[str, str] | None = None,
    about: About = PLAIN,
) -> Figure:
    """Stacked shares of the mean run over time: a row for each alternative, a column a country.

    `shares` is the table territory_share; `measure` one of `MEASURES`; `names` gives countries
    other names than their codes.
    """
    shares = shares.assign(date=as_dates(shares["date"]))
    known = looks(actors, pd.unique(shares["actor"]))
    mean = mean_run(shares, measure, ["alternative", "country", "actor", "date"])
    rows, columns = shown(alternatives_of(shares)), places_of(shares)
    figure = sheet(
        f"Who holds the territory, share of {MEASURES[measure]}",
        0.3 + 1.6 * len(rows),
        "Mean over runs. Bands too thin to carry a name are in the key.",
        about,
    )
    grid = figure.subplots(len(rows), len(columns), sharex=True, sharey=True, squeeze=False)
    held = mean.groupby("actor")[measure].max()
    order = stacked([str(name) for name in held.index[held > 0]], known)
    thin: set[str] = set()
    for row, alternative in enumerate(rows):
        for column, place in enumerate(columns):
            part = mean[(mean["alternative"] == alternative) & (mean["country"] == place)]
            axes = grid[row, column]
            thin |= _stack(axes, part, measure, order, known)
            time_axis(axes, about.marks, numbered=row == 0)
            if row == 0:
                axes.set_title(place_name(place, names), pad=10 if about.marks else 4)
        grid[row, 0].set_ylabel(wrapped(alternative, 1.6) if len(rows) > 1 else "")
        percent_axis(grid[row, 0])
    patches_legend(figure, [known[name] for name in order if name in thin])
    return figure


def places_of(table: pd.DataFrame) -> list[str]:
    """The whole area first, then countries; a single country alone, since it is the whole."""
    places = [str(place) for place in pd.unique(table["country"])]
    others = [place for place in places if place != WHOLE]
    return [WHOLE, *others] if len(others) > 1 else [WHOLE] if WHOLE in places else others


def place_name(place: str, names: dict[str, str] | None) -> str:
    """Name of a country to show."""
    return "Study area" if place == WHOLE else (names or {}).get(place, place)


def _stack(
    axes: Axes, part: pd.DataFrame, measure: str, order: list[str], known: dict[str, Look]
) -> set[str]:
    """Draw one stack; the names of the actors whose band is too thin for a label but is seen."""
    wide = part.pivot(index="date", columns="actor", values=measure)
    wide = wide.reindex(columns=order).fillna(0.0).sort_index()
    dates, values = wide.index, wide.to_numpy().T
    areas = axes.stackplot(dates, values)
    for area, name in zip(areas, order, strict=True):
        look = known[name]
        area.set(facecolor=look.fill, hatch=look.hatch or None, edgecolor="white", linewidth=0.4)
    axes.set_ylim(0, 1)
    tops = np.cumsum(values, axis=0)
    thin = set()
    for place, name in enumerate(order):
        inside = _thickest(values[place])
        if inside is None:
            if values[place].max() > SEEN:
                thin.add(name)
            continue
        look = known[name]
        middle = tops[place, inside] - values[place, inside] / 2
        text = axes.text(dates[inside], middle, look.label, ha="center", va="center", fontsize=5.5)
        text.set(color=look.text, bbox={"facecolor": look.fill, "edgecolor": "none", "pad": 0.6})
        text.set_zorder(4)
    return thin


def _thickest(values: np.ndarray) -> int | None:
    """Where a band is thickest, away from both ends; None where it is too thin for a name."""
    margin = len(values) // 4
    inner = values[margin : len(values) - margin]
    if not len(inner) or inner.max() < LABELLED:
        return None
    # Of equally thick places the one nearest the middle.
    good = np.flatnonzero(inner >= 0.97 * inner.max())
    return margin + int(good[np.argmin(np.abs(good - len(inner) / 2))])


@styled
def territory_spread(
    shares: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    place: str = WHOLE,
    measure: str = "share_cells",
    names: dict[str, str] | None = None,
    about: About = PLAIN,
) -> Figure:
    """Share of each actor in one place: median and bands over runs, alternatives overlaid."""
    shares = shares[shares["country"] == place]
    shares = shares.assign(date=as_dates(shares["date"]))
    known = looks(actors, pd.unique(shares["actor"]))
    alternatives = shown(alternatives_of(shares))
    held = shares.groupby("actor")[measure].max()
    order = stacked([str(name) for name in held.index[held > 0]], known)
    edges = spread(shares, measure, ["alternative", "actor", "date"])
    across = min(4, max(1, len(order)))
    figure = sheet(
        f"{place_name(place, names)}: share of {MEASURES[measure]} by holder",
        1.3 * math.ceil(len(order) / across) + 0.2,
        f"{how_bands(shares)}Each panel has its own scale, from zero.",
        about,
    )
    for number, axes in enumerate(panels_for(figure, len(order), across)):
        bands(axes, edges[edges["actor"] == order[number]], alternatives)
        numbered = number < across and bool(about.marks)
        title = wrapped(known[order[number]].label, 6.4 / across)
        axes.set_title(title, pad=9 if numbered else 4)
        axes.set_ylim(bottom=0)
        percent_axis(axes)
        time_axis(axes, about.marks, numbered)
    alternatives_legend(figure, alternatives)
    return figure
