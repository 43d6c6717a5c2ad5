"""Directed pairs of actors, in the order in which tables list them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.world.state import Counts, Flags


class Directed(NamedTuple):
    """Pairs of all weeks noted: number of the note, who holds something, and of whom."""

    note: Counts
    one: Counts
    other: Counts

    def rows(self, notes: int) -> Counts:
        """How many pairs each note has."""
        return np.bincount(self.note, minlength=notes)


def directed(one: Flags, other: Flags) -> Directed:
    """Every actor marked in `one` with every other in `other` (W x A), by week and their order."""
    both = one[:, :, None] & other[:, None, :] & ~np.eye(one.shape[1], dtype=np.bool_)
    return Directed(*np.nonzero(both))
