"""Distributions of varied values by their quantiles, the same numbers on every machine.

A value is rounded to eight digits: no finer than anybody means it, and short to read in a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import floor, isfinite, sqrt
from typing import Any

from sim.arithmetic import exp, log
from sim.randomness import normal

Numbers = Sequence[float]
Quantile = Callable[[float], Any]
"""Gives the value below which a share in [0, 1] of all draws are."""

_LEAST_LEFT = 1e-6
"""Share of a normal distribution that must lie between its cuts."""


def quantile(name: str, numbers: Numbers) -> Quantile:
    """Quantiles of a distribution by its name and its numbers, which are without `fault`."""
    if name != "normal":
        inside = partial(_QUANTILES[name], *numbers)
        return partial(_within, inside, numbers[0], numbers[-1])
    mean, deviation, *cuts = numbers
    if not cuts:
        return partial(_normal, mean, deviation)
    begin, end = (_share_below((cut - mean) / deviation) for cut in cuts)
    return partial(_within, partial(_cut_normal, mean, deviation, begin, end), *cuts)


def fault(name: str, numbers: Numbers) -> str:
    """What is wrong with the numbers of a distribution, in words; "" where nothing is."""
    if name == "normal":
        mean, deviation, *cuts = numbers
        if deviation <= 0:
            return f"the standard deviation {deviation:g} must be above 0."
        if not cuts:
            return ""
    low, high = numbers[-2:] if name == "normal" else (numbers[0], numbers[-1])
    if not isfinite(high - low):
        return "the range is too wide to compute with; give nearer bounds."
    if not low < high:
        return f"the lowest value {low:g} must be below the highest, {high:g}."
    if name == "triangular" and not low <= numbers[1] <= high:
        return f"the most likely value {numbers[1]:g} must lie between the two others."
    if name == "loguniform" and low <= 0:
        return f"the lowest value {low:g} must be above 0."
    if name == "normal":
        left = _share_below((high - mean) / deviation) - _share_below((low - mean) / deviation)
        if left < _LEAST_LEFT:
            return f"next to nothing lies between {low:g} and {high:g}; move mean or bounds."
    return ""


def _uniform(low: float, high: float, share: float) -> float:
    return _rounded(low + share * (high - low))


def _loguniform(low: float, high: float, share: float) -> float:
    return _rounded(exp(log(low) + share * (log(high) - log(low))))


def _integers(low: int, high: int, share: float) -> int:
    return min(high, low + floor(share * (high - low + 1)))


def _triangular(low: float, peak: float, high: float, share: float) -> float:
    rising = (peak - low) / (high - low)
    if share < rising:
        return _rounded(low + sqrt(share * (high - low) * (peak - low)))
    return _rounded(high - sqrt((1 - share) * (high - low) * (high - peak)))


def _normal(mean: float, deviation: float, share: float) -> float:
    return _rounded(mean + deviation * normal(share))


def _cut_normal(mean: float, deviation: float, begin: float, end: float, share: float) -> float:
    return _normal(mean, deviation, begin + share * (end - begin))


def _within(inside: Callable[[float], float], low: float, high: float, share: float) -> float:
    """A value between its bounds, whatever rounding did."""
    return min(max(inside(share), low), high)


def _share_below(value: float) -> float:
    """Share of a standard normal distribution below a value, to 60 bits."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if normal(middle) < value else (low, middle)
    return low


def _rounded(value: float) -> float:
    return float(f"{value:.8g}")


_QUANTILES: dict[str, Callable[..., Any]] = {
    "uniform": _uniform,
    "loguniform": _loguniform,
    "integers": _integers,
    "triangular": _triangular,
}
