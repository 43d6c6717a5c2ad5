"""True pacts of states and guests with insurgent groups, and what comes of them, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.record.coded import Coded
from sim.record.happened import state_side
from sim.record.output import Column, Output, Table
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


@dataclass(frozen=True)
class _Note:
    actor: Counts  # P
    group: Counts  # P
    stance: Ints  # P
    shares: Floats  # guarded, transit x P
    happened: Flags  # _HAPPENED x P
    signed: Flags  # P
    leaked: Flags  # P


def note(world: World) -> _Note:
    """Relations of states and guests with groups in the present week, and what happened."""
    actors, pairs, week = world.actors, world.pairs, world.clock.week
    official = np.flatnonzero(state_side(actors) & actors.alive)
    insurgent = np.flatnonzero(actors.insurgent & actors.alive)
    one, other = np.repeat(official, len(insurgent)), np.tile(insurgent, len(official))
    stance = pairs.stance[one, other]
    return _Note(
        one,
        other,
        stance,
        np.array([pairs.guarded[one, other], actors.transit[other]]),
        np.array([_between(world, kind)[one, other] for kind in _HAPPENED]),
        (stance == Stance.PACT) & (pairs.stance_since[one, other] == week),
        pairs.leaked[one, other] == week,
    )


def _between(world: World, kind: Development) -> Flags:
    """Between which actors a development took place this week, whoever did it: A x A."""
    developments = world.developments
    rows = np.flatnonzero(developments.kind[: developments.count] == kind)
    found = np.zeros((world.actors.size, world.actors.size), np.bool_)
    found[developments.actor[rows], developments.other[rows]] = True
    return found | found.T


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and pair, as long as both exist."""
    weeks = [week for week, _ in notes]
    noted: list[_Note] = [note for _, note in notes]
    names = world.actors.names
    stance = np.concatenate([note.stance for note in noted])
    guarded, transit = np.concatenate([note.shares for note in noted], axis=1)
    offered, refused, broken = np.concatenate([note.happened for note in noted], axis=1)
    signed = np.concatenate([note.signed for note in noted])
    leaked = np.concatenate([note.leaked for note in noted])
    return {
        **week_columns(world.clock.start, weeks, [len(note.stance) for note in noted]),
        "actor": Coded(names, np.concatenate([note.actor for note in noted])),
        "group": Coded(names, np.concatenate([note.group for note in noted])),
        "stance": stances(stance),
        "pact": (stance == Stance.PACT).astype(np.int64),
        "guarded": guarded,
        "transit": transit,
        "offered": offered.astype(np.int64),
        "refused": refused.astype(np.int64),
        "broken": broken.astype(np.int64),
        "signed": signed.astype(np.int64),
        "leaked": leaked.astype(np.int64),
    }


OUTPUT = Output(
    "pacts",
    "What every state, and every guest of one, is in truth to every insurgent group, whether "
    "others know it or not; `beliefs` tells what they believe.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
