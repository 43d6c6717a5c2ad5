"""Pairs of actors that have a row in a table, week by week, in the order in which it lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.world.state import Counts, Flags


@dataclass(frozen=True)
class PairRows:
    """Rows by week and pair: the number of each one's note, its two actors, and rows a week."""

    week: Counts
    one: Counts
    other: Counts
    by_week: Counts
    _at: Counts  # in a block of weeks x A x A

    def of(self, values: Any) -> Any:
        """What a block of weeks x A x A holds for each row; far faster than by a mask."""
        return values.reshape(-1)[self._at]


def pair_rows(pairs: Flags) -> PairRows:
    """A row for every pair marked in weeks x A x A."""
    at = np.flatnonzero(pairs)
    week, one, other = np.unravel_index(at, pairs.shape)
    return PairRows(week, one, other, np.count_nonzero(pairs, axis=(1, 2)), at)


def directed(one: Flags, other: Flags) -> PairRows:
    """Every actor marked in `one` with every other in `other` (weeks x A)."""
    return pair_rows(one[:, :, None] & other[:, None, :] & ~np.eye(one.shape[1], dtype=np.bool_))
