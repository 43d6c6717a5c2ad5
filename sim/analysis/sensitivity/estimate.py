"""What an analysis says of one parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import SimError

Floats = NDArray[np.float64]

SEED = 20261126
"""Of resampling: the same results give the same intervals."""
RESAMPLES = 999


class SensitivityError(SimError):
    """A folder whose design or outcomes allow no analysis of sensitivity."""


@dataclass(frozen=True)
class Estimate:
    """One measure of one parameter, with its 95 % interval; NaN where it cannot be told."""

    parameter: str
    measure: str
    value: float
    low: float = np.nan
    high: float = np.nan


@dataclass(frozen=True)
class Analysis:
    """Estimates for one outcome, and the number of points on which they rest."""

    estimates: tuple[Estimate, ...]
    points: int
