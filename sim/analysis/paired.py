"""What differs between two sets of runs, pair by pair: a pair shares its seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

CONFIDENCE = 0.95
MOST_PAIRS = 10**9
"""More pairs than this are never asked for: the precision is then out of reach."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Effect:
    """Effect of an alternative on an outcome over pairs of runs that differ in it alone.

    Intervals hold the true value in 95 of 100 batches: that of the mean by Student's t over pairs
    (Law 2015, chapter 10), that of the median by the order of the changes alone (sign test), from
    six pairs on. What too few pairs do not tell is NaN.
    """

    pairs: int
    mean_with: float
    mean_without: float
    change: float  # mean over pairs of with minus without
    low: float
    high: float
    median_change: float
    median_low: float
    median_high: float
    spread: float  # standard deviation of changes among pairs
    by_pairs: float  # change over spread (Cohen's d of pairs)
    by_seeds: float  # change over the standard deviation among seeds without the alternative
    higher: float  # share of pairs in which the outcome is higher with it
    lower: float
    gain: float  # variance of a difference of unpaired runs over that of pairs


def effect(with_: ArrayLike, without: ArrayLike) -> Effect:
    """Compare two arrays, pair by pair; pairs that lack a value in either (NaN) are left out."""
    on, off = np.asarray(with_, np.float64), np.asarray(without, np.float64)
    both = ~(np.isnan(on) | np.isnan(off))
    on, off = on[both], off[both]
    change = on - off
    mean, spread = _mean(change), _deviation(change)
    half = _t(len(change)) * spread / sqrt(max(len(change), 1))
    unpaired = _deviation(on) ** 2 + _deviation(off) ** 2
    return Effect(
        pairs=len(change),
        mean_with=_mean(on),
        mean_without=_mean(off),
        change=mean,
        low=mean - half,
        high=mean + half,
        median_change=float(np.median(change)) if len(change) else nan,
        **_median_interval(change),
        spread=spread,
        by_pairs=_ratio(mean, spread),
        by_seeds=_ratio(mean, _deviation(off)),
        higher=_mean(change > 0),
        lower=_mean(change < 0),
        gain=_ratio(unpaired, spread**2),
    )


@dataclass(frozen=True)
class Occurrence:
    """How much more often something happens with an alternative than without it."""

    pairs: int
    share_with: float
    share_without: float
    change: float
    low: float
    high: float


def occurrence(with_: ArrayLike, without: ArrayLike) -> Occurrence:
    """Compare how often it happens: 0 or 1 for each run, or shares of runs."""
    on, off = np.asarray(with_, np.float64), np.asarray(without, np.float64)
    total = np.array([np.sum(on - off), np.sum((on - off) ** 2)])
    low, high = interval_of_shares(len(on), total[0], total[1])
    return Occurrence(len(on), _mean(on), _mean(off), _mean(on - off), float(low), float(high))


def interval_of_shares(pairs: int, total: ArrayLike, squares: ArrayLike) -> tuple[Floats, Floats]:
    """Interval of mean differences of shares, from their sum and their sum of squares over pairs.

    Half a pair is added to each of the four ways in which a pair can come out (Agresti & Min 2005),
    so an interval is never of no width where all pairs happen to be alike.
    """
    number = pairs + 2
    mean = np.asarray(total, np.float64) / number
    spread = np.sqrt((np.asarray(squares, np.float64) + 1) / number - mean**2)
    half = stats.norm.ppf((1 + CONFIDENCE) / 2) * spread / sqrt(number)
    return np.maximum(mean - half, -1.0), np.minimum(mean + half, 1.0)


def interval_of_means(pairs: int, total: ArrayLike, squares: ArrayLike) -> tuple[Floats, Floats]:
    """Interval of means by Student's t, from sums and sums of squares over pairs."""
    mean = np.asarray(total, np.float64) / pairs
    if pairs < 2:
        return np.full_like(mean, nan), np.full_like(mean, nan)
    variance = np.maximum(np.asarray(squares, np.float64) / pairs - mean**2, 0) * pairs
    half = _t(pairs) * np.sqrt(variance / (pairs - 1) / pairs)
    return mean - half, mean + half


def pairs_needed(spread: float, half: float) -> float:
    """Pairs from which the interval of a mean change is no wider than `half` to either side.

    NaN where it cannot be told, infinite where it would be more than `MOST_PAIRS`.
    """
    if np.isnan(spread) or not half > 0:
        return nan
    if spread == 0:
        return 2
    return _first(lambda pairs: _t(pairs) * spread / sqrt(pairs) <= half)


def _first(enough: Callable[[int], bool]) -> float:
    """Smallest number of pairs, from 2 on, that is enough; more must never be less."""
    high = 2
    while not enough(high):
        high *= 2
        if high > MOST_PAIRS:
            return np.inf
    low = max(high // 2, 2)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return ceil(low)


def _median_interval(change: Floats) -> dict[str, float]:
    """Changes whose ranks enclose the median in 95 of 100 samples, whatever the distribution."""
    ordered, pairs = np.sort(change), len(change)
    outside = int(stats.binom.ppf((1 - CONFIDENCE) / 2, pairs, 0.5)) if pairs else 0
    if not outside:  # even the smallest and the largest change enclose it too seldom
        return {"median_low": nan, "median_high": nan}
    return {
        "median_low": float(ordered[outside - 1]),
        "median_high": float(ordered[pairs - outside]),
    }


def _t(pairs: int) -> float:
    """Standard errors on either side of the mean of so many pairs."""
    return float(stats.t.ppf((1 + CONFIDENCE) / 2, pairs - 1)) if pairs > 1 else nan


def _mean(values: NDArray[np.floating | np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else nan


def _deviation(values: Floats) -> float:
    return float(np.std(values, ddof=1)) if len(values) > 1 else nan


def _ratio(value: float, by: float) -> float:
    return value / by if by > 0 else nan
