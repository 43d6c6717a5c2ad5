"""What insurgent groups believe of each other's deals, beside the truth, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arithmetic import logistic
from sim.record.deals import true_pacts
from sim.record.output import Column, Output, Table
from sim.record.rivals import Rivals, rivals
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.world.state import Flags, Floats
from sim.world.world import World

COLUMNS = (
    *WEEK_COLUMNS,
    Column("observer", "text", "", "Insurgent group that believes."),
    Column("about", "text", "", "Insurgent group that the belief is about."),
    Column(
        "log_odds", "float", "log-odds", "Belief that it has a deal with enemies of the observer."
    ),
    Column("probability", "float", "share", "The same as a probability."),
    Column("evidence", "float", "log-odds", "Change of the belief by the attacks of the week."),
    Column("accusation", "int", "flag", "1 where the observer accuses it of treason in the week."),
    Column(
        "true_pact",
        "int",
        "flag",
        "1 where it has in truth a pact or truce with a state, or a guest of one, that is at war "
        "or in rivalry with the observer.",
    ),
)


@dataclass(frozen=True)
class _Note:
    pairs: Rivals  # P
    log_odds: Floats  # P
    evidence: Floats  # P
    accusation: Flags  # P
    true_pact: Flags  # P


def note(world: World) -> _Note:
    """Beliefs of the present week, accusations in it, and true pacts."""
    found, held = rivals(world.actors), world.pairs
    return _Note(
        found,
        held.collusion[found],
        held.belief_drivers.sum(axis=0)[found],
        held.accused[found] == world.clock.week,
        true_pacts(world.actors, held)[found],
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and directed pair; groups that are gone keep their last values."""
    weeks = [week for week, _ in notes]
    noted: list[_Note] = [note for _, note in notes]
    names = world.actors.names
    log_odds = np.concatenate([note.log_odds for note in noted])
    return {
        **week_columns(world.clock.start, weeks, [len(note.log_odds) for note in noted]),
        "observer": [names[a] for note in noted for a in note.pairs.one],
        "about": [names[b] for note in noted for b in note.pairs.other],
        "log_odds": log_odds,
        "probability": [logistic(level) for level in log_odds.tolist()],
        "evidence": np.concatenate([note.evidence for note in noted]),
        "accusation": np.concatenate([note.accusation for note in noted]).astype(np.int64),
        "true_pact": np.concatenate([note.true_pact for note in noted]).astype(np.int64),
    }


OUTPUT = Output(
    "beliefs",
    "Which insurgent group each one believes to deal with its enemies, and which truly does.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
