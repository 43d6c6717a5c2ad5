"""What a stance means in numbers, and how two actors come into it."""

from __future__ import annotations

from sim.vocabulary import Stance
from sim.world.actors import Actors, Pairs
from sim.world.state import Flags

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


def pacts_of(actors: Actors, pairs: Pairs) -> Flags:
    """Which state or guest (first axis) has a pact with which insurgent group: A x A."""
    official = (actors.governs | actors.foreign) & actors.alive
    group = actors.insurgent & actors.alive
    found: Flags = (pairs.stance == Stance.PACT) & official[:, None] & group
    return found
