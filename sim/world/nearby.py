"""How many fighters stand in or next to what another actor holds to be its land."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Ints, Rows


@kernel
def next_to(k: int, country: int, cell_country: Ints, neighbours: Ints) -> bool:
    """Whether a cell is next to one of a country."""
    for j in range(8):
        n = neighbours[k, j]
        if n >= 0 and cell_country[n] == country:
            return True
    return False


@kernel
def mark_land(
    cell_country: Ints, border: Ints, neighbours: Ints, country: Ints, count: int, owner: Rows,
    cell: Rows, fighters: Counts, land: Flags,
) -> None:  # fmt: skip
    """Fill `land` (K A): cells in or next to the land of an actor, a state's where bands are."""
    land[:, :] = False
    stood = np.zeros(land.shape, np.bool_)  # bands of one actor often share a cell
    seen = np.zeros(len(land), np.bool_)
    for u in range(count):
        a, k = owner[u], cell[u]
        if country[a] < 0 and fighters[u] > 0 and not stood[k, a]:
            stood[k, a] = land[k, a] = True
            for j in range(8):
                if neighbours[k, j] >= 0:
                    land[neighbours[k, j], a] = True
        if seen[k]:
            continue
        seen[k] = True
        for s in range(len(country)):
            if country[s] >= 0:
                land[k, s] = country[s] == cell_country[k] or (
                    border[k] >= 0 and next_to(k, country[s], cell_country, neighbours)
                )


@kernel
def count_near(
    cell_country: Ints, border: Ints, neighbours: Ints, country: Ints, insurgent: Flags,
    count: int, owner: Rows, cell: Rows, fighters: Counts, near: Counts,
) -> None:  # fmt: skip
    """Fill `near` (A A): fighters of the second in or next to the land of the first.

    Land is the country of a state, and where anybody else has fighters. Of pairs without an
    insurgent group, whom no pact can concern, nothing is counted.
    """
    actors = len(country)
    land, there = np.empty((len(border), actors), np.bool_), np.zeros((actors, actors), np.int64)
    mark_land(cell_country, border, neighbours, country, count, owner, cell, fighters, land)
    for u in range(count):
        whose, men, own = land[cell[u]], fighters[u], there[owner[u]]
        for a in range(actors):  # without a branch: on whole vectors
            own[a] += men * whose[a]
    for a in range(actors):
        for b in range(actors):
            concerned = a != b and (insurgent[a] or insurgent[b])
            near[a, b] = there[b, a] if concerned else 0
