"""What insurgent groups believe of each other's deals and why, beside the truth, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arithmetic import logistic
from sim.record.coded import Coded
from sim.record.deals import true_pacts
from sim.record.output import Column, Output, Table
from sim.record.rivals import Rivals, rivals
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import BeliefDriver
from sim.world.state import Flags, Floats
from sim.world.world import World

_DRIVERS = {
    BeliefDriver.FORGETTING: "What forgetting took from the belief in the week (negative).",
    BeliefDriver.ATTACKS: "What attacks by states and guests added, by whom they hit and spared.",
    BeliefDriver.SECOND_FRONT: "What attacks by it and a state on one place added.",
    BeliefDriver.CLAIMS: "What others' accusations and claims added.",
    BeliefDriver.LEAK: "What the leak of a pact added.",
    BeliefDriver.BOUNDS: "What the floor and the ceiling of beliefs cut off.",
}

COLUMNS = (
    *WEEK_COLUMNS,
    Column("observer", "text", "", "Insurgent group that believes."),
    Column("about", "text", "", "Insurgent group that the belief is about."),
    Column(
        "log_odds", "float", "log-odds", "Belief that it has a deal with enemies of the observer."
    ),
    Column("probability", "float", "share", "The same as a probability."),
    Column("believed", "int", "flag", "1 where that is above one half."),
    Column(
        "true_pact",
        "int",
        "flag",
        "1 where it has in truth a pact or truce with a state, or a guest of one, that is at war "
        "or in rivalry with the observer.",
    ),
    Column(
        "accusation",
        "int",
        "flag",
        "1 where the observer accuses it of treason in the week; falsely where true_pact is 0.",
    ),
    Column("trust", "float", "share", "Trust of the observer in what its outlet says."),
    *(
        Column(f"by_{driver.name.lower()}", "float", "log-odds", meaning)
        for driver, meaning in _DRIVERS.items()
    ),
)


@dataclass(frozen=True)
class _Note:
    pairs: Rivals  # P
    log_odds: Floats  # P
    true_pact: Flags  # P
    accusation: Flags  # P
    trust: Floats  # P
    drivers: Floats  # drivers x P


def note(world: World) -> _Note:
    """Beliefs of the present week and what moved them, accusations in it, and true pacts."""
    found, held = rivals(world.actors), world.pairs
    return _Note(
        found,
        held.collusion[found],
        true_pacts(world.actors, held)[found],
        held.accused[found] == world.clock.week,
        held.trust[found],
        held.belief_drivers[:, found.one, found.other],
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and directed pair, as long as both exist."""
    weeks = [week for week, _ in notes]
    noted: list[_Note] = [note for _, note in notes]
    names = world.actors.names
    log_odds = np.concatenate([note.log_odds for note in noted])
    drivers = np.concatenate([note.drivers for note in noted], axis=1)
    return {
        **week_columns(world.clock.start, weeks, [len(note.log_odds) for note in noted]),
        "observer": Coded(names, np.concatenate([note.pairs.one for note in noted])),
        "about": Coded(names, np.concatenate([note.pairs.other for note in noted])),
        "log_odds": log_odds,
        "probability": [logistic(level) for level in log_odds.tolist()],
        "believed": (log_odds > 0).astype(np.int64),
        "true_pact": np.concatenate([note.true_pact for note in noted]).astype(np.int64),
        "accusation": np.concatenate([note.accusation for note in noted]).astype(np.int64),
        "trust": np.concatenate([note.trust for note in noted]),
        **{f"by_{driver.name.lower()}": drivers[driver] for driver in _DRIVERS},
    }


OUTPUT = Output(
    "beliefs",
    "Which insurgent group each one believes to deal with its enemies, and which truly does; the "
    "columns by_... add up to the week's change of the belief.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
