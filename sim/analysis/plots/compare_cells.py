"""Maps of what alternatives change in who controls each cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.plots import maps, towns
from sim.analysis.plots.compare_outcomes import compared
from sim.analysis.plots.control_maps import month_start
from sim.analysis.plots.looks import blend, looks
from sim.analysis.plots.panels import key, patch, shown, wrapped
from sim.analysis.plots.style import INK, PLAIN, About, month_name, sheet, styled

MORE, LESS, SAME = "#12395B", "#C2600B", "#F1F1EF"
MOST_ACTORS = 3
STEPS = (-1.0, -0.5, 0.0, 0.5, 1.0)


@styled
def compare_cells(
    table: pd.DataFrame,
    cells: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    about: About = PLAIN,
) -> Figure:
    """Change of the probability of control: a row a comparison, a column an actor.

    `table` is the table compare_cells with a column `comparison` that names each, `cells` the
    table of that name. The actors are those of whom most changes.
    """
    cells = cells.drop_duplicates("cell_id")
    comparisons = shown([str(name) for name in pd.unique(table["comparison"])])
    table = table[table["comparison"].isin(comparisons)]
    known = looks(actors, pd.unique(table["actor"]))
    moved = table["change"].abs().groupby(table["actor"]).sum().sort_values(ascending=False)
    names = [str(name) for name in moved.index[:MOST_ACTORS]]
    most = max(0.1, np.ceil(10 * table["change"].abs().max()) / 10)
    beneath, width = maps.land(cells), 7.0 / len(names)
    month = month_start(int(table["month_id"].max()))
    figure = sheet(
        f"Change of who controls the land, {month_name(month)}",
        len(comparisons) * (width * beneath.height + 0.25),
        f"{compared(table)}Difference from the control in the share of runs in which the actor "
        "controls the cell. Dotted: cells of which the 95 % interval leaves out no change; of a "
        "hundred cells that do not change, up to five are dotted by chance. Shown: the actors "
        "whose land changes most.",
        replace(about, marks=()),
    )
    grid = figure.subplots(len(comparisons), len(names), squeeze=False)
    for row, comparison in zip(grid, comparisons, strict=True):
        for axes, name in zip(row, names, strict=True):
            here = table[(table["comparison"] == comparison) & (table["actor"] == name)]
            _map(axes, cells.merge(here, on="cell_id", how="left"), most, beneath)
            axes.set_title(known[name].label)
        if len(comparisons) > 1:
            row[0].set_title(f"{wrapped(comparison, width)}\n{known[names[0]].label}")
    key(
        figure,
        [patch(_colour(step)) for step in STEPS],
        [f"{100 * step * most:+.0f} points" if step else "no change" for step in STEPS],
    )
    towns.name_towns(figure, grid[0][0], beneath.towns)
    return figure


def _map(axes: Axes, here: pd.DataFrame, most: float, beneath: maps.Land) -> None:
    maps.ground(axes, beneath)
    if "study" in here:
        here = here[here["study"].astype(bool)]
    change = here["change"].fillna(0.0)
    maps.paint(axes, here, [_colour(each / most) for each in change], beneath)
    clear = here[(here["low"] > 0) | (here["high"] < 0)]
    dark = clear["change"].abs() > 0.6 * most
    maps.hatch(axes, clear[dark], "......", "white", beneath)
    maps.hatch(axes, clear[~dark], "......", INK, beneath)
    maps.borders(axes, beneath)
    towns.dots(axes, beneath.towns)


def _colour(step: float) -> str:
    """Colour of a change, from -1 to 1."""
    return blend(SAME, MORE if step > 0 else LESS, abs(step))
