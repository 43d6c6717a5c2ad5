"""Cells that changed hands and what decided it; for a run that traces causes."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import NOBODY, NOBODY_NAME
from sim.world.state import Ints, arrays
from sim.world.world import World

_PARTS = ("by_people", "by_presence", "by_security", "by_inertia")

COLUMNS = (
    *WEEK_COLUMNS,
    Column("cell_id", "int", "id", "Cell of the model's lattice."),
    Column("priogrid_gid", "int", "id", "PRIO-GRID cell that holds its centre."),
    Column("country", "text", "", "iso3 code of the country."),
    Column("before", "text", "", "Actor that held it, or nobody."),
    Column("after", "text", "", "Actor that holds it now, or nobody."),
    Column("by_people", "float", "log", "How many of the people back the new holder."),
    Column("by_presence", "float", "log", "What it can make of their backing."),
    Column("by_security", "float", "log", "How safe it is there."),
    Column("by_inertia", "float", "log", "What earlier weeks and lent support do."),
)


def note(world: World) -> dict[str, Any]:
    """Copy of the takeovers of the present week."""
    log = world.takeovers
    return {item.name: getattr(log, item.name)[: log.count].copy() for item in arrays(log)}


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows in order of time and cell."""
    grid, names = world.grid, world.actors.names
    weeks = [week for week, _ in notes]
    noted = {
        item.name: np.concatenate([note[item.name] for _, note in notes])
        for item in arrays(world.takeovers)
    }
    cells = noted["cell"].tolist()
    return {
        **week_columns(world.clock.start, weeks, [len(note["cell"]) for _, note in notes]),
        "cell_id": grid.cell_id[cells],
        "priogrid_gid": grid.priogrid_gid[cells],
        "country": [grid.countries[index] for index in grid.country[cells].tolist()],
        "before": _names(names, noted["before"]),
        "after": _names(names, noted["after"]),
        **{part: noted[part] for part in _PARTS},
    }


def _names(names: tuple[str, ...], holders: Ints) -> list[str]:
    return [NOBODY_NAME if holder == NOBODY else names[holder] for holder in holders.tolist()]


OUTPUT = Output(
    "takeovers",
    "Cells that changed hands; the columns by_... add up to the logarithm of the new holder's "
    "support over the old one's.",
    COLUMNS,
    note,
    table,
    every_week=True,
    traces=True,
    by_default=False,
)
