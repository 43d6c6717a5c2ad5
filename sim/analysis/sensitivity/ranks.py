"""Rank correlations: whether an outcome rises or falls with a parameter, others held apart."""

from __future__ import annotations

from collections.abc import Sequence
from math import atanh, sqrt, tanh

import numpy as np
from scipy import stats

from sim.analysis.paired import CONFIDENCE
from sim.analysis.sensitivity.estimate import Analysis, Estimate, Floats

PARTIAL, SPEARMAN = "partial_rank", "spearman"
_NOTHING = 1e-9
"""Share of a variance below which nothing of it is left."""


def analysis(points: Floats, values: Floats, paths: Sequence[str]) -> Analysis:
    """Spearman's correlation of the outcome with each parameter, and the partial one.

    The partial one (Marino et al. 2008) is that of what is left of both ranks after a regression on
    the ranks of all other parameters; it cannot be told where parameters move together, as in a
    zip. Intervals are Fisher's, with the variance of ranks (Fieller, Hartley & Pearson 1957).
    Points without a value are left out.
    """
    there = ~np.isnan(values)
    ranks = stats.rankdata(points[there], axis=0)
    outcome = stats.rankdata(values[there])
    estimates = []
    for j, path in enumerate(paths):
        others = np.delete(ranks, j, axis=1)
        plain = np.empty((len(ranks), 0))
        estimates += [
            _estimate(path, PARTIAL, ranks[:, j], outcome, others),
            _estimate(path, SPEARMAN, ranks[:, j], outcome, plain),
        ]
    return Analysis(tuple(estimates), int(there.sum()))


def _estimate(path: str, measure: str, ranks: Floats, outcome: Floats, others: Floats) -> Estimate:
    """Correlation of two columns of ranks after regression on others."""
    number, controlled = others.shape
    if number < 2:
        return Estimate(path, measure, np.nan)
    left, outcome_left = _left(ranks, others), _left(outcome, others)
    if left is None or outcome_left is None:
        return Estimate(path, measure, np.nan)
    value = float(left @ outcome_left / sqrt((left @ left) * (outcome_left @ outcome_left)))
    value = min(1.0, max(-1.0, value))
    free = number - 3 - controlled
    if free <= 0:
        return Estimate(path, measure, value)
    if abs(value) > 1 - _NOTHING:
        return Estimate(path, measure, value, value, value)
    half = stats.norm.ppf((1 + CONFIDENCE) / 2) * sqrt(1.06 / free)
    return Estimate(path, measure, value, tanh(atanh(value) - half), tanh(atanh(value) + half))


def _left(ranks: Floats, others: Floats) -> Floats | None:
    """What is left of ranks after regression on others; None where that is nothing."""
    centred = ranks - ranks.mean()
    basis = others - others.mean(axis=0)
    fitted = basis @ np.linalg.lstsq(basis, centred, rcond=None)[0] if basis.size else 0.0
    left: Floats = centred - fitted
    return left if left @ left > _NOTHING * max(centred @ centred, 1.0) else None
