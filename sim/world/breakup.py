"""Break bands into smaller ones, to the last fighter."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import lineage
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows


@kernel
def break_up(
    rows: Ints, quantum: int, draws: np.uint64, week: int, count: int, key: Keys, owner: Rows,
    constituent: Ints, cell: Rows, home: Rows, fighters: Counts, foreign: Counts,
    experience: Floats, hidden: Flags, mobile: Flags, objective: Ints,
) -> int:  # fmt: skip
    """Break the bands in `rows` into nearly equal units of at least `quantum` fighters.

    The first unit of each stays in its row, the others follow the last band, for which there must
    be room; how many bands there are then. Units differ from their band in key and number alone;
    `draws` keeps apart the children that a band has in one week.
    """
    for u in rows:
        whole, part = fighters[u], foreign[u]
        units = max(1, whole // quantum)
        for i in range(units):
            v = u if i == 0 else count
            if i > 0:
                key[v], owner[v], constituent[v] = (
                    lineage(key[u] ^ draws, i, week), owner[u], constituent[u],
                )  # fmt: skip
                cell[v], home[v], objective[v] = cell[u], home[u], objective[u]
                experience[v], hidden[v], mobile[v] = experience[u], hidden[u], mobile[u]
                count += 1
            fighters[v] = whole // units + (1 if i < whole % units else 0)
            foreign[v] = part // units + (1 if i < part % units else 0)
    return count
