"""What insurgent groups believe of each other's deals and why, beside the truth, week by week."""

from __future__ import annotations

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.record.coded import Coded
from sim.record.deals import at_peace_with_enemies
from sim.record.happened import state_side
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.pair_rows import directed
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import BeliefDriver
from sim.world.state import Floats
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


def table(world: World, notes: Notes) -> Table:
    """Rows by week and directed pair, as long as both exist."""
    actors = world.actors
    official = notes["pairs.stance"][:, :, state_side(actors)]
    believing = notes["actors.alive"] & actors.insurgent
    rows = directed(believing, believing)
    week, one, other = rows.week, rows.one, rows.other
    log_odds = rows.of(notes["pairs.collusion"])
    drivers = notes["pairs.belief_drivers"][week, :, one, other]
    deals = at_peace_with_enemies(official[week, one], official[week, other])
    accused = rows.of(notes["pairs.accused"]) == np.array(notes.weeks)[week]
    return {
        **week_columns(world.clock.start, notes.weeks, rows.by_week),
        "observer": Coded(actors.names, one),
        "about": Coded(actors.names, other),
        "log_odds": log_odds,
        "probability": _probability(log_odds),
        "believed": (log_odds > 0).astype(np.int64),
        "true_pact": deals.astype(np.int64),
        "accusation": accused.astype(np.int64),
        "trust": rows.of(notes["pairs.trust"]),
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
    (
        "actors.alive",
        "pairs.stance",
        "pairs.collusion",
        "pairs.accused",
        "pairs.trust",
        "pairs.belief_drivers",
    ),
    table,
    every_week=True,
)
