"""Rule 7, movement: mobile bands choose among their cell and its neighbours.

The chance of a cell is a softmax of its appeal to the actor (willing people, control to gain,
recent success, less risk), of staying, of the way to the band's objective and of distance from
home beyond reach. Marks of rivals repel by exp(-beta xi), xi <- (1 - lambda) xi + gamma rho
(Alsenafi & Barbaro 2018): alone, two groups segregate above beta_c = lambda / (2 gamma rho).
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp
from sim.kernel import kernel
from sim.randomness import uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.world.bands import count_troops, list_occupied
from sim.world.state import Counts, Flags, Floats, Ints, Keys
from sim.world.world import World


class MovementParameters(Parameters):
    """Parameters of movement."""

    support: float = parameter(
        8,
        "Draw of a cell whose people all cooperate.",
        unit="utility",
        ge=-10,
        le=10,
        source="calibrated: own trial runs of the Sahel scenario: bands stay among willing people",
    )
    gain: float = parameter(
        0.6,
        "Draw of a cell over which the actor has no influence yet.",
        unit="utility",
        ge=-10,
        le=10,
        source="calibrated: own prototype",
    )
    risk: float = parameter(
        0.8,
        "Aversion to a cell in which only enemies stand.",
        unit="utility",
        ge=-10,
        le=10,
        source="calibrated: own prototype",
    )
    success: float = parameter(
        0.5,
        "Draw of recent success in a cell.",
        unit="utility",
        ge=-10,
        le=10,
        source="own design: momentum",
    )
    stay: float = parameter(
        3.5,
        "Draw of the cell a band is in.",
        unit="utility",
        ge=-10,
        le=10,
        source="calibrated: own trial runs of the Sahel scenario: bands stay for weeks",
    )
    crowding: float = parameter(
        2.5,
        "Aversion to a cell that already holds two bands of the actor's usual size.",
        unit="utility",
        ge=-10,
        le=10,
        source="calibrated: own trial runs of the Sahel scenario",
    )
    order: float = parameter(
        1.5,
        "Draw of a cell one step nearer to the objective.",
        unit="utility",
        ge=-10,
        le=10,
        source="own design",
    )
    home: float = parameter(
        3.0,
        "Aversion to each reach of distance from home beyond the first.",
        unit="utility",
        ge=-10,
        le=10,
        source="own design: loss of strength with distance",
    )
    new_home: float = parameter(
        0.04,
        "Weekly chance that a band makes the cell it is in its home.",
        unit="per week",
        ge=0,
        le=1,
        source="calibrated: own prototype",
    )
    intrusion: float = parameter(
        3.0,
        "Draw of a cell of the own sphere in which a rival at open war stands.",
        unit="utility",
        ge=-10,
        le=10,
        source="own design: war is carried to the intruder, hardly by who is merely a rival",
    )
    repulsion: float = parameter(
        0.15,
        "Repulsion beta by rivals' marks.",
        unit="utility",
        ge=0,
        le=100,
        source="calibrated: own prototype; form of Alsenafi & Barbaro 2018",
    )
    mark_fading: float = parameter(
        0.1,
        "Part lambda of a mark that fades in a week.",
        unit="per week",
        gt=0,
        le=1,
        source="own design",
    )
    mark_laying: float = parameter(
        0.1,
        "Mark gamma laid in a week by the actor's mean strength in an occupied cell.",
        unit="per week",
        ge=0,
        le=10,
        source="own design: a steady presence of mean strength marks 1",
    )


@kernel
def mean_strength(troops: Counts, mean: Floats) -> None:
    """Fill `mean` (A) with the mean of fighters over an actor's occupied cells, at least 1."""
    actors, cells = troops.shape
    for a in range(actors):
        total = 0
        occupied = 0
        for k in range(cells):
            if troops[a, k] > 0:
                total += troops[a, k]
                occupied += 1
        mean[a] = max(1.0, total / max(occupied, 1))


@kernel
def lay_marks(troops: Counts, mean: Floats, fading: float, laying: float, mark: Floats) -> None:
    """Xi <- (1 - lambda) xi + gamma rho, rho relative to the actor's mean strength."""
    actors, cells = troops.shape
    for a in range(actors):
        for k in range(cells):
            mark[a, k] = (1.0 - fading) * mark[a, k] + laying * troops[a, k] / mean[a]


@kernel
def weigh_cells(
    support: float,
    gain: float,
    risk: float,
    success: float,
    crowding: float,
    intrusion: float,
    repulsion: float,
    occupied: Ints,
    at: Ints,
    troops: Counts,
    mean: Floats,
    band_size: Ints,
    cooperation: Floats,
    influence: Floats,
    momentum: Floats,
    mark: Floats,
    sphere: Floats,
    hostility: Floats,
    hides: Flags,
    insurgent: Flags,
    mobile: Flags,
    appeal: Floats,
) -> None:
    """Fill `appeal` (A K): what draws any band of an actor to a cell."""
    actors, cells = troops.shape
    against, repelled, intruded = np.empty(cells), np.empty(cells), np.empty(cells)
    for a in range(actors):
        if not mobile[a]:
            continue
        against[:] = 0.0
        repelled[:] = 0.0
        intruded[:] = 0.0
        for b in range(actors):
            h = hostility[a, b]
            if b == a:
                continue
            for i in range(occupied[b], occupied[b + 1]):
                against[at[i]] += h * troops[b, at[i]]
                if insurgent[a] and insurgent[b]:
                    intruded[at[i]] += h * h
            if hides[a] and hides[b]:
                for k in range(cells):
                    repelled[k] += (1.0 - h) * mark[b, k]
        for k in range(cells):
            own = float(troops[a, k])
            danger = against[k] / (against[k] + own + mean[a])
            crowd = min(own / (2.0 * band_size[a]), 3.0)
            value = support * cooperation[a, k] + gain * (1.0 - influence[a, k])
            value += success * momentum[a, k] - risk * danger - crowding * crowd
            value += intrusion * min(intruded[k], 1.0) * sphere[a, k]
            appeal[a, k] = value - repulsion * repelled[k]


@kernel
def cells_apart(x: Ints, y: Ints, i: int, j: int) -> float:
    """Steps between two cells when a diagonal counts as one."""
    return float(max(abs(x[i] - x[j]), abs(y[i] - y[j])))


@kernel
def move(
    key: np.uint64,
    stay: float,
    order: float,
    home_weight: float,
    new_home: float,
    count: int,
    band_key: Keys,
    owner: Ints,
    cell: Ints,
    home: Ints,
    mobile: Flags,
    objective: Ints,
    reach: Floats,
    area: Flags,
    neighbours: Ints,
    x: Ints,
    y: Ints,
    appeal: Floats,
) -> None:
    """Move every mobile band by one draw among nine cells."""
    weight = np.empty(9)
    for u in range(count):
        if not mobile[u]:
            continue
        a = owner[u]
        k = cell[u]
        total = 0.0
        for j in range(9):
            n = neighbours[k, j] if j < 8 else k
            weight[j] = 0.0
            if n < 0 or not area[a, n]:
                continue
            value = appeal[a, n]
            if j == 8:
                value += stay
            if objective[u] >= 0:
                value -= order * cells_apart(x, y, n, objective[u])
                value += order * cells_apart(x, y, k, objective[u])
            else:
                beyond = cells_apart(x, y, n, home[u]) / reach[a] - 1.0
                value -= home_weight * max(beyond, 0.0)
            weight[j] = exp(value)
            total += weight[j]
        u1 = uniform(key, band_key[u], 0) * total
        chosen = k
        for j in range(9):
            if weight[j] > 0.0:
                chosen = neighbours[k, j] if j < 8 else k
                u1 -= weight[j]
                if u1 < 0.0:
                    break
        cell[u] = chosen
        if uniform(key, band_key[u], 1) < new_home:
            home[u] = chosen


def apply(world: World, p: MovementParameters, key: np.uint64) -> None:
    """Lay marks, weigh cells and move the bands."""
    cells, bands, actors, grid = world.cells, world.bands, world.actors, world.grid
    mean = np.empty(actors.size)
    count_troops(bands.count, bands.owner, bands.cell, bands.fighters, cells.troops)
    occupied, at = np.empty(actors.size + 1, np.int32), np.empty(bands.count, np.int32)
    list_occupied(cells.troops, occupied, at)
    mean_strength(cells.troops, mean)
    lay_marks(cells.troops, mean, p.mark_fading, p.mark_laying, cells.mark)
    weigh_cells(
        p.support,
        p.gain,
        p.risk,
        p.success,
        p.crowding,
        p.intrusion,
        p.repulsion,
        occupied,
        at,
        cells.troops,
        mean,
        actors.band_size,
        cells.cooperation,
        cells.influence,
        cells.momentum,
        cells.mark,
        cells.sphere,
        world.pairs.hostility,
        actors.hides,
        actors.insurgent,
        actors.mobile,
        cells.appeal,
    )
    move(
        key,
        p.stay,
        p.order,
        p.home,
        p.new_home,
        bands.count,
        bands.key,
        bands.owner,
        bands.cell,
        bands.home,
        bands.mobile,
        bands.objective,
        actors.reach_km / grid.cell_km,
        actors.area,
        grid.neighbours,
        grid.x,
        grid.y,
        cells.appeal,
    )


RULE = Rule(
    name="movement",
    claim="Bands go where the people help, control can be won and rivals have left no marks.",
    source="Alsenafi & Barbaro 2018 (marks); appeal: own design",
    parameters=MovementParameters,
    reads=(
        "bands.key",
        "bands.owner",
        "bands.fighters",
        "bands.mobile",
        "bands.objective",
        "cells.cooperation",
        "cells.influence",
        "cells.momentum",
        "cells.sphere",
        "pairs.hostility",
        "actors.hides",
        "actors.insurgent",
        "actors.mobile",
        "actors.band_size",
        "actors.reach_km",
        "actors.area",
    ),
    writes=("cells.troops", "cells.mark", "cells.appeal", "bands.cell", "bands.home"),
    apply=apply,
)
