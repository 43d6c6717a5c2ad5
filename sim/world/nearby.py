"""How many fighters stand in or next to what another actor holds to be its land."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Ints


@kernel
def mark_around(count: int, owner: Ints, cell: Ints, fighters: Counts, neighbours: Ints,
                around: Flags) -> None:  # fmt: skip
    """Fill `around` (K A): cells in or next to which an actor has fighters."""
    around[:, :] = False
    stood = np.zeros(around.shape, np.bool_)  # bands of one actor often share a cell
    for u in range(count):
        a, k = owner[u], cell[u]
        if fighters[u] > 0 and not stood[k, a]:
            stood[k, a] = around[k, a] = True
            for j in range(8):
                if neighbours[k, j] >= 0:
                    around[neighbours[k, j], a] = True


@kernel
def inland(k: int, cell_country: Ints, neighbours: Ints) -> bool:
    """Whether all cells next to one are of its own country, as most are."""
    for j in range(8):
        n = neighbours[k, j]
        if n >= 0 and cell_country[n] != cell_country[k]:
            return False
    return True


@kernel
def next_to(k: int, country: int, cell_country: Ints, neighbours: Ints) -> bool:
    """Whether a cell is next to one of a country."""
    for j in range(8):
        n = neighbours[k, j]
        if n >= 0 and cell_country[n] == country:
            return True
    return False


@kernel
def count_near(
    cell_country: Ints, neighbours: Ints, country: Ints, insurgent: Flags, count: int,
    owner: Ints, cell: Ints, fighters: Counts, around: Flags, near: Counts,
) -> None:  # fmt: skip
    """Fill `near` (A A): fighters of the second in or next to the land of the first.

    Land is the country of a state, and where anybody else has fighters. Of pairs without an
    insurgent group, whom no pact can concern, nothing is counted.
    """
    mark_around(count, owner, cell, fighters, neighbours, around)
    near[:, :] = 0
    for u in range(count):
        b, k = owner[u], cell[u]
        deep = insurgent[b] and inland(k, cell_country, neighbours)
        for a in range(len(country)):
            if a == b or not (insurgent[a] or insurgent[b]):
                continue
            if country[a] < 0:
                there = around[k, a]
            elif deep or country[a] == cell_country[k]:
                there = country[a] == cell_country[k]
            else:
                there = next_to(k, country[a], cell_country, neighbours)
            if there:
                near[a, b] += fighters[u]
