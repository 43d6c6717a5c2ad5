"""What the NumPy version of the minimal workload shares: parameters, draws, and what stays."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.rules.information import InformationParameters
from sim.rules.loyalty import LoyaltyParameters
from sim.rules.movement import MovementParameters
from sim.rules.presence import PresenceParameters
from sim.world.world import World
from tests.bench.peers import clash

_GOLDEN, _STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1342543DE82EF95)
MOVE, STAND, TELL, FEEL = (
    MovementParameters(), PresenceParameters(), InformationParameters(), LoyaltyParameters()
)  # fmt: skip


def uniform(key: np.uint64, agents: Any, draw: Any) -> Any:
    """The model's draws of many agents."""
    z = key + (agents + np.asarray(draw, np.uint64) * _STEP) * _GOLDEN
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)) * 2.0**-53


class Fixed:
    """What never changes, in the shapes that whole-array steps want."""

    def __init__(self, world: World) -> None:
        grid, people, actors = world.grid, world.communities, world.actors
        cells = grid.size
        self.hostility = world.pairs.hostility
        rivals = ~np.eye(actors.size, dtype=bool)
        hiding = actors.hides[:, None] & actors.hides & rivals
        rebel = actors.insurgent[:, None] & actors.insurgent & rivals
        self.repels = np.where(hiding, 1.0 - self.hostility, 0.0)
        self.intrudes = np.where(rebel, self.hostility**2, 0.0)
        self.near = np.where(grid.neighbours < 0, cells, grid.neighbours)
        self.steps = np.column_stack([self.near, np.arange(cells)])
        self.x, self.y = np.append(grid.x, 0), np.append(grid.y, 0)
        self.reach = (actors.reach_km / grid.cell_km)[:, None]
        at = np.column_stack([people.at, np.full(len(people.at), -1)])
        self.partner = at[people.group[:, None], self.near[people.cell]]
        self.settled = np.flatnonzero(np.diff(people.first))
        self.begin = people.first[self.settled]
        office = np.minimum(1.0, 0.05 + STAND.administration * grid.accessibility)
        self.office = np.where(actors.governs[:, None], office, 0.0)
        self.rules = world.cells.control[people.cell] == np.arange(actors.size)[:, None]
        self.relations = clash.Relations(world)
        self.rate = np.array(self.relations.rate)
