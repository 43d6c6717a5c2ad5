"""Cells by month in the columns of VIEWS, with who holds them."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.record.coded import Coded
from sim.record.happened import Happened, happened, violence
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.views import views_country_id
from sim.record.weeks import month_of
from sim.vocabulary import NOBODY_NAME, Violence
from sim.world.communities import count_people
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


def month_end(world: World) -> Counts | None:
    """The cells of the study area, where the week is the last of its month."""
    start, week = world.clock.start, world.clock.week
    return _state(world) if month_of(start, week) != month_of(start, week + 1) else None


def _state(world: World) -> Counts:
    """Holder, whether contested, people and displaced in each cell of the study area now: 4 x S."""
    study, cells, communities = world.grid.study, world.cells, world.communities
    displaced = np.empty_like(cells.people)
    count_people(communities.cell, communities.displaced, displaced)
    state = np.empty((4, np.count_nonzero(study)), np.int64)
    _fill(study, cells.control, cells.contested, cells.people, displaced, state)
    return state


@kernel
def _fill(
    study: Flags,
    control: Ints,
    contested: Flags,
    people: Counts,
    displaced: Counts,
    state: Counts,
) -> None:
    i = 0
    for k in range(len(study)):
        if study[k]:
            state[0, i] = control[k]
            state[1, i] = contested[k]
            state[2, i] = people[k]
            state[3, i] = displaced[k]
            i += 1


def table(world: World, notes: Notes) -> Table:
    """Rows by month and cell of the study area; the last month may be cut short."""
    grid, study = world.grid, np.flatnonzero(world.grid.study)
    month = np.array([month_of(world.clock.start, week) for week in notes.weeks])
    months = list(range(month[0], month[-1] + 1))
    states = notes[month_end]
    if len(states) < len(months):
        states = np.array([*states, _state(world)])
    control, contested, people, displaced = (states[:, row].ravel() for row in range(4))
    cell = np.tile(np.arange(len(study)), len(months))
    country = grid.country[study].tolist()
    views = [*map(views_country_id, grid.gwno)]
    return {
        "month_id": Coded(months, np.repeat(np.arange(len(months)), len(study))),
        "priogrid_gid": Coded(grid.priogrid_gid[study].tolist(), cell),
        "cell_id": Coded(grid.cell_id[study].tolist(), cell),
        "gwno": Coded([grid.gwno[each] for each in country], cell),
        "views_country_id": Coded([views[each] for each in country], cell),
        **_events(world, happened(notes), month - month[0]),
        "controller": Coded((*world.actors.names, NOBODY_NAME), control),  # NOBODY is the last
        "contested": contested,
        "population": people,
        "displaced": displaced,
    }


def _events(world: World, fights: Happened, month: Counts) -> Table:
    """Deaths and events by month and cell; events outside the study area are left out."""
    study = world.grid.study
    column, cells = np.cumsum(study) - 1, np.count_nonzero(study)
    row = month[fights.note] * cells + column[fights.cell]
    types, size = violence(world.actors, fights), (month[-1] + 1) * cells
    result: Table = {}
    for kind, short in _SHORT.items():
        chosen = (types == kind) & study[fights.cell]
        deaths, count = np.zeros(size, np.int64), np.zeros(size, np.int64)
        np.add.at(deaths, row[chosen], fights.deaths[chosen])
        np.add.at(count, row[chosen], 1)
        result[f"ged_{short}_best"], result[f"ged_{short}_count"] = deaths, count
    return result


OUTPUT = Output(
    "cell_months",
    "Deaths and events by cell and month in VIEWS' columns, with who holds the cell.",
    COLUMNS,
    ("events", month_end),
    table,
    every_week=True,
)
