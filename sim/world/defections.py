"""Which bands of shaken groups go over to whom."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import happens, uniform
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows


@kernel
def nearness(b: int, k: int, troops: Counts, neighbours: Ints) -> float:
    """1 with fighters of b in the cell, one half with some next to it, else 0."""
    if troops[b, k] > 0:
        return 1.0
    for j in range(8):
        n = neighbours[k, j]
        if n >= 0 and troops[b, n] > 0:
            return 0.5
    return 0.0


@kernel
def pull(
    a: int, b: int, k: int, alive: Flags, insurgent: Flags, strength: Counts, affinity: Floats,
    troops: Counts, neighbours: Ints,
) -> float:  # fmt: skip
    """How far group b draws a band of group a in cell k, in [0, 1]."""
    if b == a or not (alive[b] and insurgent[b]) or strength[b] == 0:
        return 0.0
    stronger = strength[b] / (strength[a] + strength[b])
    like_minded = 0.5 * (1.0 + float(affinity[a, b]))
    return nearness(b, k, troops, neighbours) * float(stronger) * like_minded


@kernel
def shakenness(disarray: float, treasury: float, ceiling: float, strength: int) -> float:
    """How shaken a group is: by disarray, and by the part of its fighters it cannot pay."""
    unpaid = 1.0 - ceiling / max(strength, 1) if treasury <= 0.0 else 0.0
    return disarray + max(unpaid, 0.0)


@kernel
def choose_sides(
    key: np.uint64, rate: float, alive: Flags, insurgent: Flags, disarray: Floats,
    treasury: Floats, ceiling: Floats, strength: Counts, affinity: Floats, troops: Counts,
    neighbours: Ints, count: int, band_key: Keys, owner: Rows, cell: Rows, fighters: Counts,
    side: Ints,
) -> int:  # fmt: skip
    """Fill `side` (U) with the group that a band goes over to, -1 if none; how many do."""
    shaken = np.zeros(len(alive))
    for a in range(len(alive)):
        if insurgent[a]:
            shaken[a] = shakenness(disarray[a], treasury[a], ceiling[a], strength[a])
    leavers = 0
    for u in range(count):
        a, k = owner[u], cell[u]
        side[u] = -1
        if shaken[a] <= 0.0 or fighters[u] == 0:
            continue
        mood = uniform(key, band_key[u], 0)
        # 1 - exp(-x) <= x, and nobody pulls by more than 1: most bands need no closer look
        if mood > rate * shaken[a] * len(alive):
            continue
        total = 0.0
        for b in range(len(alive)):
            total += pull(a, b, k, alive, insurgent, strength, affinity, troops, neighbours)
        if not happens(rate * shaken[a] * total, mood):
            continue
        leavers += 1
        mark = uniform(key, band_key[u], 1) * total
        for b in range(len(alive)):
            part = pull(a, b, k, alive, insurgent, strength, affinity, troops, neighbours)
            if part > 0.0:
                side[u] = b
                mark -= part
                if mark < 0.0:
                    break
    return leavers
