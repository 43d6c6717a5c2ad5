"""Cells by month in the columns of VIEWS, with who holds them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.record.coded import Coded
from sim.record.happened import put_together, violence, week_events
from sim.record.output import Column, Output, Table
from sim.record.views import views_country_id
from sim.record.weeks import month_of
from sim.vocabulary import NOBODY_NAME, Violence
from sim.world.state import Counts, Flags, Ints
from sim.world.world import World

_SHORT = {Violence.STATE_BASED: "sb", Violence.NON_STATE: "ns", Violence.ONE_SIDED: "os"}

COLUMNS = (
    Column(
        "month_id",
        "int",
        "month",
        "VIEWS month (1 is January 1980); a week belongs to the month of its first day.",
    ),
    Column("priogrid_gid", "int", "id", "PRIO-GRID cell; several rows below 0.5 degree."),
    Column("cell_id", "int", "id", "Cell of the model's lattice."),
    Column("gwno", "int", "id", "Gleditsch-Ward number of the country."),
    Column("views_country_id", "int", "id", "VIEWS' own country id, empty where not known."),
    Column("ged_sb_best", "int", "persons", "Deaths in state-based events."),
    Column("ged_ns_best", "int", "persons", "Deaths in non-state events."),
    Column("ged_os_best", "int", "persons", "Deaths in one-sided events."),
    Column("ged_sb_count", "int", "events", "State-based events, those without deaths included."),
    Column("ged_ns_count", "int", "events", "Non-state events, those without deaths included."),
    Column("ged_os_count", "int", "events", "One-sided events, those without deaths included."),
    Column("controller", "text", "", "Actor in control in the month's last week, or 'nobody'."),
    Column("contested", "int", "flag", "1 where two actors were near to hold it in that week."),
    Column("population", "int", "persons", "People in that week."),
    Column("displaced", "int", "persons", "People among them who came in flight."),
)


class _State(NamedTuple):
    control: Ints
    contested: Flags
    people: Counts
    displaced: Counts


class _Note(NamedTuple):
    month: int
    state: _State | None  # in the last week of a month
    events: Counts


def note(world: World) -> _Note:
    """Events of the week, and the cells where it is the last of its month."""
    clock = world.clock
    month = month_of(clock.start, clock.week)
    last = month_of(clock.start, clock.week + 1) != month
    return _Note(month, _state(world) if last else None, week_events(world))


def _state(world: World) -> _State:
    """The cells of the study area as they are now."""
    cells, people, study = world.cells, world.communities, np.flatnonzero(world.grid.study)
    displaced = np.bincount(people.cell, weights=people.displaced, minlength=world.grid.size)
    return _State(
        cells.control[study],
        cells.contested[study],
        cells.people[study],
        displaced[study].astype(np.int64),
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by month and cell of the study area; the last month may be cut short."""
    grid, study = world.grid, np.flatnonzero(world.grid.study)
    months = list(dict.fromkeys(note.month for _, note in notes))
    states = [note.state for _, note in notes if note.state is not None]
    if len(states) < len(months):
        states.append(_state(world))
    names = [*world.actors.names, NOBODY_NAME]  # index -1 is the last
    country = np.tile(grid.country[study], len(months))
    return {
        "month_id": Coded(months, np.repeat(np.arange(len(months)), len(study))),
        "priogrid_gid": np.tile(grid.priogrid_gid[study], len(months)),
        "cell_id": np.tile(grid.cell_id[study], len(months)),
        "gwno": np.array(grid.gwno, np.int64)[country],
        "views_country_id": Coded([*map(views_country_id, grid.gwno)], country),
        **_events(world, notes, months),
        "controller": Coded(names, np.concatenate([state.control for state in states])),
        "contested": np.concatenate([state.contested for state in states]).astype(np.int64),
        "population": np.concatenate([state.people for state in states]),
        "displaced": np.concatenate([state.displaced for state in states]),
    }


def _events(world: World, notes: list[tuple[int, Any]], months: list[int]) -> Table:
    """Deaths and events by month and cell; events outside the study area are left out."""
    study = np.flatnonzero(world.grid.study)
    column = np.full(world.grid.size, -1)
    column[study] = np.arange(len(study))
    happened = put_together([(note.month - months[0], note.events) for _, note in notes])
    row = happened.week * len(study) + column[happened.cell]
    types = violence(world.actors, happened)
    result: Table = {}
    for kind, short in _SHORT.items():
        chosen = (types == kind) & (column[happened.cell] >= 0)
        size = len(months) * len(study)
        deaths = np.bincount(row[chosen], weights=happened.deaths[chosen], minlength=size)
        result[f"ged_{short}_best"] = deaths.astype(np.int64)
        result[f"ged_{short}_count"] = np.bincount(row[chosen], minlength=size)
    return result


OUTPUT = Output(
    "cell_months",
    "Deaths and events by cell and month in VIEWS' columns, with who holds the cell.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
