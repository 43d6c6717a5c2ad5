"""How an effect of so many points moves what somebody holds of somebody, in [-1, 1] (Athena)."""

from __future__ import annotations

from sim.arithmetic import log
from sim.kernel import kernel


@kernel
def gain(level: float, points: float) -> float:
    """Loyalty after an effect of `points` in favour."""
    return level + (1.0 - level) * points / 100.0


@kernel
def loss(level: float, points: float) -> float:
    """Loyalty after an effect of `points` against."""
    return level - (level + 1.0) * min(points, 100.0) / 100.0


@kernel
def casualty_factor(dead: float) -> float:
    """0.3 for one dead, 2.0 for a hundred and more, even in between on a log scale (Athena)."""
    return 0.3 + 1.7 * log(min(max(dead, 1.0), 100.0)) / log(100.0)


@kernel
def trust_factor(prior: float) -> float:
    """((1 - R) / 1.6)^2, at least 0.4: harm by who was trusted costs less, but never nothing."""
    ratio = (1.0 - prior) / 1.6
    return max(0.4, ratio * ratio)


@kernel
def faded(transient: float, baseline: float, level: float) -> float:
    """Loyalty after a week in which its transient part has faded to so much of it."""
    return baseline + transient * (level - baseline)


@kernel
def settled(
    to_attitude: float, to_natural: float, level: float, natural: float, baseline: float
) -> float:
    """Baseline after a week: pulled to the present attitude and to the natural level."""
    return to_attitude * level + (1.0 - to_attitude - to_natural) * baseline + to_natural * natural
