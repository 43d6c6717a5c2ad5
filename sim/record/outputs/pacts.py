"""True pacts of states and guests with insurgent groups, and what comes of them, week by week."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.record.coded import Coded
from sim.record.happened import state_side
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.pair_rows import directed
from sim.record.stances import stances
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import Development, Stance
from sim.world.state import Flags
from sim.world.world import World

_HAPPENED = {
    Development.PACT_OFFERED: "1 where the state or guest offers the group a pact in the week.",
    Development.PACT_REFUSED: "1 where the group refuses it.",
    Development.PACT_BROKEN: "1 where either breaks their pact in the week.",
}

_HAPPENED_COLUMNS = tuple(kind.name.removeprefix("PACT_").lower() for kind in _HAPPENED)

COLUMNS = (
    *WEEK_COLUMNS,
    Column("actor", "text", "", "State, or guest of one."),
    Column("group", "text", "", "Insurgent group."),
    Column("stance", "text", "", "True relation: war, rivalry, neutral, truce, pact or alliance."),
    Column("pact", "int", "flag", "1 while the two have in truth a pact, known or secret."),
    Column(
        "guarded",
        "float",
        "share",
        "Part of the cells on the state's borders that the group guards by their pact.",
    ),
    Column(
        "transit",
        "float",
        "share",
        "Part of the group's own foreign fighters that guarded borders let through to it.",
    ),
    *(
        Column(name, "int", "flag", meaning)
        for name, meaning in zip(_HAPPENED_COLUMNS, _HAPPENED.values(), strict=True)
    ),
    Column(
        "signed", "int", "flag", "1 where a pact begins in the week, be it by the scenario's word."
    ),
    Column("leaked", "int", "flag", "1 where their pact becomes known in the week."),
)


def table(world: World, notes: Notes) -> Table:
    """Rows by week and pair, as long as both exist."""
    actors, alive, weeks = world.actors, notes["actors.alive"], np.array(notes.weeks)
    rows = directed(alive & state_side(actors), alive & actors.insurgent)
    stance = rows.of(notes["pairs.stance"])
    begun, leaked = (
        rows.of(notes[f"pairs.{name}"]) == weeks[rows.week] for name in ("stance_since", "leaked")
    )
    happened = _happened(notes["developments"], alive.shape)
    return {
        **week_columns(world.clock.start, notes.weeks, rows.by_week),
        "actor": Coded(actors.names, rows.one),
        "group": Coded(actors.names, rows.other),
        "stance": stances(stance),
        "pact": (stance == Stance.PACT).astype(np.int64),
        "guarded": rows.of(notes["pairs.guarded"]),
        "transit": notes["actors.transit"][rows.week, rows.other],
        **{
            name: rows.of(there).astype(np.int64)
            for name, there in zip(_HAPPENED_COLUMNS, happened, strict=True)
        },
        "signed": ((stance == Stance.PACT) & begun).astype(np.int64),
        "leaked": leaked.astype(np.int64),
    }


def _happened(developments: Mapping[str, Any], shape: tuple[int, int]) -> Flags:
    """Between which actors each development took place, whoever did it, by note."""
    notes, actors = shape
    found = np.zeros((len(_HAPPENED), notes, actors, actors), np.bool_)
    for number, kind in enumerate(_HAPPENED):
        these = developments["kind"] == kind
        note, one, other = (developments[name][these] for name in ("note", "actor", "other"))
        found[number, note, one, other] = found[number, note, other, one] = True
    return found


OUTPUT = Output(
    "pacts",
    "What every state, and every guest of one, is in truth to every insurgent group, whether "
    "others know it or not; `beliefs` tells what they believe.",
    COLUMNS,
    (
        "actors.alive",
        "actors.transit",
        "pairs.stance",
        "pairs.stance_since",
        "pairs.guarded",
        "pairs.leaked",
        "developments",
    ),
    table,
    every_week=True,
)
