"""What each actor has, gains, loses and does, week by week."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.kernel import kernel
from sim.record.coded import Coded
from sim.record.growing import Notes, end_to_end, stretches
from sim.record.happened import Happened, put_together, violence, week_events
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import FighterFlow, Kind, Violence
from sim.world.actors import Actors
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_FLOWS = {
    FighterFlow.RECRUITED: "Recruits from communities.",
    FighterFlow.ENLISTED_ELSEWHERE: "Recruits from a state's whole country.",
    FighterFlow.FOREIGN_ARRIVAL: "Foreign fighters who arrived.",
    FighterFlow.DEPLOYED: "Fighters who came from outside the map.",
    FighterFlow.WITHDRAWN: "Fighters who were withdrawn from the map.",
    FighterFlow.KILLED_IN_BATTLE: "Fighters killed in battle.",
    FighterFlow.KILLED_BY_STRIKE: "Fighters killed by air strikes.",
    FighterFlow.QUIT: "Fighters who went back to their community.",
    FighterFlow.LEFT_THE_MAP: "Fighters who left and have no community on the map.",
    FighterFlow.DEFECTED_IN: "Fighters who came over from another actor.",
    FighterFlow.DEFECTED_OUT: "Fighters who went over to another actor.",
}

COLUMNS = (
    *WEEK_COLUMNS,
    Column("actor", "text", "", "Actor."),
    Column("alive", "int", "flag", "1 while it exists."),
    Column("fighters", "int", "fighters", "Its fighters on the map, foreign ones included."),
    Column("foreign_fighters", "int", "fighters", "Foreign fighters among them."),
    Column("bands", "int", "count", "Bands."),
    Column("cells_present", "int", "cells", "Cells with its fighters, study area or not."),
    Column("cells_held", "int", "cells", "Cells of the study area it holds uncontested."),
    Column(
        "cells_leading",
        "int",
        "cells",
        "Contested cells of the study area in which its influence is the best.",
    ),
    Column("people_held", "int", "persons", "People in the cells it holds uncontested."),
    Column("treasury", "float", "pay of a fighter", "Weeks of pay of one fighter in hand."),
    Column("income", "float", "pay of a fighter", "Income of the week."),
    Column("ceiling", "float", "fighters", "Fighters that its income can pay."),
    Column("disarray", "float", "share", "Want of cohesion."),
    *(
        Column(flow.name.lower(), "int", "fighters", meaning + " Counted in the week, positive.")
        for flow, meaning in _FLOWS.items()
    ),
    Column("events_initiated", "int", "events", "Events in which it acted."),
    Column("strikes", "int", "events", "Air strikes it made."),
    Column("events_sb", "int", "events", "State-based events in which it took part."),
    Column("events_ns", "int", "events", "Non-state events in which it took part."),
    Column("events_os", "int", "events", "Attacks it made on civilians."),
    Column("deaths_suffered", "int", "persons", "Its fighters killed in events."),
    Column("deaths_caused", "int", "persons", "Fighters of others killed in events with it."),
    Column(
        "civilians_killed",
        "int",
        "persons",
        "Civilians killed in events in which it acted, by-standers among them.",
    ),
)


class _Note(NamedTuple):
    counts: Counts  # _COUNTS x A
    values: tuple[Floats, ...]  # _VALUES, A each
    flows: Counts  # flows x A
    events: Counts


_COUNTS = (
    "fighters",
    "foreign_fighters",
    "bands",
    "cells_present",
    "cells_held",
    "cells_leading",
    "people_held",
    "alive",
)
_VALUES = ("treasury", "income", "ceiling", "disarray")


def note(world: World) -> _Note:
    """Stocks, flows and events of the present week."""
    grid, cells, bands, actors = world.grid, world.cells, world.bands, world.actors
    counts = np.zeros((len(_COUNTS), actors.size), np.int64)
    seen = np.zeros((actors.size, grid.size), np.bool_)
    _count_bands(bands.count, bands.owner, bands.cell, bands.fighters, bands.foreign, seen, counts)
    _count_cells(
        grid.study, cells.people, cells.control, cells.contested, cells.influence, counts[4:]
    )
    counts[7] = actors.alive
    return _Note(
        counts,
        tuple(getattr(actors, name).copy() for name in _VALUES),
        np.abs(world.ledger.fighters),
        week_events(world),
    )


@kernel
def _count_bands(
    count: int,
    owner: Ints,
    cell: Ints,
    fighters: Counts,
    foreign: Counts,
    seen: Flags,
    counts: Counts,
) -> None:
    """Count fighters, foreign fighters, bands and cells with a band."""
    for u in range(count):
        a = owner[u]
        counts[0, a] += fighters[u]
        counts[1, a] += foreign[u]
        counts[2, a] += 1
        counts[3, a] += not seen[a, cell[u]]
        seen[a, cell[u]] = True


@kernel
def _count_cells(
    study: Flags,
    people: Counts,
    control: Ints,
    contested: Flags,
    influence: Floats,
    counts: Counts,
) -> None:
    """Count cells held, contested cells led (the first of equals leads), and people held."""
    best, most = np.zeros(len(study), np.int32), influence[0].copy()
    for a in range(1, len(influence)):
        own = influence[a]
        for k in range(len(study)):
            best[k] = a if own[k] > most[k] else best[k]
            most[k] = own[k] if own[k] > most[k] else most[k]
    for k in range(len(study)):
        if not study[k]:
            continue
        if contested[k]:
            counts[1, best[k]] += 1
        elif control[k] >= 0:
            counts[0, control[k]] += 1
            counts[2, control[k]] += people[k]


def _sum(index: Any, counts: Counts, size: int) -> Counts:
    """Whole numbers added up by index; exact, since sums stay below 2^53."""
    return np.bincount(index, weights=counts, minlength=size).astype(np.int64)


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and actor, from its birth on, also when it exists no more."""
    found = stretches(notes, lambda note: note.counts.shape[1])
    return end_to_end(_rows(world, actors, stretch) for actors, stretch in found)


def _rows(world: World, actors: int, notes: Notes) -> Table:
    """Rows of the weeks with so many actors."""
    weeks = [week for week, _ in notes]
    names = world.actors.names[:actors]
    noted: list[_Note] = [note for _, note in notes]
    counts = np.concatenate([note.counts for note in noted], axis=1)
    flows = np.concatenate([note.flows for note in noted], axis=1)
    happened = put_together([(row, note.events) for row, note in enumerate(noted)])
    return {
        **week_columns(world.clock.start, weeks, [len(names)] * len(weeks)),
        "actor": Coded(names, np.tile(np.arange(actors), len(weeks))),
        **dict(zip(_COUNTS, counts, strict=True)),
        **{
            name: np.concatenate([note.values[number] for note in noted])
            for number, name in enumerate(_VALUES)
        },
        **{flow.name.lower(): flows[flow] for flow in _FLOWS},
        **_deeds(world.actors, happened, len(weeks), actors),
    }


def _deeds(actors: Actors, happened: Happened, weeks: int, size: int) -> Table:
    """Events and deaths by row of the table; `happened.week` is the number of the note."""
    fought = happened.side_b >= 0
    acting = happened.week * size + happened.side_a
    other = happened.week * size + happened.side_b
    types = violence(actors, happened)

    def total(where: Any, amounts: Counts, wanted: Any = slice(None)) -> Counts:
        return _sum(where[wanted], amounts[wanted], weeks * size)

    ones = np.ones_like(types)
    both = {
        kind: total(acting, ones, types == kind) + total(other, ones, fought & (types == kind))
        for kind in Violence
    }
    return {
        "events_initiated": total(acting, ones),
        "strikes": total(acting, ones, happened.kind == Kind.STRIKE),
        "events_sb": both[Violence.STATE_BASED],
        "events_ns": both[Violence.NON_STATE],
        "events_os": both[Violence.ONE_SIDED],
        "deaths_suffered": total(acting, happened.deaths_a)
        + total(other, happened.deaths_b, fought),
        "deaths_caused": total(acting, happened.deaths_b) + total(other, happened.deaths_a, fought),
        "civilians_killed": total(acting, happened.deaths_civilians),
    }


OUTPUT = Output(
    "actor_weeks",
    "Forces, territory, means, gains, losses and deeds of each actor, week by week.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
