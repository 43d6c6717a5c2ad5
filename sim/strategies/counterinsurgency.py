"""Who governs or guards others' governments hunts insurgents, and holds what they press on.

The enemy that kills most, grows and shares least with it is the larger threat, and is hunted first
where it clearly is. Another one that costs more than it is made to lose is offered a pact: better
one war than two.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.vocabulary import NOBODY, Stance
from sim.world.state import Flags, Floats, Ints
from sim.world.strategy import Intent, Situation, Strategy

_WAR = int(Stance.WAR)

CLEARLY = 2.0
"""Times the next threat that the largest must be to come first: under it forces are divided."""

COSTLY = 0.1
"""Own dead a week from which an enemy's war is felt at all: one in ten weeks."""


def decide(situation: Situation) -> Intent:
    """Hunt everywhere, the clear first threat first."""
    target, terms = choose(
        situation.alive, situation.insurgent, situation.stance, situation.affinity,
        situation.priority, situation.losses, situation.inflicted, situation.trend,
    )  # fmt: skip
    return Intent(hunt=1.0, hold=0.5 * situation.under_pressure, target=target, terms=terms)


@kernel
def choose(
    alive: Flags, insurgent: Flags, stance: Ints, affinity: Floats, priority: Floats,
    losses: Floats, inflicted: Floats, trend: Floats,
) -> tuple[int, int]:  # fmt: skip
    """The clear first threat and whom to offer terms, nobody where there is none."""
    threat = np.zeros(len(alive))
    for b in range(len(alive)):
        if alive[b] and insurgent[b] and stance[b] == _WAR:
            distance = 0.5 * (1.0 - affinity[b])
            threat[b] = priority[b] * losses[b] * trend[b] * distance
    first, second = two_largest(threat)
    terms = cheaper_at_peace(first, threat, affinity, losses, inflicted)
    if first >= 0 and second >= 0 and threat[first] < CLEARLY * threat[second]:
        return NOBODY, terms
    return first, terms


@kernel
def two_largest(threat: Floats) -> tuple[int, int]:
    """Indices of the largest and the next threat above 0, nobody where there is none."""
    first = second = NOBODY
    for b in range(len(threat)):
        if threat[b] > 0.0 and (first < 0 or threat[b] > threat[first]):
            first, second = b, first
        elif threat[b] > 0.0 and (second < 0 or threat[b] > threat[second]):
            second = b
    return first, second


@kernel
def cheaper_at_peace(
    first: int, threat: Floats, affinity: Floats, losses: Floats, inflicted: Floats
) -> int:
    """The most acceptable of the lesser enemies that kill more than they lose."""
    chosen = NOBODY
    for b in range(len(threat)):
        costly = losses[b] > max(COSTLY, inflicted[b])
        lesser = b != first and threat[b] > 0.0
        if costly and lesser and (chosen < 0 or affinity[b] > affinity[chosen]):
            chosen = b
    return chosen


STRATEGY = Strategy(
    "counterinsurgency",
    "Who governs hunts insurgents, the larger threat first, and would buy off the lesser one.",
    "own design",
    decide,
)
