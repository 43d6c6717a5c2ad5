"""Maps of who controls each cell at chosen dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.control import spaced, usual_control
from sim.analysis.plots import maps, towns
from sim.analysis.plots.looks import Look, blend, lightness, looks, stacked
from sim.analysis.plots.panels import key, patch, shown, wrapped
from sim.analysis.plots.style import INK, PLAIN, About, month_name, sheet, styled
from sim.analysis.spread import alternatives_of
from sim.vocabulary import CONTESTED, FIRST_MONTH_ID_YEAR
from sim.vocabulary import NOBODY_NAME as NOBODY

PALEST = 0.55  # how far a colour fades where hardly any two runs agree


@styled
def control_maps(
    cell_months: pd.DataFrame,
    cells: pd.DataFrame,
    actors: pd.DataFrame | None = None,
    *,
    months: Sequence[int] = (),
    about: About = PLAIN,
) -> Figure:
    """Usual controller of each cell: a row for each month, a column for each alternative.

    `cell_months` and `cells` are the tables of those names; `months` are VIEWS month_ids, by
    default four from the first to the last. With one alternative they run from left to right.
    Alternatives on other land than the first, which `cells` tells by its column alternative, are
    left out.
    """
    cells, elsewhere = _on_one_map(cells)
    alternatives = shown([each for each in alternatives_of(cell_months) if each not in elsewhere])
    cell_months = cell_months[cell_months["alternative"].isin(alternatives)]
    months = list(months) or spaced(list(pd.unique(cell_months["month_id"])), 4)
    usual = usual_control(cell_months, months).merge(cells, on="cell_id")
    usual["controller"] = usual["controller"].fillna(NOBODY).replace("", NOBODY)
    known = looks(actors, pd.unique(usual["controller"]))
    beneath = maps.land(cells)
    across = len(alternatives) if len(alternatives) > 1 else 2
    panels = [(alternative, month) for month in months for alternative in alternatives]
    down = -(-len(panels) // across)
    width = 7.0 / across
    figure = sheet(
        "Who controls the land",
        0.3 + down * (width * beneath.height + 0.22),
        "Colour: the actor that controls the cell in most runs; the paler, the fewer runs agree. "
        "Hatching: contested in half of them or more. Grey: not studied."
        + (f" On other land, not shown: {', '.join(elsewhere)}." if elsewhere else ""),
        replace(about, marks=()),
    )
    grid = figure.subplots(down, across, squeeze=False).ravel()
    for axes, (alternative, month) in zip(grid, panels, strict=False):
        here = (usual["alternative"] == alternative) & (usual["month_id"] == month)
        _map(axes, usual[here], known, beneath)
        axes.set_title(_when(month, about))
    if len(alternatives) > 1:
        for axes, alternative in zip(grid, alternatives, strict=False):
            heading = wrapped(alternative, width)
            axes.set_title(f"{heading}\n{axes.get_title(loc='left')}", linespacing=1.4)
    for axes in grid[len(panels) :]:
        axes.remove()
    _key(figure, usual, known)
    for axes in grid[:across]:
        towns.name_towns(figure, axes, beneath.towns)
    return figure


def _on_one_map(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Cells of the first alternative, and the alternatives on other land than these."""
    if "alternative" not in cells:
        return cells.drop_duplicates("cell_id"), []
    each = cells.drop_duplicates(["alternative", "cell_id"])
    lands = {
        name: set(zip(land["cell_id"], land["longitude"], land["latitude"], strict=True))
        for name, land in each.groupby("alternative", sort=False)
    }
    first, *others = lands
    mine = each[each["alternative"] == first].drop(columns="alternative")
    return mine, [str(name) for name in others if lands[name] != lands[first]]


def month_start(month_id: int) -> pd.Timestamp:
    """First day of a VIEWS month."""
    year, month = divmod(int(month_id) - 1, 12)
    return pd.Timestamp(FIRST_MONTH_ID_YEAR + year, month + 1, 1)


def _when(month: int, about: About) -> str:
    """Of which day a map is: the last one of the month, or of the period where that ends before."""
    start = month_start(month)
    last = about.period[1] if about.period else None
    if last is not None and start <= last < start + pd.offsets.MonthEnd():
        return f"{last.day} {month_name(last)}"
    return f"End of {month_name(start)}"


def _map(axes: Axes, here: pd.DataFrame, known: dict[str, Look], beneath: maps.Land) -> None:
    maps.ground(axes, beneath)
    if "study" in here:
        here = here[here["study"].astype(bool)]
    colours = [
        blend(known[name].fill, "#FFFFFF", PALEST * (1 - agreement))
        for name, agreement in zip(here["controller"], here["agreement"], strict=True)
    ]
    maps.paint(axes, here, colours, beneath)
    for name in pd.unique(here["controller"]):
        if known[name].hatch:
            maps.hatch(axes, here[here["controller"] == name], known[name].hatch, "white", beneath)
    dark = pd.Series([lightness(colour) < 50 for colour in colours], index=here.index, dtype=bool)
    contested = here["contested"] >= 0.5
    maps.hatch(axes, here[contested & dark], "//////", "white", beneath)
    maps.hatch(axes, here[contested & ~dark], "//////", INK, beneath)
    maps.borders(axes, beneath)
    towns.dots(axes, beneath.towns)


def _key(figure: Figure, usual: pd.DataFrame, known: dict[str, Look]) -> None:
    present = stacked([str(name) for name in pd.unique(usual["controller"])], known)
    handles = [patch(known[name].fill, known[name].hatch) for name in present]
    labels = [known[name].label for name in present]
    handles.append(patch("white", "//////"))
    handles[-1].set_edgecolor(INK)
    key(figure, handles, [*labels, known[CONTESTED].label])
