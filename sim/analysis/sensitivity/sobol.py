"""Sobol indices: shares of an outcome's variance that are due to each parameter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.analysis.sensitivity.estimate import RESAMPLES, SEED, Analysis, Estimate, Floats

FIRST, TOTAL = "first_order", "total_order"


def analysis(values: Floats, paths: Sequence[str]) -> Analysis:
    """Indices from the outcome at the points of a saltelli design, in their order.

    For each base sample in turn these are its point of matrix A, A with each parameter in turn
    taken from B, and its point of B. A base sample that lacks a value is left out. Intervals are
    percentiles over resampled base samples (Archer, Saltelli & Sobol 1997).
    """
    size = len(paths) + 2
    whole = values[: len(values) // size * size].reshape(-1, size)
    whole = whole[~np.isnan(whole).any(axis=1)]
    found = indices(whole) if len(whole) else np.full((2, len(paths)), np.nan)
    low, high = _interval(whole)
    return Analysis(
        tuple(
            Estimate(path, measure, *map(float, (found[m, j], low[m, j], high[m, j])))
            for j, path in enumerate(paths)
            for m, measure in enumerate((FIRST, TOTAL))
        ),
        whole.size,
    )


def indices(samples: Floats) -> Floats:
    """First and total order of each parameter, 2 x d, from base samples in rows: A, A with B, B.

    The estimators are those of Saltelli et al. (2010), table 2 (b) and (f), on centred values, as
    in scipy.stats.sobol_indices, which wants a power of two of samples and so none left out. NaN
    where the outcome does not vary.
    """
    ends = samples[:, [0, -1]]
    variance = np.var(ends)
    if not variance > 0:
        return np.full((2, samples.shape[1] - 2), np.nan)
    centred = samples - ends.mean()
    a, ab, b = centred[:, :1], centred[:, 1:-1], centred[:, -1:]
    first = np.mean(b * (ab - a), axis=0)
    total = 0.5 * np.mean((a - ab) ** 2, axis=0)
    found: Floats = np.stack([first, total]) / variance
    return found


def _interval(samples: Floats) -> Floats:
    """Ends of the intervals of the indices, 2 x 2 x d."""
    if len(samples) < 2:
        return np.full((2, 2, samples.shape[1] - 2), np.nan)
    random = np.random.default_rng(SEED)
    drawn = (random.integers(len(samples), size=len(samples)) for _ in range(RESAMPLES))
    found = np.array([indices(samples[rows]) for rows in drawn])
    ends: Floats = np.quantile(found, [0.025, 0.975], axis=0)
    return ends
