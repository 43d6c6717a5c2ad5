"""Hand-made situations: an insurgent group, a rival, a state, a guest; all steady and at peace."""

from __future__ import annotations

import numpy as np

from sim.vocabulary import Stance
from sim.world.strategy import Situation

GROUP, RIVAL, STATE, GUEST, THIRD = range(5)
"""Actors of the situation; the third is an insurgent group too."""

INSURGENT = np.array([True, True, False, False, True])

AT_PEACE = Situation(
    actor=GROUP,
    week=10,
    alive=np.ones(5, np.bool_),
    official=~INSURGENT,
    insurgent=INSURGENT,
    strength=np.array([300.0, 300.0, 3000.0, 200.0, 100.0]),
    trend=np.ones(5),
    hostility=np.zeros(5),
    menace=np.zeros(5),
    affinity=np.zeros(5),
    stance=np.full(5, int(Stance.RIVALRY), np.int32),
    overlap=np.zeros(5),
    losses=np.zeros(5),
    priority=np.ones(5),
    inflicted=np.zeros(5),
    weariness=np.zeros(5),
    opportunity=np.zeros(5),
    vulnerability=np.zeros(5),
    threat=0.0,
    effort=1.0,
    under_pressure=0.0,
    guards=False,
)


def where(base: Situation = AT_PEACE, /, **changes: object) -> Situation:
    """The situation with some fields changed; of arrays a mapping from actor to value."""
    values = {}
    for name, value in changes.items():
        if isinstance(value, dict):
            array = getattr(base, name).copy()
            for actor, entry in value.items():
                array[actor] = entry
            value = array
        values[name] = value
    return base._replace(**values)
