"""People of cells finer than those of the data."""

from __future__ import annotations

import numpy as np

from sim.geography.priogrid import parents, rows_and_columns
from sim.geography.tables import LandCells, Settlements
from sim.world.state import Counts


def people_of_parts(land: LandCells, settlements: Settlements, fineness: int) -> Counts:
    """People of the fineness x fineness parts of every land cell, row by row; shape (N, parts).

    Part of a cell's people live in its settlements, the rest (at least a quarter) evenly; whole
    persons by largest remainder, so that a cell keeps its exact number. Integers throughout.
    """
    parts = fineness * fineness
    towns = np.zeros((len(land.gid), parts), np.int64)
    gid, part = parents(
        *rows_and_columns(settlements.longitude, settlements.latitude, fineness), fineness
    )
    cell = np.minimum(np.searchsorted(land.gid, gid), len(land.gid) - 1)
    on_land = land.gid[cell] == gid
    np.add.at(towns, (cell[on_land], part[on_land]), settlements.population[on_land])

    people = land.population[:, None]
    rural = np.maximum(people - towns.sum(axis=1, keepdims=True), people // 4)
    weight = towns * parts + rural
    total = np.maximum(weight.sum(axis=1, keepdims=True), 1)
    whole, remainder = np.divmod(people * weight, total)
    missing = people - whole.sum(axis=1, keepdims=True)
    rank = np.argsort(np.argsort(-remainder, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(whole + (rank < missing), np.int64)
