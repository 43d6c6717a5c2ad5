"""Cells that changed hands and what decided it; for a run that traces causes."""

from __future__ import annotations

import numpy as np

from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import NOBODY, NOBODY_NAME
from sim.world.state import Ints
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


def table(world: World, notes: Notes) -> Table:
    """Rows in order of time and cell."""
    grid, names, noted = world.grid, world.actors.names, notes["takeovers"]
    cells = noted["cell"].tolist()
    by_week = np.bincount(noted["note"], minlength=len(notes.weeks))
    return {
        **week_columns(world.clock.start, notes.weeks, by_week),
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
    ("takeovers",),
    table,
    every_week=True,
    traces=True,
    by_default=False,
)
