"""Who governs or guards others' governments hunts insurgents, and holds what they press on.

The enemy that kills most, grows and shares least with it is the larger threat, and is hunted first
where it clearly is. Another one that costs more than it is made to lose is offered a pact: better
one war than two.
"""

from __future__ import annotations

import numpy as np

from sim.vocabulary import NOBODY, Stance
from sim.world.state import Floats
from sim.world.strategy import Intent, Situation, Strategy

_WAR = int(Stance.WAR)

CLEARLY = 2.0
"""Times the next threat that the largest must be to come first: under it forces are divided."""

COSTLY = 0.1
"""Own dead a week from which an enemy's war is felt at all: one in ten weeks."""


def decide(situation: Situation) -> Intent:
    """Hunt everywhere, the clear first threat first."""
    threat = _threats(situation)
    first, second = _two_largest(threat)
    clear = first != NOBODY and (second == NOBODY or threat[first] >= CLEARLY * threat[second])
    return Intent(
        hunt=1.0,
        hold=0.5 * situation.under_pressure,
        target=first if clear else NOBODY,
        terms=_cheaper_at_peace(situation, first),
    )


def _threats(situation: Situation) -> Floats:
    """Dead by each enemy by priority, more where it grows and there is little in common."""
    enemy = situation.alive & situation.insurgent & (situation.stance == _WAR)
    distance = 0.5 * (1.0 - situation.affinity)
    threats: Floats = enemy * situation.priority * situation.losses * situation.trend * distance
    return threats


def _two_largest(threat: Floats) -> tuple[int, int]:
    """Indices of the largest and the next threat above 0, nobody where there is none."""
    first = second = NOBODY
    for b, size in enumerate(threat):
        if size > 0.0 and (first == NOBODY or size > threat[first]):
            first, second = b, first
        elif size > 0.0 and (second == NOBODY or size > threat[second]):
            second = b
    return first, second


def _cheaper_at_peace(situation: Situation, first: int) -> int:
    """The most acceptable of the lesser enemies that kill more than they lose."""
    costly = situation.losses > np.maximum(COSTLY, situation.inflicted)
    lesser = np.flatnonzero(costly & (_threats(situation) > 0.0))
    return max(
        (int(b) for b in lesser if b != first), key=lambda b: situation.affinity[b], default=NOBODY
    )


STRATEGY = Strategy(
    "counterinsurgency",
    "Who governs hunts insurgents, the larger threat first, and would buy off the lesser one.",
    "own design",
    decide,
)
