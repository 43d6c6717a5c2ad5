"""What the bands of actors come to, counted in one pass."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Rows
from sim.world.world import World


def forces(world: World) -> Counts:
    """Fighters, foreign fighters and bands of each actor, then cells that it shares: (3 + A) x A.

    An actor shares its own cells with itself.
    """
    bands, size = world.bands, world.actors.size
    counts = np.zeros((3 + size, size), np.int64)
    _count(
        bands.count, bands.owner, bands.cell, bands.fighters, bands.foreign, world.grid.size,
        counts,
    )  # fmt: skip
    return counts


@kernel
def _count(
    count: int,
    owner: Rows,
    cell: Rows,
    fighters: Counts,
    foreign: Counts,
    cells: int,
    counts: Counts,
) -> None:
    """Of the bands in a cell the first of each actor are linked: `last` (K), `before` (U), or 0.

    They are numbered from 1.
    """
    last, before = np.zeros(cells, np.uint32), np.empty(count, np.uint32)
    shared = counts[3:]
    for u in range(count):
        a, k = owner[u], cell[u]
        counts[0, a] += fighters[u]
        counts[1, a] += foreign[u]
        counts[2, a] += 1
        v = last[k]
        while v > 0 and owner[v - 1] != a:
            v = before[v - 1]
        if v > 0:
            continue
        shared[a, a] += 1
        v = last[k]
        before[u], last[k] = v, u + 1
        while v > 0:
            b = owner[v - 1]
            shared[a, b] += 1
            shared[b, a] += 1
            v = before[v - 1]
