"""True pacts of states and guests with insurgent groups, and what comes of them, week by week."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.record.coded import Coded
from sim.record.growing import Notes, end_to_end, stretches
from sim.record.happened import copied, state_side
from sim.record.output import Column, Output, Table
from sim.record.rivals import directed, stacked
from sim.record.stances import stances
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import Development, Stance
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_HAPPENED = {
    Development.PACT_OFFERED: "1 where the state or guest offers the group a pact in the week.",
    Development.PACT_REFUSED: "1 where the group refuses it.",
    Development.PACT_BROKEN: "1 where either breaks their pact in the week.",
}

_NUMBER = {int(kind): number for number, kind in enumerate(_HAPPENED)}

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
        Column(kind.name.removeprefix("PACT_").lower(), "int", "flag", meaning)
        for kind, meaning in _HAPPENED.items()
    ),
    Column(
        "signed", "int", "flag", "1 where a pact begins in the week, be it by the scenario's word."
    ),
    Column("leaked", "int", "flag", "1 where their pact becomes known in the week."),
)


class _Note(NamedTuple):
    official: Flags  # A, those that exist
    insurgent: Flags  # A, those that exist
    stance: Ints  # A x A
    guarded: Floats  # A x A
    transit: Floats  # A
    since: Ints  # A x A, week since which they are in it
    leaked: Ints  # A x A, week in which their pact became known
    developments: Counts  # kind, one, other; one column for each


def note(world: World) -> _Note:
    """Relations of states and guests with groups in the present week, and what happened."""
    actors, pairs = world.actors, world.pairs
    return _Note(
        state_side(actors) & actors.alive,
        actors.insurgent & actors.alive,
        pairs.stance.copy(),
        pairs.guarded.copy(),
        actors.transit.copy(),
        pairs.stance_since.copy(),
        pairs.leaked.copy(),
        copied(world.developments, ("kind", "actor", "other")),
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and pair, as long as both exist."""
    found = stretches(notes, lambda note: len(note.stance))
    return end_to_end(_rows(world, stretch) for _, stretch in found)


def _rows(world: World, notes: Notes) -> Table:
    """Rows of weeks with equally many actors."""
    pairs = directed(stacked(notes, "official"), stacked(notes, "insurgent"))
    week, one, other = pairs
    stance = stacked(notes, "stance")[pairs]
    weeks = np.array([number for number, _ in notes])
    happened = _happened(notes, len(notes[0][1].stance))[week, :, one, other].astype(np.int64)
    begun, leaked = (stacked(notes, name)[pairs] == weeks[week] for name in ("since", "leaked"))
    names = world.actors.names
    return {
        **week_columns(world.clock.start, weeks.tolist(), pairs.rows(len(notes))),
        "actor": Coded(names, one),
        "group": Coded(names, other),
        "stance": stances(stance),
        "pact": (stance == Stance.PACT).astype(np.int64),
        "guarded": stacked(notes, "guarded")[pairs],
        "transit": stacked(notes, "transit")[week, other],
        "offered": happened[:, 0],
        "refused": happened[:, 1],
        "broken": happened[:, 2],
        "signed": ((stance == Stance.PACT) & begun).astype(np.int64),
        "leaked": leaked.astype(np.int64),
    }


def _happened(notes: Notes, actors: int) -> Flags:
    """Between which actors each development took place, whoever did it, by note."""
    found = np.zeros((len(notes), len(_HAPPENED), actors, actors), np.bool_)
    for number, (_, note) in enumerate(notes):
        for kind, one, other in note.developments.T.tolist():
            if kind in _HAPPENED:
                found[number, _NUMBER[kind], [one, other], [other, one]] = True
    return found


OUTPUT = Output(
    "pacts",
    "What every state, and every guest of one, is in truth to every insurgent group, whether "
    "others know it or not; `beliefs` tells what they believe.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
