"""What a cell is worth to an actor for each of the tasks it can send bands out for."""

from __future__ import annotations

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Floats, Ints


@kernel
def against(a: int, k: int, hostility: Floats, level: Floats | Counts) -> float:
    """Hostility-weighted sum over the other actors of a level (A K) in cell k."""
    total = 0.0
    for b in range(len(hostility)):
        if b != a:
            total += hostility[a, b] * level[b, k]
    return total


@kernel
def of_enemies(a: int, k: int, enemies: Ints, hostility: Floats, level: Floats | Counts) -> float:
    """The same over the few that a list names; others whom one is not hostile to add nothing."""
    total = 0.0
    for b in enemies:
        total += hostility[a, b] * level[b, k]
    return total


@kernel
def list_positive(values: Floats, own: int, listed: Ints) -> int:
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
def expansion_worth(
    a: int, k: int, people: float, rent: float, help_: float, weakness: float, base: Floats,
    site: Floats, cooperation: Floats, coverage: Floats, enemies: Ints, hostility: Floats,
) -> float:  # fmt: skip
    """Worth of a cell to an actor that seeks land."""
    worth: float = people * min(1.0, base[k] / 20000.0) + rent * min(1.0, site[k])
    worth += help_ * cooperation[a, k]
    return worth + weakness * (1.0 - min(1.0, 8.0 * of_enemies(a, k, enemies, hostility, coverage)))


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
def hunt_worth(
    a: int, k: int, people: float, base: Floats, accessibility: Floats, cooperation: Floats,
    visibility: Floats, coverage: Floats, influence: Floats, prey: Ints, wanted: Floats,
) -> float:  # fmt: skip
    """Worth of a cell to an actor that seeks whom it wants, its `prey`: 0 if it knows of none."""
    known = 0.0
    for b in prey:
        seen = visibility[b] + (1.0 - visibility[b]) * cooperation[a, k]
        trace = min(1.0, 8.0 * coverage[b, k]) * seen + 0.5 * influence[b, k]
        known += wanted[b] * trace
    return known * site_worth(k, people, base, accessibility)


@kernel
def pressure(
    a: int, k: int, enemies: Ints, hostility: Floats, troops: Counts, neighbours: Ints
) -> float:
    """Hostility-weighted fighters of others in the cell and, half, next to it."""
    total = of_enemies(a, k, enemies, hostility, troops)
    for j in range(8):
        n = neighbours[k, j]
        if n >= 0:
            total += 0.5 * of_enemies(a, n, enemies, hostility, troops)
    return total


@kernel
def hold_worth(
    a: int, k: int, people: float, base: Floats, accessibility: Floats, enemies: Ints,
    hostility: Floats, troops: Counts, neighbours: Ints,
) -> float:  # fmt: skip
    """Worth of a held cell to who would keep it: more where enemies outnumber its defenders."""
    pressed = pressure(a, k, enemies, hostility, troops, neighbours)
    if pressed <= 0.0:
        return 0.0
    share: float = pressed / (pressed + troops[a, k])
    return share * site_worth(k, people, base, accessibility)


@kernel
def guard_worth(a: int, k: int, x: Ints, y: Ints, troops: Counts) -> float:
    """Worth of a border cell to who guards it: the nearer to its own fighters the more."""
    nearest = -1
    for n in range(len(x)):
        if troops[a, n] > 0:
            steps = max(abs(x[n] - x[k]), abs(y[n] - y[k]))
            if nearest < 0 or steps < nearest:
                nearest = steps
    return 0.0 if nearest < 0 else 1.0 / (1.0 + nearest)
