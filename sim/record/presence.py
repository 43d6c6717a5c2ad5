"""Where actors have fighters, counted from their bands."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Ints
from sim.world.world import World


def shared_cells(world: World) -> Counts:
    """Cells in which two actors both have bands: A x A, an actor's own cells on the diagonal."""
    bands, size = world.bands, world.actors.size
    both = np.zeros((size, size), np.int64)
    _share(bands.count, bands.owner, bands.cell, np.zeros((world.grid.size, size), np.bool_), both)
    return both


@kernel
def _share(count: int, owner: Ints, cell: Ints, present: Flags, both: Counts) -> None:
    for u in range(count):
        a, there = owner[u], present[cell[u]]
        if not there[a]:
            for b in range(len(there)):
                if there[b]:
                    both[a, b] += 1
                    both[b, a] += 1
            there[a] = True
            both[a, a] += 1
