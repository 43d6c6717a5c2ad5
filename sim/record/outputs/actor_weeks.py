"""What each actor has, gains, loses and does, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.record.happened import Happened, put_together, violence, week_events
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import FighterFlow, Kind, Violence
from sim.world.state import Counts, Floats
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


@dataclass(frozen=True)
class _Note:
    counts: dict[str, Counts]  # by column: A
    values: dict[str, Floats]  # by column: A
    flows: Counts  # flows x A
    events: Counts


def note(world: World) -> _Note:
    """Stocks, flows and events of the present week."""
    actors = world.actors
    return _Note(
        counts={"alive": actors.alive.astype(np.int64), **_forces(world), **_cells(world)},
        values={
            name: getattr(actors, name).copy()
            for name in ("treasury", "income", "ceiling", "disarray")
        },
        flows=np.abs(world.ledger.fighters),
        events=week_events(world),
    )


def _forces(world: World) -> dict[str, Counts]:
    bands, size = world.bands, world.actors.size
    owner, cell = bands.owner[: bands.count], bands.cell[: bands.count]
    present = np.zeros((size, world.grid.size), np.bool_)
    present[owner, cell] = True
    return {
        "fighters": _sum(owner, bands.fighters[: bands.count], size),
        "foreign_fighters": _sum(owner, bands.foreign[: bands.count], size),
        "bands": np.bincount(owner, minlength=size),
        "cells_present": np.count_nonzero(present, axis=1),
    }


def _cells(world: World) -> dict[str, Counts]:
    cells, size = world.cells, world.actors.size
    held = np.flatnonzero(world.grid.study & ~cells.contested & (cells.control >= 0))
    contested = np.flatnonzero(world.grid.study & cells.contested)
    leader = np.argmax(cells.influence[:, contested], axis=0)
    return {
        "cells_held": np.bincount(cells.control[held], minlength=size),
        "cells_leading": np.bincount(leader, minlength=size),
        "people_held": _sum(cells.control[held], cells.people[held], size),
    }


def _sum(index: Any, counts: Counts, size: int) -> Counts:
    """Whole numbers added up by index; exact, since sums stay below 2^53."""
    return np.bincount(index, weights=counts, minlength=size).astype(np.int64)


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and actor; actors that do not exist yet or any more included."""
    weeks = [week for week, _ in notes]
    names = world.actors.names
    noted = [note for _, note in notes]
    happened = put_together([(row, note.events) for row, note in enumerate(noted)])
    return {
        **week_columns(world.clock.start, weeks, [len(names)] * len(weeks)),
        "actor": list(names) * len(weeks),
        **{key: np.concatenate([each.counts[key] for each in noted]) for key in noted[0].counts},
        **{key: np.concatenate([each.values[key] for each in noted]) for key in noted[0].values},
        **{
            flow.name.lower(): np.concatenate([each.flows[flow] for each in noted])
            for flow in _FLOWS
        },
        **_deeds(world, happened, len(weeks)),
    }


def _deeds(world: World, happened: Happened, weeks: int) -> Table:
    """Events and deaths by row of the table; `happened.week` is the number of the note."""
    size = world.actors.size
    fought = happened.side_b >= 0
    acting = happened.week * size + happened.side_a
    other = happened.week * size + happened.side_b
    types = violence(world.actors, happened)

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
