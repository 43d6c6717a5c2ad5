"""Stances as tables name them."""

from __future__ import annotations

import numpy.typing as npt

from sim.record.coded import Coded
from sim.vocabulary import Stance

_NAMES = tuple(stance.name.lower() for stance in sorted(Stance))


def stances(codes: npt.ArrayLike) -> Coded:
    """The word of each stance."""
    return Coded(_NAMES, codes)
