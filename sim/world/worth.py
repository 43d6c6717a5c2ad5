"""What a cell is worth to an actor for each of the tasks it can send bands out for."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Floats, Ints, Rows


@kernel
def against(a: int, k: int, hostility: Floats, level: Floats | Counts) -> float:
    """Hostility-weighted sum over the other actors of a level (A K) in cell k."""
    total = 0.0
    for b in range(len(hostility)):
        if b != a:
            total += hostility[a, b] * level[b, k]
    return total


@kernel
def sum_enemies(
    a: int, enemies: Rows, hostility: Floats, level: Floats | Counts, total: Floats
) -> None:
    """Fill `total` (K) with the same in every cell over the few that a list names.

    Others, whom one is not hostile to, add nothing.
    """
    total[:] = 0.0
    for b in enemies:
        hated, row = hostility[a, b], level[b]
        for k in range(len(total)):
            total[k] += hated * row[k]


@kernel
def list_positive(values: Floats, own: int, listed: Rows) -> int:
    """List in `listed` (A) the others for whom a value (A) is above 0; how many there are."""
    found = 0
    for b in range(len(values)):
        if b != own and values[b] > 0.0:
            listed[found] = b
            found += 1
    return found


@kernel
def mark_near(a: int, troops: Counts, neighbours: Ints, near: Flags) -> None:
    """Fill `near` (K): whether the actor has fighters in the cell or next to it."""
    near[:] = False
    for k in range(len(near)):
        if troops[a, k] > 0:
            near[k] = True
            for j in range(8):
                if neighbours[k, j] >= 0:
                    near[neighbours[k, j]] = True


@kernel
def site_worth(k: int, people: float, base: Floats, accessibility: Floats) -> float:
    """Worth of a cell for being peopled and near to roads, whatever one wants of it."""
    worth: float = 0.3 + people * min(1.0, base[k] / 20000.0) + 0.4 * accessibility[k]
    return worth


@kernel
def rate_land(
    a: int, people: float, rent: float, help_: float, weakness: float, base: Floats,
    site: Floats, cooperation: Floats, coverage: Floats, enemies: Rows, hostility: Floats,
    worth: Floats,
) -> None:  # fmt: skip
    """Fill `worth` (K) of cells to an actor that seeks land."""
    covered, helped = np.empty(len(worth)), cooperation[a]
    sum_enemies(a, enemies, hostility, coverage, covered)
    for k in range(len(worth)):
        own = people * min(1.0, base[k] / 20000.0) + rent * min(1.0, site[k])
        own += help_ * helped[k]
        worth[k] = own + weakness * (1.0 - min(1.0, 8.0 * covered[k]))


@kernel
def prize(
    a: int, target: int, focus: float, hostility: Floats, priority: Floats, wanted: Floats
) -> None:
    """Fill `wanted` (A): how much it is worth to find each; others pale beside a target."""
    for b in range(len(wanted)):
        wanted[b] = hostility[a, b] * priority[a, b]
        if target >= 0:
            wanted[b] *= 1.0 - focus
    wanted[a] = 0.0
    if target >= 0:
        wanted[target] = priority[a, target]


@kernel
def rate_hunt(
    a: int, people: float, base: Floats, accessibility: Floats, cooperation: Floats,
    visibility: Floats, coverage: Floats, influence: Floats, prey: Rows, wanted: Floats,
    worth: Floats,
) -> None:  # fmt: skip
    """Fill `worth` (K) of cells to who seeks whom it wants, its `prey`: 0 if it knows of none."""
    worth[:] = 0.0
    told = cooperation[a]
    for b in prey:
        covered, held, shown, want = coverage[b], influence[b], visibility[b], wanted[b]
        for k in range(len(worth)):
            seen = shown + (1.0 - shown) * told[k]
            worth[k] += want * (min(1.0, 8.0 * covered[k]) * seen + 0.5 * held[k])
    for k in range(len(worth)):
        worth[k] *= site_worth(k, people, base, accessibility)


@kernel
def rate_defence(
    a: int, people: float, base: Floats, accessibility: Floats, enemies: Rows, hostility: Floats,
    troops: Counts, neighbours: Ints, control: Ints, worth: Floats,
) -> None:  # fmt: skip
    """Fill `worth` (K) of the cells that an actor holds to who would keep them, 0 elsewhere.

    The more the enemies' fighters there and, half, next to it outnumber its own.
    """
    fighters = np.empty(len(worth))
    sum_enemies(a, enemies, hostility, troops, fighters)
    worth[:] = 0.0
    for k in range(len(worth)):
        if control[k] != a:
            continue
        pressed = fighters[k]
        for j in range(8):
            if neighbours[k, j] >= 0:
                pressed += 0.5 * fighters[neighbours[k, j]]
        if pressed > 0.0:
            share = pressed / (pressed + troops[a, k])
            worth[k] = share * site_worth(k, people, base, accessibility)


@kernel
def rate_guard(a: int, guarded: Flags, x: Ints, y: Ints, troops: Counts, worth: Floats) -> None:
    """Fill `worth` (K) of border cells to who guards them, 0 elsewhere.

    The nearer to its own fighters the more; nothing where it has none.
    """
    across, along = np.empty(len(x), np.int32), np.empty(len(x), np.int32)
    stood = 0
    for k in range(len(x)):
        if troops[a, k] > 0:
            across[stood], along[stood] = x[k], y[k]
            stood += 1
    worth[:] = 0.0
    for k in range(len(x)):
        if guarded[k] and stood > 0:
            nearest = np.int32(len(x))
            for i in range(stood):
                steps = max(abs(across[i] - x[k]), abs(along[i] - y[k]))
                nearest = min(nearest, steps)
            worth[k] = 1.0 / (1.0 + nearest)
