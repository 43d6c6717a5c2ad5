"""Screening by elementary effects: which parameters move an outcome at all."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import numpy as np

from sim.analysis.sensitivity.estimate import (
    RESAMPLES,
    SEED,
    Analysis,
    Estimate,
    Floats,
    SensitivityError,
)
from sim.scenario.sampling import MORRIS_LEVELS

MU_STAR, MU, SIGMA = "mu_star", "mu", "sigma"


def analysis(points: Floats, values: Floats, paths: Sequence[str]) -> Analysis:
    """Effects of a step over the whole of each parameter's range, from trajectories in turn.

    `points` are the parameters (columns) at each point of the design, `values` the outcome there.
    mu_star is the mean of absolute effects (Campolongo, Cariboni & Saltelli 2007), mu that of
    effects, sigma their standard deviation: large where effects depend on other parameters. A
    trajectory that lacks a value is left out. Needs SALib; raises SensitivityError without it.
    """
    size, axes = len(paths) + 1, len(paths)
    number = len(values) // size
    ways = values[: number * size].reshape(-1, size)
    there = ~np.isnan(ways).any(axis=1)
    steps = points[: number * size].reshape(-1, size, axes)[there].reshape(-1, axes)
    if there.sum() < 2:
        return Analysis(tuple(Estimate(path, MU_STAR, np.nan) for path in paths), len(steps))
    found = _salib().analyze(
        {"num_vars": axes, "names": list(paths), "bounds": [[0, 1]] * axes},
        steps, ways[there].ravel(), num_levels=MORRIS_LEVELS, num_resamples=RESAMPLES, seed=SEED,
    )  # fmt: skip
    estimates = []
    for j, path in enumerate(paths):
        star, half = float(found["mu_star"][j]), float(found["mu_star_conf"][j])
        estimates += [
            Estimate(path, MU_STAR, star, star - half, star + half),
            Estimate(path, MU, float(found["mu"][j])),
            Estimate(path, SIGMA, float(found["sigma"][j])),
        ]
    return Analysis(tuple(estimates), len(steps))


def _salib() -> ModuleType:
    try:
        from SALib.analyze import morris
    except ImportError as error:
        raise SensitivityError(
            "The analysis of a morris design needs SALib: pip install 'rival-territories[sa]'"
        ) from error
    module: ModuleType = morris
    return module
