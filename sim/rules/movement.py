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
from sim.world.appeal import BARRED, lay_marks, mean_strength, weigh_cells
from sim.world.bands import locate
from sim.world.grid import MOORE
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.world import World

_EAST = np.array([step[0] for step in MOORE] + [0])  # of the neighbours and of the cell itself
_NORTH = np.array([step[1] for step in MOORE] + [0])


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
def steps(east: int, north: int) -> float:
    """Steps to a cell so many columns and rows away when a diagonal counts as one."""
    return float(max(abs(east), abs(north)))


@kernel
def weigh_steps(
    stay: float, order: float, home_weight: float, rows: Rows, owner: Rows, cell: Rows,
    home: Rows, objective: Ints, reach: Floats, neighbours: Ints, x: Ints, y: Ints,
    appeal: Floats, weight: Floats,
) -> None:  # fmt: skip
    """Fill `weight` (bands in `rows`, 9) for the eight neighbours and the cell itself, 0 if barred.

    Exponentials are taken of all of them together, which runs on whole vectors.
    """
    for i in range(len(rows)):
        u = rows[i]
        a, k, goal = owner[u], cell[u], objective[u]
        drawn, far, near, value = appeal[a], reach[a], neighbours[k], weight[i]
        for j in range(8):
            n = near[j]
            value[j] = drawn[max(n, 0)] if n >= 0 else BARRED
        value[8] = drawn[k] + stay
        end = goal if goal >= 0 else home[u]
        east, north = x[end] - x[k], y[end] - y[k]
        here = steps(east, north)
        if goal >= 0:
            for j in range(9):
                value[j] -= order * steps(east - _EAST[j], north - _NORTH[j])
                value[j] += order * here
        elif here + 1.0 > far:  # else every neighbour is within reach
            for j in range(9):
                left = steps(east - _EAST[j], north - _NORTH[j])
                value[j] -= home_weight * max(left / far - 1.0, 0.0)
    flat = weight.reshape(-1)
    for i in range(len(flat)):
        flat[i] = exp(flat[i])


@kernel
def move(
    key: np.uint64, stay: float, order: float, home_weight: float, new_home: float, count: int,
    band_key: Keys, owner: Rows, cell: Rows, home: Rows, mobile: Flags, objective: Ints,
    reach: Floats, neighbours: Ints, x: Ints, y: Ints, appeal: Floats,
) -> None:  # fmt: skip
    """Move every mobile band by one draw among nine cells."""
    rows = np.empty(count, np.uint32)
    movers = 0
    for u in range(count):
        if mobile[u]:
            rows[movers] = u
            movers += 1
    weight = np.empty((movers, 9))
    weigh_steps(stay, order, home_weight, rows[:movers], owner, cell, home, objective, reach,
                neighbours, x, y, appeal, weight)  # fmt: skip
    for i in range(movers):
        u = rows[i]
        total = 0.0
        for j in range(9):
            total += weight[i, j]
        mark = uniform(key, band_key[u], 0) * total
        passed = 0
        for j in range(9):  # to the end, since where it stops cannot be foreseen
            mark -= weight[i, j]
            passed += mark >= 0.0
        if passed < 8:
            cell[u] = neighbours[cell[u], passed]
        if uniform(key, band_key[u], 1) < new_home:
            home[u] = cell[u]


@kernel
def march(
    key: np.uint64, support: float, gain: float, risk: float, success: float, stay: float,
    crowding: float, order: float, home_weight: float, new_home: float, intrusion: float,
    repulsion: float, fading: float, laying: float, count: int, band_key: Keys, owner: Rows,
    cell: Rows, home: Rows, fighters: Counts, mobile_band: Flags, objective: Ints,
    hostility: Floats, hides: Flags, insurgent: Flags, mobile: Flags, area: Flags,
    band_size: Ints, reach_km: Floats, cell_km: float, neighbours: Ints, x: Ints, y: Ints,
    cooperation: Floats, influence: Floats, momentum: Floats, sphere: Floats, troops: Counts,
    occupied: Rows, at: Rows, standing: Floats, mark: Floats, appeal: Floats,
) -> None:  # fmt: skip
    """All of the rule in one call: lay marks, weigh cells, move the bands."""
    mean = np.empty(len(hides))
    locate(count, owner, cell, fighters, troops, occupied, at, standing)
    mean_strength(occupied, standing, mean)
    lay_marks(occupied, at, standing, mean, fading, laying, mark)
    weigh_cells(support, gain, risk, success, crowding, intrusion, repulsion, occupied, at,
                standing, troops, mean, band_size, cooperation, influence, momentum, mark, sphere,
                hostility, hides, insurgent, mobile, area, appeal)  # fmt: skip
    move(key, stay, order, home_weight, new_home, count, band_key, owner, cell, home, mobile_band,
         objective, reach_km / cell_km, neighbours, x, y, appeal)  # fmt: skip


def apply(world: World, p: MovementParameters, key: np.uint64) -> None:
    """Lay marks, weigh cells and move the bands."""
    cells, bands, actors, grid = world.cells, world.bands, world.actors, world.grid
    march(
        key, p.support, p.gain, p.risk, p.success, p.stay, p.crowding, p.order, p.home,
        p.new_home, p.intrusion, p.repulsion, p.mark_fading, p.mark_laying, bands.count,
        bands.key, bands.owner, bands.cell, bands.home, bands.fighters, bands.mobile,
        bands.objective, world.pairs.hostility, actors.hides, actors.insurgent, actors.mobile,
        actors.area, actors.band_size, actors.reach_km, grid.cell_km, grid.neighbours, grid.x,
        grid.y, cells.cooperation, cells.influence, cells.momentum, cells.sphere, cells.troops,
        cells.first_occupied, bands.occupied, bands.standing, cells.mark, cells.appeal,
    )  # fmt: skip


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
    writes=(
        "cells.troops",
        "cells.first_occupied",
        "bands.occupied",
        "bands.standing",
        "cells.mark",
        "cells.appeal",
        "bands.cell",
        "bands.home",
    ),
    apply=apply,
)
