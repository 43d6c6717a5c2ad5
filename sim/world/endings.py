"""How bands change sides, and what is left of an actor that ends."""

from __future__ import annotations

import numpy as np

from sim.vocabulary import NOBODY, FighterFlow, PeopleFlow
from sim.world.demobilise import quit_arms
from sim.world.state import Counts
from sim.world.world import World

_SPENT = ("treasury", "income", "ceiling", "external", "inflow_rate", "strike_capacity", "disarray")


def go_over(world: World, rows: Counts, to: int) -> int:
    """Let bands join another actor, as none of its constituents; how many fighters did."""
    bands, flows = world.bands, world.ledger.fighters
    for u in rows:
        flows[FighterFlow.DEFECTED_OUT, bands.owner[u]] -= bands.fighters[u]
    fighters = int(bands.fighters[rows].sum())
    flows[FighterFlow.DEFECTED_IN, to] += fighters
    bands.owner[rows], bands.constituent[rows], bands.objective[rows] = to, NOBODY, NOBODY
    return fighters


def go_home(world: World, actor: int, key: np.uint64) -> int:
    """Let all fighters of an actor lay down arms; how many did."""
    bands, communities, ledger = world.bands, world.communities, world.ledger
    own = bands.owner[: bands.count] == actor
    fighters = int(bands.fighters[: bands.count][own].sum())
    everybody = np.zeros(world.actors.size)
    everybody[actor] = 1.0
    quit_arms(
        key, everybody, bands.count, bands.key, bands.owner, bands.home, bands.fighters,
        bands.foreign, communities.first, communities.people, communities.loyalty,
        ledger.people[PeopleFlow.RETURNED_FROM_ARMS], ledger.fighters[FighterFlow.QUIT],
        ledger.fighters[FighterFlow.LEFT_THE_MAP],
    )  # fmt: skip
    return fighters


def close(world: World, actor: int, heir: int = NOBODY) -> None:
    """End an actor without fighters; an heir takes over its treasury and its support.

    Its cells go to others by the rule of control. What it was to others stays on record. Should
    the scenario send it fighters again, it lives again, without means or outside support.
    """
    actors, cells, leaders = world.actors, world.cells, world.leaders
    if heir != NOBODY:
        actors.treasury[heir] += actors.treasury[actor]
        cells.support[heir] = np.minimum(1.0, cells.support[heir] + cells.support[actor])
        cells.influence[heir] += cells.influence[actor]
    for name in _SPENT:
        getattr(actors, name)[actor] = 0.0
    for name in ("support", "influence", "troops"):
        getattr(cells, name)[actor] = 0
    actors.alive[actor] = False
    posts = np.flatnonzero(leaders.in_office & (leaders.actor == actor))
    leaders.in_office[posts] = False
    leaders.vacant_until[posts] = world.clock.week
