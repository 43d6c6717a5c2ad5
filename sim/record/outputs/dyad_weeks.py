"""What every two actors are to each other and do to each other, week by week."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.record.coded import Coded
from sim.record.growing import Notes, end_to_end, stretches
from sim.record.happened import put_together, week_events
from sim.record.output import Column, Output, Table
from sim.record.presence import shared_cells
from sim.record.stances import stances
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.world.state import Counts, Floats, Ints
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


class _Note(NamedTuple):
    stance: Ints  # A x A
    hostility: Floats  # A x A
    grievance: Floats  # A x A
    shared: Counts  # A x A cells
    events: Counts


def note(world: World) -> _Note:
    """Relations, shared cells and events of the present week."""
    pairs = world.pairs
    return _Note(
        pairs.stance.copy(),
        pairs.hostility.copy(),
        pairs.grievance.copy(),
        shared_cells(world),
        week_events(world),
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and unordered pair, those without events included."""
    found = stretches(notes, lambda note: len(note.stance))
    return end_to_end(_rows(world, actors, stretch) for actors, stretch in found)


def _rows(world: World, actors: int, notes: Notes) -> Table:
    """Rows of the weeks with so many actors."""
    weeks = [week for week, _ in notes]
    noted: list[_Note] = [note for _, note in notes]
    names = world.actors.names
    a, b = np.triu_indices(actors, 1)
    hostility = np.array([note.hostility for note in noted])
    grievance = np.array([note.grievance for note in noted])
    stance = np.array([note.stance for note in noted])[:, a, b].ravel()
    return {
        **week_columns(world.clock.start, weeks, [len(a)] * len(weeks)),
        "actor_a": Coded(names, np.tile(a, len(weeks))),
        "actor_b": Coded(names, np.tile(b, len(weeks))),
        "stance": stances(stance),
        "hostility_ab": hostility[:, a, b].ravel(),
        "hostility_ba": hostility[:, b, a].ravel(),
        "grievance_ab": grievance[:, a, b].ravel(),
        "grievance_ba": grievance[:, b, a].ravel(),
        "overlap": _overlap(np.array([note.shared for note in noted]))[:, a, b].ravel(),
        **_fights([note.events for note in noted], actors),
    }


def _overlap(shared: Counts) -> Floats:
    """Jaccard index of the cells that two actors occupy, 0 where neither has any: W x A x A."""
    own = np.diagonal(shared, axis1=1, axis2=2)
    either = own[:, :, None] + own[:, None, :] - shared
    overlap: Floats = np.divide(shared, either, out=np.zeros(shared.shape), where=either > 0)
    return overlap


def _fights(noted: list[Counts], size: int) -> Table:
    """Events and deaths by note and pair."""
    a, b = np.triu_indices(size, 1)
    number = np.zeros((size, size), np.int64)
    number[a, b] = number[b, a] = np.arange(len(a))
    happened = put_together(list(enumerate(noted)))
    fought = (happened.side_b >= 0) & (happened.side_a != happened.side_b)
    pair = number[happened.side_a[fought], happened.side_b[fought]]
    row = happened.week[fought] * len(a) + pair
    rows = len(noted) * len(a)
    deaths = np.bincount(row, weights=happened.deaths[fought], minlength=rows)
    return {"events": np.bincount(row, minlength=rows), "deaths": deaths.astype(np.int64)}


OUTPUT = Output(
    "dyad_weeks",
    "Stance, hostility, grievance, overlap and fighting of every two actors, week by week.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
