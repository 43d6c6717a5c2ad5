"""Cells on the borders of a country, on either side of them."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.kernel import kernel
from sim.vocabulary import NOBODY
from sim.world.grid import Grid
from sim.world.state import Ints


def sides_of_borders(grid: Grid) -> Ints:
    """The two countries, into `grid.countries`, of each border pair: pairs x 2, -1 unknown."""
    return _sides(grid.border_pairs, grid.countries)


@cache
def _sides(pairs: tuple[str, ...], countries: tuple[str, ...]) -> Ints:
    known = {code: i for i, code in enumerate(countries)}
    sides = [[known.get(code, NOBODY) for code in pair.split("-")] for pair in pairs]
    return np.array(sides, np.int32).reshape(-1, 2)


@kernel
def on_border(k: int, country: int, border: Ints, sides: Ints) -> bool:
    """Whether a cell lies on one of a country's borders."""
    pair = border[k]
    return bool(pair >= 0 and (sides[pair, 0] == country or sides[pair, 1] == country))
