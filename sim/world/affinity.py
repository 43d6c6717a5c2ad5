"""Affinity of one party for another from positions and tolerance.

Form of Athena's mutual-affinity model (JPL), with relevance inside the sums. It is asymmetric:
who tolerates little difference on a topic is put off more than it puts off.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Floats

COMMONALITY = 0.3
"""Weight of what any two parties share whatever they hold; own design: at 0.3 one learned
disagreement moves affinity visibly, at 0.6 it barely does."""

_LEAST_TOLERANCE = 0.01


@kernel
def affinity(positions: Floats, tolerance: Floats, other: Floats, relevance: Floats) -> float:
    """Affinity in [-1, 1] of a party for another whose positions it perceives as `other`.

    All arrays have one entry a topic. Identical positions give 1 where they are held fully or not
    at all; half-hearted agreement binds less. 0 where no topic is relevant.
    """
    total = 0.0
    for i in range(len(positions)):
        total += relevance[i]
    if total <= 0.0:
        return 0.0
    agreement = COMMONALITY * total
    scale = agreement
    for i in range(len(positions)):
        p = positions[i]
        q = other[i]
        common = np.sqrt(p * q) if p * q > 0.0 else 0.0
        difference = abs(p - q) / 2.0
        e = max(tolerance[i], _LEAST_TOLERANCE)
        penalty = (1.0 - e) / e
        weight = relevance[i] * max(abs(p), difference)
        agreement += weight * (common - penalty * difference)
        scale += weight * (1.0 + penalty * difference)
    return agreement / scale
