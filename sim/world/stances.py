"""What a stance means in numbers, and how two actors come into it."""

from __future__ import annotations

from sim.kernel import kernel
from sim.vocabulary import Stance
from sim.world.actors import Pairs
from sim.world.state import Flags, Ints

_PACT = int(Stance.PACT)
_HOSTILITY = {
    Stance.WAR: 1.0,
    Stance.RIVALRY: 0.15,
    Stance.NEUTRAL: 0.0,
    Stance.TRUCE: 0.05,
    Stance.PACT: 0.0,
    Stance.ALLIANCE: 0.0,
}


def hostility_of(stance: Stance, given: float | None = None) -> float:
    """Hostility as the scenario gives it, else that of the stance.

    Own design: rivals clash now and then, partners never.
    """
    return _HOSTILITY[stance] if given is None else given


def set_relation(pairs: Pairs, a: int, b: int, stance: Stance, hostility: float, week: int) -> None:
    """Put two actors into a stance from this week on, with the hostility of each to the other."""
    for one, other in ((a, b), (b, a)):
        pairs.stance[one, other] = stance
        pairs.stance_since[one, other] = week
        pairs.hostility[one, other] = hostility


@kernel
def find_pacts(
    alive: Flags, governs: Flags, foreign: Flags, insurgent: Flags, stance: Ints, found: Flags
) -> int:
    """Fill `found` (A A): the first, a state or guest, has a pact with the second; how many."""
    pacts = 0
    for s in range(len(alive)):
        for g in range(len(alive)):
            able = alive[s] and alive[g] and (governs[s] or foreign[s]) and insurgent[g]
            found[s, g] = able and stance[s, g] == _PACT
            pacts += found[s, g]
    return pacts
