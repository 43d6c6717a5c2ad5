"""What draws an actor's bands to a cell: willing people, land to win, rivals' marks, danger."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Floats, Ints, Rows

BARRED = -1000.0
"""Utility whose exponential is exactly 0."""


@kernel
def mean_strength(occupied: Rows, standing: Floats, mean: Floats) -> None:
    """Fill `mean` (A) with the mean of fighters over an actor's occupied cells, at least 1."""
    for a in range(len(mean)):
        total = 0.0
        for i in range(occupied[a], occupied[a + 1]):
            total += standing[i]
        mean[a] = max(1.0, total / max(occupied[a + 1] - occupied[a], 1))


@kernel
def lay_marks(
    occupied: Rows, at: Rows, standing: Floats, mean: Floats, fading: float, laying: float,
    mark: Floats,
) -> None:  # fmt: skip
    """Xi <- (1 - lambda) xi + gamma rho, rho relative to the actor's mean strength."""
    for a in range(len(mark)):
        row = mark[a]
        for k in range(len(row)):
            row[k] = (1.0 - fading) * row[k]
        for i in range(occupied[a], occupied[a + 1]):
            row[at[i]] += laying * standing[i] / mean[a]


@kernel
def repel(a: int, hostility: Floats, hides: Flags, mark: Floats, repelled: Floats) -> None:
    """Fill `repelled` (K) with what rivals' marks make of a cell for actor a, two marks a pass."""
    rivals, number = np.empty(len(hides) + 1, np.uint32), 0
    for b in range(len(hides)):
        rivals[number] = b
        number += b != a and hides[a] and hides[b]
    repelled[:] = 0.0
    if number % 2 == 1:
        by_b, marks = 1.0 - hostility[a, rivals[0]], mark[rivals[0]]
        for k in range(len(repelled)):
            repelled[k] = by_b * marks[k]
    for i in range(number % 2, number, 2):
        b, c = rivals[i], rivals[i + 1]
        by_b, by_c, marks, others = 1.0 - hostility[a, b], 1.0 - hostility[a, c], mark[b], mark[c]
        for k in range(len(repelled)):
            repelled[k] = (repelled[k] + by_b * marks[k]) + by_c * others[k]


@kernel
def weigh_cells(
    support: float, gain: float, risk: float, success: float, crowding: float, intrusion: float,
    repulsion: float, occupied: Rows, at: Rows, standing: Floats, troops: Counts, mean: Floats,
    band_size: Ints, cooperation: Floats, influence: Floats, momentum: Floats, mark: Floats,
    sphere: Floats, hostility: Floats, hides: Flags, insurgent: Flags, mobile: Flags,
    area: Flags, appeal: Floats,
) -> None:  # fmt: skip
    """Fill `appeal` (A K): what draws any band of an actor to a cell, inside its area alone."""
    actors, cells = troops.shape
    against, intruded = np.empty(cells), np.empty(cells)
    repelled, crowded = np.empty(cells), np.empty(cells)
    for a in range(actors):
        if not mobile[a]:
            continue
        repel(a, hostility, hides, mark, repelled)
        against[:] = 0.0
        intruded[:] = 0.0
        crowded[:] = 0.0
        for b in range(actors):
            h = hostility[a, b]
            if b == a or h <= 0.0:
                continue
            for i in range(occupied[b], occupied[b + 1]):
                against[at[i]] += h * standing[i]
            if insurgent[a] and insurgent[b]:
                for i in range(occupied[b], occupied[b + 1]):
                    intruded[at[i]] += h * h
        present, told, held, allowed = troops[a], cooperation[a], influence[a], area[a]
        recent, own_land, drawn = momentum[a], sphere[a], appeal[a]
        for i in range(occupied[a], occupied[a + 1]):
            crowd = min(standing[i] / (2.0 * band_size[a]), 3.0)
            crowded[at[i]] = crowding * crowd
        for k in range(cells):
            danger = against[k] / (against[k] + present[k] + mean[a])
            value = support * told[k] + gain * (1.0 - held[k])
            value += success * recent[k] - risk * danger - crowded[k]
            value += intrusion * min(intruded[k], 1.0) * own_land[k]
            drawn[k] = value - repulsion * repelled[k] if allowed[k] else BARRED
