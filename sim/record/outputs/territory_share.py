"""Shares of the study area that each actor holds, week by week."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.kernel import kernel
from sim.record.coded import Coded
from sim.record.growing import Notes, end_to_end, stretches
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import CONTESTED, NOBODY_NAME
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

ALL = "ALL"

COLUMNS = (
    *WEEK_COLUMNS,
    Column("country", "text", "", "iso3 code of the country, or ALL for the whole study area."),
    Column(
        "actor",
        "text",
        "",
        "Actor in control; 'contested' for cells that two actors are near to hold, whoever holds "
        "them for now; 'nobody' for cells that no actor holds.",
    ),
    Column("share_cells", "float", "share", "Part of the cells."),
    Column("share_area", "float", "share", "Part of the land."),
    Column("share_population", "float", "share", "Part of the people living there that week."),
)


def note(world: World) -> Floats:
    """Cells, km2 and people by country and holder: 3 x N countries x (A actors + 2)."""
    grid, cells = world.grid, world.cells
    sums = np.zeros((3, len(grid.countries), world.actors.size + 2))
    _add(
        grid.study, grid.country, grid.area_km2, cells.people, cells.control, cells.contested, sums
    )
    return sums


@kernel
def _add(
    study: Flags,
    country: Ints,
    area: Floats,
    people: Counts,
    control: Ints,
    contested: Flags,
    sums: Floats,
) -> None:
    """Add the cells of the study area up, in their order."""
    actors = sums.shape[2] - 2
    for k in range(len(study)):
        if study[k]:
            holder = actors if contested[k] else (control[k] if control[k] >= 0 else actors + 1)
            sums[0, country[k], holder] += 1.0
            sums[1, country[k], holder] += area[k]
            sums[2, country[k], holder] += people[k]


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week, country (ALL first) and actor; those with a share of zero included."""
    found = stretches(notes, lambda sums: sums.shape[2] - 2)
    return end_to_end(_rows(world, actors, stretch) for actors, stretch in found)


def _rows(world: World, actors: int, notes: Notes) -> Table:
    """Rows of the weeks with so many actors."""
    studied = np.unique(world.grid.country[world.grid.study])
    places = [ALL, *(world.grid.countries[country] for country in studied)]
    holders = [*world.actors.names[:actors], CONTESTED, NOBODY_NAME]
    shares = _shares(np.array([sums[:, studied] for _, sums in notes]))
    weeks = [week for week, _ in notes]
    size = len(places) * len(holders)
    rows = np.arange(size * len(weeks))
    return {
        **week_columns(world.clock.start, weeks, [size] * len(weeks)),
        "country": Coded(places, rows // len(holders) % len(places)),
        "actor": Coded(holders, rows % len(holders)),
        "share_cells": shares[:, 0].ravel(),
        "share_area": shares[:, 1].ravel(),
        "share_population": shares[:, 2].ravel(),
    }


def _shares(sums: Floats) -> Floats:
    """Sums by week, measure, country and holder as shares, with the whole area put first.

    Where there is nothing to divide (a country without people) the share is NaN.
    """
    whole = np.cumsum(sums, axis=2)[:, :, -1:]
    sums = np.concatenate([whole, sums], axis=2)
    total = np.cumsum(sums, axis=3)[..., -1:]
    return np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)


OUTPUT = Output(
    "territory_share",
    "Shares of the study area by holder, week by week; they add up to 1 in every country.",
    COLUMNS,
    note,
    table,
)
