"""Directed pairs of actors, in the order in which tables list them."""

from __future__ import annotations

import numpy as np

from sim.world.state import Flags


def directed(one: Flags, other: Flags) -> Flags:
    """Every actor marked in `one` with every other in `other` (weeks x A): weeks x A x A."""
    pairs: Flags = one[:, :, None] & other[:, None, :] & ~np.eye(one.shape[1], dtype=np.bool_)
    return pairs
