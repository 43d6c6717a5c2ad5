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
from sim.world.state import Counts, Flags, Floats
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
    pairs = np.triu(existing[:, :, None] & existing[:, None, :], 1)
    _, a, b = np.nonzero(pairs)
    names = world.actors.names
    hostility, grievance = notes["pairs.hostility"], notes["pairs.grievance"]
    return {
        **week_columns(world.clock.start, notes.weeks, np.count_nonzero(pairs, axis=(1, 2))),
        "actor_a": Coded(names, a),
        "actor_b": Coded(names, b),
        "stance": stances(notes["pairs.stance"][pairs]),
        "hostility_ab": hostility[pairs],
        "hostility_ba": hostility.transpose(0, 2, 1)[pairs],
        "grievance_ab": grievance[pairs],
        "grievance_ba": grievance.transpose(0, 2, 1)[pairs],
        "overlap": _overlap(notes[forces][:, 3:])[pairs],
        **_fights(happened(notes), pairs),
    }


def _overlap(shared: Counts) -> Floats:
    """Jaccard index of the cells that two actors occupy, 0 where neither has any: W x A x A."""
    own = np.diagonal(shared, axis1=1, axis2=2)
    either = own[:, :, None] + own[:, None, :] - shared
    overlap: Floats = np.divide(shared, either, out=np.zeros(shared.shape), where=either > 0)
    return overlap


def _fights(events: Happened, pairs: Flags) -> Table:
    """Events and deaths of the pairs of each note, whoever of the two acted."""
    number, deaths = np.zeros(pairs.shape, np.int64), np.zeros(pairs.shape, np.int64)
    fought = np.flatnonzero((events.side_b >= 0) & (events.side_a != events.side_b))
    sides = np.sort([events.side_a[fought], events.side_b[fought]], axis=0)
    at = events.note[fought], *sides
    np.add.at(number, at, 1)
    np.add.at(deaths, at, events.deaths[fought])
    return {"events": number[pairs], "deaths": deaths[pairs]}


OUTPUT = Output(
    "dyad_weeks",
    "Stance, hostility, grievance, overlap and fighting of every two actors, week by week.",
    COLUMNS,
    ("pairs.stance", "pairs.hostility", "pairs.grievance", "events", forces),
    table,
    every_week=True,
)
