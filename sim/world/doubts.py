"""How far an actor takes the people it lives among to support its enemies."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Flags, Floats, Rows
from sim.world.worth import list_positive


@kernel
def list_people(a: int, occupied: Rows, at: Rows, first: Rows, listed: Rows) -> int:
    """List the communities of the cells that actor a occupies; how many."""
    number = 0
    for i in range(occupied[a], occupied[a + 1]):
        for c in range(first[at[i]], first[at[i] + 1]):
            listed[number] = c
            number += 1
    return number


@kernel
def signs(
    a: int, by_recruits: float, by_battles: float, by_distance: float, enemies: Rows,
    hostility: Floats, members: Flags, affinity: Floats, heat: Floats, mobilised: Floats,
    listed: Rows, cell: Rows, group: Rows, signal: Floats,
) -> None:  # fmt: skip
    """Fill `signal` with what speaks for it this week that communities support a's enemies."""
    signal[:] = 0.0
    for b in enemies:
        hated, active = hostility[a, b], mobilised[b]
        for i in range(len(listed)):
            signal[i] += hated * active[listed[i]]
    for i in range(len(listed)):
        g = group[listed[i]]
        distance = 0.5 * (1.0 - affinity[g, a])
        total = by_recruits * min(signal[i], 1.0) + by_distance * distance
        total += by_battles * min(heat[cell[listed[i]]], 4.0) / 4.0
        signal[i] = 0.0 if members[a, g] else min(total, 1.0)


@kernel
def form_doubt(
    memory: float, by_recruits: float, by_battles: float, by_distance: float, alive: Flags,
    hostility: Floats, members: Flags, affinity: Floats, occupied: Rows, at: Rows, heat: Floats,
    mobilised: Floats, first: Rows, cell: Rows, group: Rows, doubt: Floats,
) -> None:  # fmt: skip
    """Carry every actor's estimate of every people it lives among towards this week's signals."""
    actors, size = doubt.shape
    formed, enemies = np.empty(size), np.empty(actors, np.uint32)
    room = np.empty(size, np.uint32)
    for a in range(actors):
        if not alive[a]:
            continue
        hated = enemies[: list_positive(hostility[a], a, enemies)]
        listed = room[: list_people(a, occupied, at, first, room)]
        signal, held = formed[: len(listed)], doubt[a]
        signs(a, by_recruits, by_battles, by_distance, hated, hostility, members, affinity, heat,
              mobilised, listed, cell, group, signal)  # fmt: skip
        for i in range(len(listed)):
            signal[i] = memory * held[listed[i]] + (1.0 - memory) * signal[i]
        for c in range(size):
            held[c] = 0.0 if held[c] < 0.001 else memory * held[c]
        for i in range(len(listed)):
            held[listed[i]] = signal[i]
