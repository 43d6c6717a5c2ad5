"""What every two actors are to each other and do to each other, week by week."""

from __future__ import annotations

import numpy as np

from sim.record.coded import Coded
from sim.record.happened import Happened, happened
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
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
    both = existing[:, :, None] & existing[:, None, :]
    rows = np.nonzero(np.triu(both, 1))
    week, a, b = rows
    flipped = week, b, a
    names = world.actors.names
    return {
        **week_columns(world.clock.start, notes.weeks, np.bincount(week, minlength=len(both))),
        "actor_a": Coded(names, a),
        "actor_b": Coded(names, b),
        "stance": stances(notes["pairs.stance"][rows]),
        "hostility_ab": notes["pairs.hostility"][rows],
        "hostility_ba": notes["pairs.hostility"][flipped],
        "grievance_ab": notes["pairs.grievance"][rows],
        "grievance_ba": notes["pairs.grievance"][flipped],
        "overlap": _overlap(notes[forces][:, 3:])[rows],
        **_fights(happened(notes), rows, both.shape),
    }


def _overlap(shared: Counts) -> Floats:
    """Jaccard index of the cells that two actors occupy, 0 where neither has any: W x A x A."""
    own = np.diagonal(shared, axis1=1, axis2=2)
    either = own[:, :, None] + own[:, None, :] - shared
    overlap: Floats = np.divide(shared, either, out=np.zeros(shared.shape), where=either > 0)
    return overlap


def _fights(events: Happened, rows: tuple[Counts, ...], shape: tuple[int, ...]) -> Table:
    """Events and deaths by row of the table, which is about a note and two actors."""
    row = np.zeros(shape, np.int64)
    week, a, b = rows
    row[week, a, b] = row[week, b, a] = np.arange(len(week))
    fought = (events.side_b >= 0) & (events.side_a != events.side_b)
    of = row[events.note[fought], events.side_a[fought], events.side_b[fought]]
    deaths = np.bincount(of, weights=events.deaths[fought], minlength=len(week))
    return {"events": np.bincount(of, minlength=len(week)), "deaths": deaths.astype(np.int64)}


OUTPUT = Output(
    "dyad_weeks",
    "Stance, hostility, grievance, overlap and fighting of every two actors, week by week.",
    COLUMNS,
    ("pairs.stance", "pairs.hostility", "pairs.grievance", "events", forces),
    table,
    every_week=True,
)
