"""What an alternative changes, run by run: pairs of runs with the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import pandas as pd

_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Effect:
    """Effect of a mechanism on an outcome over pairs of runs that differ in it alone."""

    pairs: int
    mean_with: float
    mean_without: float
    change: float  # mean over pairs of with minus without
    low: float  # 95 % interval of it, normal approximation
    high: float
    by_pairs: float  # change over the standard deviation of changes (Cohen's d of pairs)
    by_seeds: float  # change over the standard deviation among seeds without the mechanism
    higher: float  # share of pairs in which the outcome is higher with it
    lower: float


def effect(runs: pd.DataFrame, outcome: str, with_: str, without: str) -> Effect:
    """Compare two alternatives of `runs` (outcomes.csv) by replicate; missing values drop a pair.

    An interval and a size need two pairs at least; they are NaN where every pair is alike.
    """
    values = runs.pivot(index="replicate", columns="alternative", values=outcome)
    pairs = values[[with_, without]].astype(float).dropna()
    on, off = pairs[with_], pairs[without]
    change = on - off
    spread, among_seeds = float(change.std()), float(off.std())
    mean, half = float(change.mean()), _NORMAL_95 * spread / sqrt(max(len(change), 1))
    return Effect(
        pairs=len(change),
        mean_with=float(on.mean()),
        mean_without=float(off.mean()),
        change=mean,
        low=mean - half,
        high=mean + half,
        by_pairs=mean / spread if spread > 0 else nan,
        by_seeds=mean / among_seeds if among_seeds > 0 else nan,
        higher=float((change > 0).mean()),
        lower=float((change < 0).mean()),
    )
