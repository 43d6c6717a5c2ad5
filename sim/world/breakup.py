"""Break bands into smaller ones, to the last fighter."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import lineage
from sim.world.bands import Bands
from sim.world.state import Counts, Ints, Keys


@kernel
def break_up(
    rows: Ints,
    quantum: int,
    draws: np.uint64,
    week: int,
    keys: Keys,
    fighters: Counts,
    foreign: Counts,
    parent: Counts,
    key: Keys,
    size: Counts,
    guests: Counts,
) -> int:
    """Break the bands in `rows` into nearly equal units; the number of units that are born.

    The first unit of each stays in its row; `parent`, `key`, `size` and `guests` list the others.
    """
    births = 0
    for u in rows:
        whole, part = fighters[u], foreign[u]
        units = max(1, whole // quantum)
        fighters[u] = whole // units + (1 if whole % units > 0 else 0)
        foreign[u] = part // units + (1 if part % units > 0 else 0)
        for i in range(1, units):
            parent[births] = u
            key[births] = lineage(keys[u] ^ draws, i, week)
            size[births] = whole // units + (1 if i < whole % units else 0)
            guests[births] = part // units + (1 if i < part % units else 0)
            births += 1
    return births


def scatter(bands: Bands, rows: Ints, quantum: int, draws: np.uint64, week: int) -> None:
    """Let the bands in `rows` fall into nearly equal units of at least `quantum` fighters.

    Units differ from their band in key and number alone; `draws` keeps apart the children that
    a band has in one week.
    """
    room = int(bands.fighters[rows].sum()) // quantum
    parent, key = np.empty(room, np.int64), np.empty(room, np.uint64)
    size, guests = np.empty(room, np.int64), np.empty(room, np.int64)
    births = break_up(
        rows,
        quantum,
        draws,
        week,
        bands.key,
        bands.fighters,
        bands.foreign,
        parent,
        key,
        size,
        guests,
    )
    new = bands.multiply(parent[:births])
    bands.key[new], bands.fighters[new] = key[:births], size[:births]
    bands.foreign[new] = guests[:births]
