"""How far bands are from a cell, and which of them are farther away."""

from __future__ import annotations

import numpy as np

from sim.world.state import Counts, Ints
from sim.world.world import World


def steps_from(world: World, seat: int, rows: Counts) -> Ints:
    """Steps from a cell to each of some bands, when a diagonal counts as one."""
    x, y, cell = world.grid.x, world.grid.y, world.bands.cell[rows]
    steps: Ints = np.maximum(np.abs(x[cell] - x[seat]), np.abs(y[cell] - y[seat]))
    return steps


def far_half(world: World, rows: Counts, seat: int) -> Counts:
    """Those of some bands that are farther from a cell than the half of their fighters is."""
    near_first = rows[np.argsort(steps_from(world, seat, rows), kind="stable")]
    fighters = world.bands.fighters[near_first]
    nearer = np.cumsum(fighters) - fighters
    return np.sort(near_first[2 * nearer >= int(fighters.sum())])
