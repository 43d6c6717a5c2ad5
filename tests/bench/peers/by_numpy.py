"""The minimal workload in NumPy: every step over whole arrays, battles alone one by one.

It changes a world's arrays in place. Its exp is NumPy's, so its numbers are ours to rounding.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.randomness import rule_key
from sim.world.world import World
from tests.bench.peers import clash
from tests.bench.peers.numpy_fixed import Fixed, uniform
from tests.bench.peers.numpy_ground import move, stand
from tests.bench.peers.numpy_people import converse, cooperate, drift, grieve


def run(world: World, weeks: int, seed: int) -> None:
    """Carry a world `weeks` weeks on."""
    fixed = Fixed(world)
    for _ in range(weeks):
        world.clock.week += 1
        world.communities.harm[:] = 0
        week = world.clock.week
        move(world, fixed, rule_key(seed, "movement", week))
        stand(world, fixed)
        cooperate(world, fixed)
        fight(world, fixed, rule_key(seed, "battles", week))
        drift(world, fixed)
        grieve(world, fixed)
        converse(world, fixed, rule_key(seed, "loyalty", week))
        world.bands.compact()


def fight(world: World, fixed: Fixed, key: np.uint64) -> None:
    """Find the cells where somebody strikes, all at once; fight those one by one."""
    cells, bands = world.cells, world.bands
    cells.heat *= clash.P.heat_memory
    cells.momentum *= clash.P.momentum_memory
    n = bands.count
    cell, owner = bands.cell[:n], bands.owner[:n]
    seen = (
        world.actors.exposure
        + (1.0 - world.actors.exposure) * cells.cooperation[owner, cell][:, None]
    )
    lively = 1.0 + clash.P.excitation * np.minimum(cells.heat[cell], 6.0)[:, None]
    h = fixed.hostility[owner]
    chance = 1.0 - np.exp(-fixed.rate[owner] * h * h * seen * lively)
    chance[cells.troops[:, cell].T == 0] = 0.0
    draws = np.arange(len(fixed.rate), dtype=np.uint64) * np.uint64(12)
    struck = uniform(key, bands.key[:n, None], draws) < chance
    order = np.argsort(cell, kind="stable")
    sorted_cells = cell[order]
    for k in np.unique(cell[struck.any(axis=1)]).tolist():
        begin, end = np.searchsorted(sorted_cells, [k, k + 1])
        fight_in(world, fixed, key, k, order[begin:end].tolist())


def fight_in(world: World, fixed: Fixed, key: np.uint64, k: int, rows: list[int]) -> None:
    """Fight one cell's battles as objects and write back what is left."""
    cells, bands, people = world.cells, world.bands, world.communities
    units = [
        SimpleNamespace(
            row=u, key=int(bands.key[u]), owner=int(bands.owner[u]),
            fighters=int(bands.fighters[u]), foreign=int(bands.foreign[u]),
            experience=float(bands.experience[u]),
        )
        for u in rows
    ]  # fmt: skip
    members = [
        SimpleNamespace(row=c, people=int(people.people[c]))
        for c in range(people.first[k], people.first[k + 1])
    ]

    def harmed(a: int, community: Any, dead: int) -> None:
        people.people[community.row] = community.people
        people.harm[a, community.row] += dead

    arena = clash.Arena(
        units, members, cells.cooperation[:, k].tolist(), cells.troops[:, k].tolist(),
        cells.momentum[:, k].tolist(), float(cells.heat[k]), harmed,
    )  # fmt: skip
    clash.fight(arena, fixed.relations, clash.keyed(int(key)))
    cells.momentum[:, k], cells.heat[k] = arena.momentum, arena.heat
    for unit in units:
        bands.fighters[unit.row], bands.foreign[unit.row] = unit.fighters, unit.foreign
        bands.experience[unit.row] = unit.experience
