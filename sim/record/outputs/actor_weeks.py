"""What each actor has, gains, loses and does, week by week."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.record.coded import Coded
from sim.record.happened import Happened, happened, violence
from sim.record.land import land
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.presence import forces
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import FighterFlow, Kind, Violence
from sim.world.actors import Actors
from sim.world.state import Counts
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


_FORCES = ("fighters", "foreign_fighters", "bands")
_VALUES = ("treasury", "income", "ceiling", "disarray")


def table(world: World, notes: Notes) -> Table:
    """Rows by week and actor, from its birth on, also when it exists no more."""
    counts = notes[forces]
    held = notes[land][:, :, 2:].sum(axis=1).astype(np.int64)  # over countries
    flows = np.abs(notes["ledger.fighters"])
    existing = notes.existing
    rows = np.nonzero(existing)
    week, actor = rows
    return {
        **week_columns(world.clock.start, notes.weeks, np.count_nonzero(existing, axis=1)),
        "actor": Coded(world.actors.names, actor),
        "alive": notes["actors.alive"][rows].astype(np.int64),
        **{name: counts[week, number, actor] for number, name in enumerate(_FORCES)},
        "cells_present": counts[week, 3 + actor, actor],
        "cells_held": held[week, actor, 0],
        "cells_leading": held[week, actor, 3],
        "people_held": held[week, actor, 2],
        **{name: notes[f"actors.{name}"][rows] for name in _VALUES},
        **{flow.name.lower(): flows[week, flow, actor] for flow in _FLOWS},
        **_deeds(world.actors, happened(notes), np.cumsum(existing).reshape(existing.shape) - 1),
    }


def _deeds(actors: Actors, fights: Happened, row: Counts) -> Table:
    """Events and deaths by row of the table, which is `row[note, actor]`."""
    fought = fights.side_b >= 0
    acting, other = row[fights.note, fights.side_a], row[fights.note, fights.side_b]
    types = violence(actors, fights)

    def total(where: Counts, amounts: Counts, wanted: Any = slice(None)) -> Counts:
        """Whole numbers added up by row; exact, since sums stay below 2^53."""
        sums = np.bincount(where[wanted], weights=amounts[wanted], minlength=row[-1, -1] + 1)
        return sums.astype(np.int64)

    ones = np.ones_like(types)
    both = {
        kind: total(acting, ones, types == kind) + total(other, ones, fought & (types == kind))
        for kind in Violence
    }
    return {
        "events_initiated": total(acting, ones),
        "strikes": total(acting, ones, fights.kind == Kind.STRIKE),
        "events_sb": both[Violence.STATE_BASED],
        "events_ns": both[Violence.NON_STATE],
        "events_os": both[Violence.ONE_SIDED],
        "deaths_suffered": total(acting, fights.deaths_a) + total(other, fights.deaths_b, fought),
        "deaths_caused": total(acting, fights.deaths_b) + total(other, fights.deaths_a, fought),
        "civilians_killed": total(acting, fights.deaths_civilians),
    }


OUTPUT = Output(
    "actor_weeks",
    "Forces, territory, means, gains, losses and deeds of each actor, week by week.",
    COLUMNS,
    (
        "actors.alive",
        *(f"actors.{name}" for name in _VALUES),
        "ledger.fighters",
        "events",
        forces,
        land,
    ),
    table,
    every_week=True,
)
