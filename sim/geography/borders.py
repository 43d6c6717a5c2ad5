"""Which cells lie on the border of two countries."""

from __future__ import annotations

import numpy as np

from sim.geography.moore import shifted
from sim.vocabulary import NOBODY
from sim.world.grid import MOORE
from sim.world.state import Ints


def border_pairs(
    country_map: Ints, rows: Ints, columns: Ints, codes: tuple[str, ...]
) -> tuple[Ints, tuple[str, ...]]:
    """Border pair of each cell, -1 inland, and the names of the pairs ("DZA-MRT").

    A cell lies on a border when a Moore neighbour belongs to another country, be it outside the
    grid; where several do, to the one with most neighbours, and of equals to the first in `codes`.
    `country_map` (rows, columns) holds indices into `codes`, -1 where there is no land.
    """
    own = country_map[rows, columns]
    beside = [shifted(country_map, step)[rows, columns] for step in MOORE]
    others = [np.flatnonzero((other != NOBODY) & (other != own)) for other in beside]
    at_border = np.unique(np.concatenate(others))
    touching = np.zeros((len(at_border), len(codes)), np.int64)
    for other, foreign in zip(beside, others, strict=True):
        touching[np.searchsorted(at_border, foreign), other[foreign]] += 1
    nearest = touching.argmax(axis=1)
    pairs = {
        int(k): "-".join(sorted((codes[int(own[k])], codes[int(other)])))
        for k, other in zip(at_border, nearest, strict=True)
    }
    names = tuple(sorted(set(pairs.values())))
    border = np.full(len(own), NOBODY, np.int32)
    for k, pair in pairs.items():
        border[k] = names.index(pair)
    return border, names
