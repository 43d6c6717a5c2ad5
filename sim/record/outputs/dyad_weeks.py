"""What every two actors are to each other and do to each other, week by week."""

from __future__ import annotations

import numpy as np

from sim.record.coded import Coded
from sim.record.happened import Happened, happened
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.pair_rows import pair_rows
from sim.record.presence import forces
from sim.record.stances import stances
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.world.state import Counts, Floats
from sim.world.world import World

COLUMNS = (
    *WEEK_COLUMNS,
    Column("actor_a", "text", "", "Actor that comes first in the scenario."),
    Column("actor_b", "text", "", "Actor that comes second."),
    Column("stance", "text", "", "True relation: war, rivalry, neutral, truce, pact or alliance."),
    Column("hostility_ab", "float", "share", "Readiness of a to use force against b."),
    Column("hostility_ba", "float", "share", "Readiness of b to use force against a."),
    Column("grievance_ab", "float", "0..4", "Grievance of a against b."),
    Column("grievance_ba", "float", "0..4", "Grievance of b against a."),
    Column(
        "overlap", "float", "share", "Cells with fighters of both over cells with any (Jaccard)."
    ),
    Column("events", "int", "events", "Events between the two; a guest counts as itself."),
    Column("deaths", "int", "persons", "All deaths in them."),
)


def table(world: World, notes: Notes) -> Table:
    """Rows by week and unordered pair, those without events included."""
    existing = notes.existing
    rows = pair_rows(np.triu(existing[:, :, None] & existing[:, None, :], 1))
    reverse = rows.week, rows.other, rows.one
    names, actors = world.actors.names, world.actors.size
    hostility, grievance = notes["pairs.hostility"], notes["pairs.grievance"]
    events, deaths = _fights(happened(notes), (len(notes.weeks), actors, actors))
    return {
        **week_columns(world.clock.start, notes.weeks, rows.by_week),
        "actor_a": Coded(names, rows.one),
        "actor_b": Coded(names, rows.other),
        "stance": stances(rows.of(notes["pairs.stance"])),
        "hostility_ab": rows.of(hostility),
        "hostility_ba": hostility[reverse],
        "grievance_ab": rows.of(grievance),
        "grievance_ba": grievance[reverse],
        "overlap": rows.of(_overlap(notes[forces][:, 3:])),
        "events": rows.of(events),
        "deaths": rows.of(deaths),
    }


def _overlap(shared: Counts) -> Floats:
    """Jaccard index of the cells that two actors occupy, 0 where neither has any: W x A x A."""
    own = np.diagonal(shared, axis1=1, axis2=2)
    either = own[:, :, None] + own[:, None, :] - shared
    overlap: Floats = np.divide(shared, either, out=np.zeros(shared.shape), where=either > 0)
    return overlap


def _fights(events: Happened, shape: tuple[int, int, int]) -> tuple[Counts, Counts]:
    """Events and deaths by note and pair, the lower first, whoever of the two acted."""
    number, deaths = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    fought = np.flatnonzero((events.side_b >= 0) & (events.side_a != events.side_b))
    sides = np.sort([events.side_a[fought], events.side_b[fought]], axis=0)
    at = events.note[fought], *sides
    np.add.at(number, at, 1)
    np.add.at(deaths, at, events.deaths[fought])
    return number, deaths


OUTPUT = Output(
    "dyad_weeks",
    "Stance, hostility, grievance, overlap and fighting of every two actors, week by week.",
    COLUMNS,
    ("pairs.stance", "pairs.hostility", "pairs.grievance", "events", forces),
    table,
    every_week=True,
)
