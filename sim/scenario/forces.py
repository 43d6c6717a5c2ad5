"""Forces as a scenario names them, at the start or in a deployment: where, mobile, whose part."""

from __future__ import annotations

import numpy as np

from sim.scenario.ground import mask_of
from sim.scenario.schema import Actor, Scenario
from sim.scenario.terms import Force
from sim.vocabulary import ACTOR_TYPES, NOBODY
from sim.world.grid import Grid
from sim.world.state import Floats


def spread_weight(force: Force, grid: Grid) -> Floats:
    """Relative weight of each cell (K) for a force: 0 outside its place."""
    inside = mask_of(force.place, grid)
    if force.by == "people":
        draw = np.sqrt(grid.population + 1.0)
    elif force.by == "remoteness":
        draw = 1.05 - grid.accessibility
    else:
        draw = np.ones(grid.size)
    return np.where(inside, draw, 0.0)


def is_mobile(force: Force, actor: Actor) -> bool:
    """Whether its bands may leave their cell: states' troops are garrisons unless said."""
    if force.mobile is not None:
        return force.mobile
    kind = ACTOR_TYPES[actor.type]
    return kind.mobile and not kind.governs


def constituent_index(scenario: Scenario, actor: str, constituent: str | None) -> int:
    """Index of a constituent among all of the scenario, in its order; -1 where none is named."""
    if constituent is None:
        return NOBODY
    every = [(name, part) for name, own in scenario.actors.items() for part in own.constituents]
    return every.index((actor, constituent))
