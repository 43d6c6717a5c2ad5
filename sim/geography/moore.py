"""The Moore neighbourhood on a lattice of columns and rows."""

from __future__ import annotations

import numpy as np

from sim.vocabulary import NOBODY
from sim.world.grid import MOORE
from sim.world.state import Flags, Ints


def neighbours(x: Ints, y: Ints) -> Ints:
    """Index of each cell's neighbours in the order of MOORE, -1 where none is; shape (K, 8)."""
    index = np.full((y.max() + 1, x.max() + 1), NOBODY, np.int32)
    index[y, x] = np.arange(len(x), dtype=np.int32)
    return np.stack([shifted(index, step)[y, x] for step in MOORE], axis=1)


def shifted(values: Ints, step: tuple[int, int]) -> Ints:
    """What lies one `step` away from each place of a map (rows, columns), -1 off the map."""
    padded = np.pad(values, 1, constant_values=NOBODY)
    rows, columns = values.shape
    dx, dy = step
    return padded[1 + dy : 1 + dy + rows, 1 + dx : 1 + dx + columns]


def grown(area: Flags, rings: int) -> Flags:
    """An area of a map (rows, columns) with so many Chebyshev rings around it."""
    for _ in range(rings):
        marked = area.astype(np.int32)
        area = area | np.any([shifted(marked, step) > 0 for step in MOORE], axis=0)
    return area
