"""Break bands into smaller ones, to the last fighter."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import lineage
from sim.world.bands import Bands
from sim.world.state import Counts, Flags, Floats, Ints, Keys


@kernel
def count_units(rows: Ints, quantum: int, fighters: Counts) -> int:
    """How many units the bands in `rows` break into."""
    units = 0
    for u in rows:
        units += max(1, fighters[u] // quantum)
    return units


@kernel
def break_up(
    rows: Ints, quantum: int, draws: np.uint64, week: int, count: int, key: Keys, owner: Ints,
    constituent: Ints, cell: Ints, home: Ints, fighters: Counts, foreign: Counts,
    experience: Floats, hidden: Flags, mobile: Flags, objective: Ints,
) -> int:  # fmt: skip
    """Break the bands in `rows` into nearly equal units; how many bands there are then.

    The first unit of each stays in its row, the others follow the last band.
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


def scatter(bands: Bands, rows: Ints, quantum: int, draws: np.uint64, week: int) -> None:
    """Let the bands in `rows` fall into nearly equal units of at least `quantum` fighters.

    Units differ from their band in key and number alone; `draws` keeps apart the children that
    a band has in one week.
    """
    bands.reserve(count_units(rows, quantum, bands.fighters) - len(rows))
    bands.count = break_up(
        rows, quantum, draws, week, bands.count, bands.key, bands.owner, bands.constituent,
        bands.cell, bands.home, bands.fighters, bands.foreign, bands.experience, bands.hidden,
        bands.mobile, bands.objective,
    )  # fmt: skip
