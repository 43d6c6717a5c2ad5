"""From a scenario to the world at the start of burn-in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.randomness import draw_key
from sim.scenario.cast import (
    cast_actors,
    cast_constituents,
    cast_leaders,
    cast_strategies,
    topic_row,
)
from sim.scenario.forces import constituent_index, is_mobile, spread_weight
from sim.scenario.ground import community_base, mask_of, resolve_grid
from sim.scenario.interventions import resolve_timeline
from sim.scenario.schema import Scenario
from sim.strategies import STRATEGIES
from sim.vocabulary import ACTOR_TYPES, NOBODY, TOPICS, Stance
from sim.world.actors import Pairs
from sim.world.affinity import affinity
from sim.world.bands import Bands
from sim.world.cells import Cells
from sim.world.communities import Communities, Groups, count_people
from sim.world.deploy import place_force
from sim.world.logs import Claims, Developments, Events, Takeovers
from sim.world.stances import hostility_of, set_relation
from sim.world.state import allocate
from sim.world.strategy import Strategy
from sim.world.world import FIXED_SIZES, Clock, Ledger, World


def set_up(
    scenario: Scenario,
    seed: int,
    strategies: Sequence[Strategy] = STRATEGIES,
    tracing: bool = False,
) -> World:
    """World of a scenario in the first week of burn-in; it depends on nothing but the arguments."""
    grid = resolve_grid(scenario, seed)
    sizes = {
        "K": grid.size,
        "K1": grid.size + 1,
        "A": len(scenario.actors),
        "A1": len(scenario.actors) + 1,
        "G": len(scenario.groups),
        "U": 64,
        "E": 64,
        "Q": 64,
        "V": 64,
        "X": 64,
    } | FIXED_SIZES
    base = community_base(scenario, grid)
    sizes |= {"C": len(base.cell), "C1": len(base.cell) + 1, "R": len(base.refuge)}
    communities = allocate(Communities, sizes, groups=tuple(scenario.groups))
    base.fill(communities)
    cells = allocate(Cells, sizes)
    count_people(communities.cell, communities.people, cells.people)
    actors = cast_actors(scenario, grid, sizes)
    constituents = cast_constituents(scenario, grid)
    world = World(
        clock=Clock(scenario.time.start, -scenario.time.burn_in),
        grid=grid,
        cells=cells,
        communities=communities,
        groups=allocate(Groups, sizes),
        bands=allocate(Bands, sizes),
        actors=actors,
        pairs=allocate(Pairs, sizes),
        constituents=constituents,
        leaders=cast_leaders(scenario, actors, constituents),
        events=allocate(Events, sizes),
        claims=allocate(Claims, sizes),
        developments=allocate(Developments, sizes),
        takeovers=allocate(Takeovers, sizes),
        ledger=allocate(Ledger, sizes),
        strategies=cast_strategies(scenario, strategies),
        tracing=tracing,
        timeline=resolve_timeline(scenario, grid),
    )
    _hold_positions(scenario, world)
    _relate(scenario, world)
    _tie(scenario, world)
    _occupy(scenario, world, seed)
    return world


def _hold_positions(scenario: Scenario, world: World) -> None:
    """Positions and tolerance of groups; affinities and first trust that follow from all's."""
    for g, group in enumerate(scenario.groups.values()):
        world.groups.position[g] = topic_row(group.positions, 0.0)
        world.groups.tolerance[g] = topic_row(group.tolerance, 0.25)
        world.groups.salafi[g] = group.salafi_share
    actors = world.actors
    relevance = np.ones(len(TOPICS))
    for a in range(actors.size):
        theirs = actors.position[a]
        for f in range(actors.size):
            world.pairs.affinity[f, a] = affinity(
                actors.position[f], actors.tolerance[f], theirs, relevance
            )
        for g in range(len(world.communities.groups)):
            world.groups.affinity[g, a] = affinity(
                world.groups.position[g], world.groups.tolerance[g], theirs, relevance
            )
    world.pairs.trust[:] = (1.0 + world.pairs.affinity) / 2.0


def _relate(scenario: Scenario, world: World) -> None:
    """Stance and hostility at the start: by the actors' types, then as the scenario says."""
    actors, pairs, week = world.actors, world.pairs, world.clock.week
    for a in range(actors.size):
        for b in range(a):
            stance, hostility = _by_type(world, a, b)
            set_relation(pairs, a, b, stance, hostility, week)
        set_relation(pairs, a, a, Stance.ALLIANCE, 0.0, week)
    for relation in scenario.relations:
        a, b = (actors.names.index(name) for name in relation.between)
        stance = Stance[relation.stance.upper()]
        set_relation(pairs, a, b, stance, hostility_of(stance, relation.hostility), week)


MILITIAS = tuple(ACTOR_TYPES[name].code for name in ("political_militia", "identity_militia"))
"""Codes of the types that are no enemies of states by themselves."""


def _by_type(world: World, a: int, b: int) -> tuple[Stance, float]:
    """Relation of two actors that the scenario does not name."""
    actors = world.actors
    official = [bool(actors.governs[i] or actors.foreign[i]) for i in (a, b)]
    militia = [actors.type[i] in MILITIAS for i in (a, b)]
    if all(official):
        stance = Stance.ALLIANCE
    elif any(militia) and (any(official) or all(militia)):
        stance = Stance.NEUTRAL
    elif any(official) or any(militia):
        stance = Stance.WAR
    else:
        stance = Stance.RIVALRY
    return stance, hostility_of(stance)


def _tie(scenario: Scenario, world: World) -> None:
    """Natural loyalty from affinity, a militia's own people and ties; loyalty begins there."""
    communities, groups, actors = world.communities, world.groups, world.actors
    natural = np.ascontiguousarray(groups.affinity.T[:, communities.group])
    own = actors.members[:, communities.group]
    stands_for_its_own = np.any(actors.members, axis=1, keepdims=True)
    natural = np.where(stands_for_its_own & ~own, np.minimum(natural, 0.0), natural)
    natural[own] = MEMBER_LOYALTY
    for tie in scenario.ties:
        a = actors.names.index(tie.actor)
        chosen = np.equal(communities.group, communities.groups.index(tie.group))
        if tie.place is not None:
            chosen &= mask_of(tie.place, world.grid)[communities.cell]
        natural[a, chosen] += tie.loyalty
    communities.natural[:] = np.clip(natural, -1.0, 1.0)
    communities.baseline[:] = communities.natural
    communities.loyalty[:] = communities.natural


MEMBER_LOYALTY = 0.6
"""Natural loyalty of a people to its own militia; other peoples have none. Own design."""


def _occupy(scenario: Scenario, world: World, seed: int) -> None:
    """Place the forces and what they hold and regard as theirs."""
    cells, grid = world.cells, world.grid
    for a, (name, actor) in enumerate(scenario.actors.items()):
        for i, force in enumerate(actor.forces):
            weight = spread_weight(force, grid) * world.actors.area[a]
            key = draw_key(seed, f"force:{name}:{i}", 0)
            place_force(
                world,
                a,
                force.fighters,
                force.cells,
                weight,
                force.foreign,
                is_mobile(force, actor),
                constituent_index(scenario, name, force.constituent),
                key,
            )
        for place in actor.sphere:
            cells.sphere[a, mask_of(place, grid)] = 1.0
        if world.actors.governs[a]:
            cells.control[world.actors.area[a] & (cells.control == NOBODY)] = a
            cells.sphere[a, world.actors.area[a]] = 1.0
