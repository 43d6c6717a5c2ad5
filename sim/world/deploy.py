"""Put a force of fighters on the map: at the start of a run and when a deployment arrives."""

from __future__ import annotations

import numpy as np

from sim.arithmetic import log
from sim.kernel import kernel
from sim.randomness import lineage, uniform
from sim.world.state import Counts, Floats
from sim.world.world import World


def place_force(
    world: World,
    actor: int,
    fighters: int,
    cells: int,
    weight: Floats,
    foreign_share: float,
    mobile: bool,
    constituent: int,
    key: np.uint64,
) -> int:
    """Spread `fighters` over up to `cells` cells by `weight` (K) as new bands; the number placed.

    Cells are drawn without replacement, heavier ones first more often, and share the fighters in
    proportion to weight. Fixed troops form one band a cell, mobile ones bands of the actor's
    `band_size`. All fighters are placed, or none where no cell has weight. `key` must differ
    between forces: the new bands' keys descend from it. The ledger is the caller's.
    """
    chosen = choose_cells(weight, world.grid.cell_id, cells, key)
    if len(chosen) == 0:
        return 0
    size = int(world.actors.band_size[actor]) if mobile else fighters
    homes: list[int] = []
    sizes: list[int] = []
    for cell, share in zip(chosen, apportion(fighters, weight[chosen]), strict=True):
        parts = even_parts(int(share), size)
        homes += [int(cell)] * len(parts)
        sizes += parts
    guests = apportion(int(fighters * foreign_share + 0.5), np.array(sizes, np.float64))
    for number, (cell, strength) in enumerate(zip(homes, sizes, strict=True)):
        world.bands.add(
            key=lineage(key, number, world.clock.week),
            owner=actor,
            constituent=constituent,
            cell=cell,
            home=cell,
            fighters=strength,
            foreign=guests[number],
            hidden=world.actors.hides[actor],
            mobile=mobile,
        )
    return fighters


def choose_cells(weight: Floats, cell_id: Counts, cells: int, key: np.uint64) -> Counts:
    """Up to `cells` cells of positive weight, drawn without replacement, in order of index.

    A cell's chance grows with its weight (Efraimidis & Spirakis 2006); its draw belongs to its
    id, so a change of weight elsewhere does not redraw it.
    """
    candidates = np.flatnonzero(weight > 0.0)
    scores = _scores(weight[candidates], cell_id[candidates], key)
    best = np.argsort(-scores, kind="stable")[:cells]
    return np.sort(candidates[best]).astype(np.int64)


@kernel
def _scores(weight: Floats, cell_id: Counts, key: np.uint64) -> Floats:
    scores = np.empty(len(weight))
    for i in range(len(weight)):
        scores[i] = log(1.0 - uniform(key, np.uint64(cell_id[i]), 0)) / weight[i]
    return scores


@kernel
def apportion(total: int, weight: Floats) -> Counts:
    """`total` split in proportion to `weight` into integers that sum to it (largest remainder).

    Equal remainders are served in order; no part is further than 1 from its exact share.
    """
    parts = np.zeros(len(weight), np.int64)
    whole = 0.0
    for i in range(len(weight)):
        whole += weight[i]
    if whole <= 0.0:
        return parts
    remainder = np.empty(len(weight))
    left = total
    for i in range(len(weight)):
        exact = total * (weight[i] / whole)
        parts[i] = int(np.floor(exact))
        remainder[i] = exact - parts[i]
        left -= parts[i]
    order = np.argsort(-remainder, kind="mergesort")
    for i in order[:left]:
        parts[i] += 1
    return parts


def even_parts(fighters: int, size: int) -> list[int]:
    """`fighters` in nearly equal bands of about `size`, at least one where there is anyone."""
    if fighters <= 0:
        return []
    bands = max(1, (fighters + size // 2) // size)
    return [fighters // bands + (i < fighters % bands) for i in range(bands)]
