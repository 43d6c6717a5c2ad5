"""Windows in which an attack on a rival pays, from strength and losses (Pischedda 2018).

A window of opportunity is open to who is clearly stronger while states leave it in peace: the
rival can be beaten cheaply. A window of vulnerability is open to who loses ground quickly against
the rival: waiting is worse than fighting now.
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
def opportunity(
    own: float, other: float, threat: float, bearable: float, low: float, high: float
) -> float:
    """How far the ratio of strength opens the window; shut where states threaten more."""
    if own <= 0.0 or other <= 0.0 or threat > bearable:
        return 0.0
    return ramp(own / other, low, high)


@kernel
def vulnerability(
    own: float, other: float, own_trend: float, other_trend: float, low: float, high: float
) -> float:
    """How far the fall of the ratio of strength within a quarter opens the window."""
    if own <= 0.0 or other <= 0.0:
        return 0.0
    return ramp(1.0 - own_trend / other_trend, low, high)
