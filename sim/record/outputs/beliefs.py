"""What insurgent groups believe of each other's deals and why, beside the truth, week by week."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.record.coded import Coded
from sim.record.deals import at_peace_with_enemies
from sim.record.growing import Notes, end_to_end, stretches
from sim.record.happened import state_side
from sim.record.output import Column, Output, Table
from sim.record.rivals import directed, stacked
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import BeliefDriver
from sim.world.state import Flags, Floats, Ints
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


class _Note(NamedTuple):
    insurgent: Flags  # A, those that exist
    governing: Flags  # A
    stance: Ints  # A x A
    log_odds: Floats  # A x A
    accusation: Flags  # A x A
    trust: Floats  # A x A
    drivers: Floats  # drivers x A x A


def note(world: World) -> _Note:
    """Beliefs of the present week and what moved them, accusations in it, and true relations."""
    actors, held = world.actors, world.pairs
    return _Note(
        actors.insurgent & actors.alive,
        state_side(actors),
        held.stance.copy(),
        held.collusion.copy(),
        held.accused == world.clock.week,
        held.trust.copy(),
        held.belief_drivers.copy(),
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and directed pair, as long as both exist."""
    found = stretches(notes, lambda note: len(note.insurgent))
    return end_to_end(_rows(world, stretch) for _, stretch in found)


def _rows(world: World, notes: Notes) -> Table:
    """Rows of weeks with equally many actors."""
    insurgent, stance = stacked(notes, "insurgent"), stacked(notes, "stance")
    pairs = directed(insurgent, insurgent)
    week, one, other = pairs
    log_odds = stacked(notes, "log_odds")[pairs]
    drivers = stacked(notes, "drivers")[week, :, one, other]
    deals = at_peace_with_enemies(
        stance[week, one], stance[week, other], stacked(notes, "governing")[week]
    )
    names = world.actors.names
    return {
        **week_columns(world.clock.start, [week for week, _ in notes], pairs.rows(len(notes))),
        "observer": Coded(names, one),
        "about": Coded(names, other),
        "log_odds": log_odds,
        "probability": _probability(log_odds),
        "believed": (log_odds > 0).astype(np.int64),
        "true_pact": deals.astype(np.int64),
        "accusation": stacked(notes, "accusation")[pairs].astype(np.int64),
        "trust": stacked(notes, "trust")[pairs],
        **{f"by_{driver.name.lower()}": drivers[:, driver] for driver in _DRIVERS},
    }


@kernel
def _probability(log_odds: Floats) -> Floats:
    chance = np.empty(len(log_odds))
    for row in range(len(chance)):
        chance[row] = logistic(log_odds[row])
    return chance


OUTPUT = Output(
    "beliefs",
    "Which insurgent group each one believes to deal with its enemies, and which truly does; the "
    "columns by_... add up to the week's change of the belief.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
