"""Windows in which an attack on a rival pays, from strength and losses (Pischedda 2018).

A window of opportunity is open to who is clearly stronger, or no weaker than a rival that is
collapsing, while states leave it in peace: the rival can be beaten cheaply. A window of
vulnerability is open to who loses ground quickly against the rival: waiting is worse than fighting.
"""

from __future__ import annotations

from sim.kernel import kernel

QUARTER = 13.0
"""Weeks of a quarter, in which actors reckon gains and losses."""


@kernel
def ramp(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high`, even in between; a step at `high` where both are the same."""
    if value >= high:
        return 1.0
    if value <= low:
        return 0.0
    return (value - low) / (high - low)


@kernel
def superiority(own: float, other: float, low: float, high: float) -> float:
    """How far the ratio of strength opens the window of opportunity."""
    return ramp(own / other, low, high) if own > 0.0 and other > 0.0 else 0.0


@kernel
def collapse(own: float, other: float, other_trend: float, low: float, high: float) -> float:
    """How far the rival's fall within a quarter opens it, to who is at least as strong by now."""
    return ramp(1.0 - other_trend, low, high) if own >= other > 0.0 else 0.0


@kernel
def vulnerability(
    own: float, other: float, own_trend: float, other_trend: float, low: float, high: float
) -> float:
    """How far the fall of the ratio of strength within a quarter opens that of vulnerability."""
    if own <= 0.0 or other <= 0.0:
        return 0.0
    return ramp(1.0 - own_trend / other_trend, low, high)
