"""Rule 17b, accusations: who is sure of a rival's treason, and of another mind, says so in public.

Treason is resented by who alleges it, the allegation by who is accused. Others hear of it a week
later, in *beliefs*. Whether it is true is not looked at.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Development
from sim.world.actors import Pairs
from sim.world.state import Flags, Floats, Ints
from sim.world.world import World


class AccusationsParameters(Parameters):
    """Parameters of accusations."""

    at: float = parameter(
        2, "Log-odds of a deal at which treason is alleged in public.", unit="log-odds",
        ge=-20, le=50, source="own design: 7 to 1",
    )  # fmt: skip
    gap: int = parameter(
        26, "Least time between two accusations.", unit="weeks", ge=1, le=520,
        source="own design",
    )  # fmt: skip
    resentment: float = parameter(
        1.5, "Grievance of the accuser that an accusation adds.", unit="0..4", ge=0, le=4,
        source="own design: treason is compensated only by blood",
    )  # fmt: skip
    offence: float = parameter(
        0.5, "Grievance of the accused against the accuser that it adds.", unit="0..4", ge=0, le=4,
        source="own design: a third of what treason is worth",
    )  # fmt: skip


@kernel
def find_accusers(
    week: int, at: float, gap: int, alive: Flags, insurgent: Flags, affinity: Floats,
    collusion: Floats, accused: Ints, found: Flags,
) -> int:  # fmt: skip
    """Fill `found` (A A): whether the first accuses the second now; how many do."""
    accusers = 0
    for a in range(len(alive)):
        for b in range(len(alive)):
            peers = a != b and alive[a] and alive[b] and insurgent[a] and insurgent[b]
            sure = collusion[a, b] >= at and affinity[a, b] < 0.0
            found[a, b] = peers and sure and week - accused[a, b] >= gap
            accusers += found[a, b]
    return accusers


def resent(pairs: Pairs, a: int, b: int, step: float) -> None:
    """Let the grievance of a against b grow, to its upper end at most."""
    pairs.grievance[a, b] = min(4.0, pairs.grievance[a, b] + step)


def apply(world: World, p: AccusationsParameters, key: np.uint64) -> None:
    """Let those who are sure accuse, in the actors' order."""
    actors, pairs, week = world.actors, world.pairs, world.clock.week
    found = np.empty((actors.size, actors.size), np.bool_)
    if not find_accusers(
        week, p.at, p.gap, actors.alive, actors.insurgent, pairs.affinity, pairs.collusion,
        pairs.accused, found,
    ):  # fmt: skip
        return
    for a, b in np.argwhere(found).tolist():
        pairs.accused[a, b] = week
        world.developments.note(Development.ACCUSATION, a, b, amount=float(pairs.collusion[a, b]))
        resent(pairs, a, b, p.resentment)
        resent(pairs, b, a, p.offence)


RULE = Rule(
    name="accusations",
    claim="Groups that are sure of a rival's treason accuse it, which both sides resent.",
    source="own design: an accusation is a turning point that cannot be taken back",
    parameters=AccusationsParameters,
    reads=("actors.alive", "actors.insurgent", "pairs.affinity", "pairs.collusion"),
    writes=(
        "pairs.accused", "pairs.grievance", "developments.kind", "developments.actor",
        "developments.other", "developments.post", "developments.amount",
    ),
    apply=apply,
)  # fmt: skip
