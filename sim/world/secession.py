"""A part of an actor breaks away and becomes one of its own."""

from __future__ import annotations

import numpy as np

from sim.randomness import normal, uniform
from sim.vocabulary import NOBODY, SPLINTER, TOPICS, Development, FighterFlow, Stance
from sim.world import births
from sim.world.affinity import affinity
from sim.world.cells import NEVER
from sim.world.distances import far_half
from sim.world.stances import hostility_of, set_relation
from sim.world.state import Counts, Floats
from sim.world.world import World

_DIVIDED_MEANS = ("treasury", "income", "ceiling", "external", "active", "active_long")
_DIVIDED_LAND = ("support", "influence", "coverage", "coercion", "presence")
_KEPT_LAND = ("sphere", "last_present")


def secede(
    world: World,
    parent: int,
    rows: Counts,
    position: Floats,
    name: str,
    label: str,
    ucdp_id: int | None = None,
) -> int:
    """Make the bands in `rows`, all the parent's but not all it has, a new actor; its index.

    Means, and what all remember of attacks and losses, are divided by fighters; so are support and
    influence in each cell. What the leavers held to be their land they still do. Peoples judge the
    newborn as the parent but for the difference in positions. It shares the parent's friends and
    enemies, but no pact; the two become rivals.
    """
    whole = _by_cell(world, np.flatnonzero(world.bands.owner[: world.bands.count] == parent))
    moved = _by_cell(world, rows)
    fighters, share = int(moved.sum()), int(moved.sum()) / int(whole.sum())
    born = births.found(world, parent, name, label, ucdp_id)
    _take_men(world, parent, born, rows, fighters)
    for field in _DIVIDED_MEANS:
        values = getattr(world.actors, field)
        values[born], values[parent] = values[parent] * share, values[parent] * (1.0 - share)
    _take_land(world, parent, born, whole, moved)
    world.actors.position[born] = position
    _judge(world, parent, born)
    _divide_memory(world, parent, born, share)
    _part(world, parent, born)
    world.developments.note(Development.SPLIT, born, parent, amount=float(fighters))
    return born


def splinter(
    world: World, parent: int, seat: int, least: int, novelty: float, key: np.uint64
) -> None:
    """Split off the half of a group that is farther from `seat`, where its leader died.

    Neither half has fewer than `least` fighters, or nothing happens. Positions are drawn around
    the parent's with standard deviation `novelty`.
    """
    bands, actors = world.bands, world.actors
    used = slice(bands.count)
    own = np.flatnonzero((bands.owner[used] == parent) & (bands.fighters[used] > 0))
    rows = far_half(world, own, seat)
    fighters = int(bands.fighters[rows].sum())
    if not least <= fighters <= int(bands.fighters[own].sum()) - least:
        return
    position = actors.position[parent].copy()
    for topic in range(len(position)):
        step = novelty * normal(uniform(key, np.uint64(parent), 2 + topic))
        position[topic] = min(1.0, max(-1.0, position[topic] + step))
    name = actors.names[parent].partition(SPLINTER)[0]
    label = actors.labels[parent].partition(" splinter")[0]
    born = secede(world, parent, rows, position, name + SPLINTER, f"{label} splinter")
    births.add_post(world, born)


def _by_cell(world: World, rows: Counts) -> Counts:
    """Fighters (K) of some bands in each cell."""
    fighters = np.zeros(world.grid.size, np.int64)
    np.add.at(fighters, world.bands.cell[rows], world.bands.fighters[rows])
    return fighters


def _take_men(world: World, parent: int, born: int, rows: Counts, fighters: int) -> None:
    bands, flows = world.bands, world.ledger.fighters
    bands.owner[rows], bands.constituent[rows] = born, NOBODY
    flows[FighterFlow.DEFECTED_OUT, parent] -= fighters
    flows[FighterFlow.DEFECTED_IN, born] += fighters


def _take_land(world: World, parent: int, born: int, whole: Counts, moved: Counts) -> None:
    cells, there = world.cells, moved > 0
    cells.troops[born], cells.troops[parent] = moved, whole - moved
    share = np.zeros(len(moved))
    share[there] = moved[there] / whole[there]
    for name in _DIVIDED_LAND:
        values = getattr(cells, name)
        values[born] = values[parent] * share
        values[parent] *= 1.0 - share
    for name in _KEPT_LAND:
        values = getattr(cells, name)
        values[born, there] = values[parent, there]
    cells.cooperation[born] = cells.cooperation[parent]


def _judge(world: World, parent: int, born: int) -> None:
    """Let every people and the parent judge the newborn, and it the parent, by positions."""
    actors, groups, communities = world.actors, world.groups, world.communities
    relevance = np.ones(len(TOPICS))
    for g in range(len(communities.groups)):
        groups.affinity[g, born] = affinity(
            groups.position[g], groups.tolerance[g], actors.position[born], relevance
        )
    change = groups.affinity[:, born] - groups.affinity[:, parent]
    natural = communities.natural[parent] + change[communities.group]
    communities.natural[born] = np.clip(natural, -1.0, 1.0)
    for a, b in ((parent, born), (born, parent)):
        world.pairs.affinity[a, b] = affinity(
            actors.position[a], actors.tolerance[a], actors.position[b], relevance
        )


def _divide_memory(world: World, parent: int, born: int, share: float) -> None:
    pairs = world.pairs
    known = pairs.attacked[:, parent].copy()
    known[born] = known[parent]
    pairs.attacked[:, born], pairs.attacked[:, parent] = known * share, known * (1.0 - share)
    for lost in (pairs.losses, pairs.losses.T):
        lost[born] *= share
        lost[parent] *= 1.0 - share


def _part(world: World, parent: int, born: int) -> None:
    pairs, week = world.pairs, world.clock.week
    set_relation(pairs, parent, born, Stance.RIVALRY, hostility_of(Stance.RIVALRY), week)
    for partner in np.flatnonzero(pairs.stance[parent] == Stance.PACT).tolist():
        set_relation(pairs, partner, born, Stance.WAR, hostility_of(Stance.WAR), week)
    pairs.leaked[born] = pairs.leaked[:, born] = NEVER
    pairs.guarded[:, born] = 0.0
