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
    _share(bands.count, bands.owner, bands.cell, np.zeros((size, world.grid.size), np.bool_), both)
    return both


@kernel
def _share(count: int, owner: Ints, cell: Ints, present: Flags, both: Counts) -> None:
    for u in range(count):
        present[owner[u], cell[u]] = True
    actors, size = present.shape
    for a in range(actors):
        for b in range(a + 1):
            number = np.int64(0)
            for k in range(size):
                number += np.int64(present[a, k] & present[b, k])
            both[a, b] = number
            both[b, a] = number
