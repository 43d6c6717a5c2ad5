"""How much of an outcome's variance is chance: what differs between seeds at the same point."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import pandas as pd


@dataclass(frozen=True)
class Noise:
    """Shares of variance that are chance: among single runs, and among means over replicates.

    What a seed does to all points alike is noise among runs but not among means, since every mean
    has it. NaN where there are no replicates or nothing varies.
    """

    of_runs: float
    of_means: float


def noise(runs: pd.DataFrame, outcome: str) -> Noise:
    """Noise of an outcome over points and replicates (columns of `runs`).

    Components of variance of points, seeds and what is left, by the two-way analysis of variance of
    points that have every replicate (Searle, Casella & McCulloch 1992).
    """
    table = runs.pivot(index="point", columns="replicate", values=outcome).dropna()
    points, seeds = table.shape
    if points < 2 or seeds < 2:
        return Noise(nan, nan)
    grand = table.to_numpy().mean()
    by_point, by_seed = table.mean(axis=1) - grand, table.mean(axis=0) - grand
    rest = table.sub(by_point, axis=0).sub(by_seed, axis=1).to_numpy() - grand
    left = float((rest**2).sum() / ((points - 1) * (seeds - 1)))
    of_points = max(float(by_point.var(ddof=1)) - left / seeds, 0.0)
    of_seeds = max(float(by_seed.var(ddof=1)) - left / points, 0.0)
    return Noise(_share(of_seeds + left, of_points), _share(left / seeds, of_points))


def _share(chance: float, of_points: float) -> float:
    return chance / (chance + of_points) if chance + of_points > 0 else nan
