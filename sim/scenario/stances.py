"""What a stance means in numbers where the scenario gives none."""

from __future__ import annotations

from sim.vocabulary import Stance

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
