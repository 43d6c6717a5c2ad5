"""What every two actors are to each other and do to each other, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.record.happened import put_together, week_events
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import Stance
from sim.world.state import Counts, Floats, Ints
from sim.world.world import World

COLUMNS = (
    *WEEK_COLUMNS,
    Column("actor_a", "text", "", "Actor that comes first in the scenario."),
    Column("actor_b", "text", "", "Actor that comes second."),
    Column("stance", "text", "", "True relation: war, rivalry, neutral, truce or pact."),
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


@dataclass(frozen=True)
class _Note:
    stance: Ints  # P pairs, a before b
    values: Floats  # hostility ab and ba, grievance ab and ba, overlap: 5 x P
    events: Counts


def note(world: World) -> _Note:
    """Relations, overlap and events of the present week."""
    a, b = np.triu_indices(world.actors.size, 1)
    pairs = world.pairs
    values = (
        pairs.hostility[a, b],
        pairs.hostility[b, a],
        pairs.grievance[a, b],
        pairs.grievance[b, a],
        _overlap(world)[a, b],
    )
    return _Note(pairs.stance[a, b], np.array(values), week_events(world))


def _overlap(world: World) -> Floats:
    """Jaccard index of the cells that two actors occupy, 0 where neither has any: A x A."""
    present = np.zeros((world.actors.size, world.grid.size), np.bool_)
    bands = world.bands
    present[bands.owner[: bands.count], bands.cell[: bands.count]] = True
    packed = np.packbits(present, axis=1)
    both = np.bitwise_count(packed[:, None, :] & packed[None, :, :]).sum(axis=2, dtype=np.int64)
    own = np.diagonal(both)
    either = own[:, None] + own[None, :] - both
    overlap: Floats = np.divide(both, either, out=np.zeros(both.shape), where=either > 0)
    return overlap


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and unordered pair, those without events included."""
    weeks = [week for week, _ in notes]
    names, size = world.actors.names, world.actors.size
    a, b = np.triu_indices(size, 1)
    values = np.concatenate([note.values for _, note in notes], axis=1)
    stances = np.concatenate([note.stance for _, note in notes]).tolist()
    label = [stance.name.lower() for stance in Stance]
    return {
        **week_columns(world.clock.start, weeks, [len(a)] * len(weeks)),
        "actor_a": [names[index] for index in a] * len(weeks),
        "actor_b": [names[index] for index in b] * len(weeks),
        "stance": [label[stance] for stance in stances],
        "hostility_ab": values[0],
        "hostility_ba": values[1],
        "grievance_ab": values[2],
        "grievance_ba": values[3],
        "overlap": values[4],
        **_fights([note.events for _, note in notes], size),
    }


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
