"""Who takes part: actors, their constituents, leaders and outlets as the world holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.scenario.ground import mask_of
from sim.scenario.schema import Actor, Scenario
from sim.scenario.terms import Topic
from sim.vocabulary import ACTOR_TYPES, NOBODY, TOPICS
from sim.world.actors import Actors
from sim.world.grid import Grid
from sim.world.leaders import Constituents, Leaders
from sim.world.state import Flags, allocate
from sim.world.strategy import Strategy

_TRAITS = ("governs", "foreign", "mobile", "hides", "air", "insurgent")
_OWN_FIELDS = (
    "restraint",
    "targeting_civilians",
    "aggression",
    "skill",
    "recruiting",
    "visibility",
    "reach_km",
    "fronts",
    "external",
    "band_size",
    "awareness",
    "strike_capacity",
)


def cast_actors(scenario: Scenario, grid: Grid, sizes: dict[str, int]) -> Actors:
    """Actors filled from their types and their own fields."""
    listed = list(scenario.actors.values())
    actors = allocate(
        Actors,
        sizes,
        names=tuple(scenario.actors),
        labels=tuple(actor.name for actor in listed),
        ucdp_ids=tuple(actor.ucdp_id for actor in listed),
        ucdp_names=tuple(actor.ucdp_name or actor.name for actor in listed),
        outlets=tuple(actor.outlet.name if actor.outlet else "" for actor in listed),
    )
    actors.alive[:] = True
    for a, actor in enumerate(listed):
        kind = ACTOR_TYPES[actor.type]
        actors.type[a] = kind.code
        for trait in _TRAITS:
            getattr(actors, trait)[a] = getattr(kind, trait)
        for own in _OWN_FIELDS:
            getattr(actors, own)[a] = getattr(actor, own)
        if actor.country is not None:
            actors.country[a] = grid.countries.index(actor.country)
        if actor.parent is not None:
            actors.parent[a] = actors.names.index(actor.parent)
        if actor.founded is not None:
            actors.founded[a] = (actor.founded - scenario.time.start).days // 7
        if actor.outlet is not None:
            for field in ("reporting", "inflation", "candour"):
                getattr(actors, field)[a] = getattr(actor.outlet, field)
        actors.area[a] = _area(actor, grid)
        actors.position[a] = topic_row(actor.positions, 0.0)
        actors.tolerance[a] = topic_row(actor.tolerance, 0.5)
        for g, group in enumerate(scenario.groups):
            actors.members[a, g] = group in actor.members
        actors.target_weight[a] = [actor.targets.get(name, 1.0) for name in scenario.actors]
    actors.tribal[:] = actors.members.any(axis=1)
    actors.ceiling[:] = actors.external
    actors.readiness[:] = actors.aggression
    actors.exposure[:] = actors.visibility
    return actors


def cast_constituents(scenario: Scenario, grid: Grid) -> Constituents:
    """Constituents of all actors in the scenario's order; bases that it names."""
    listed = [
        (a, actor, name, part)
        for a, actor in enumerate(scenario.actors.values())
        for name, part in actor.constituents.items()
    ]
    constituents = allocate(
        Constituents,
        {"M": len(listed), "T": len(TOPICS)},
        names=tuple(name for _, _, name, _ in listed),
        labels=tuple(part.name for _, _, _, part in listed),
        ucdp_ids=tuple(part.ucdp_id for _, _, _, part in listed),
    )
    for m, (a, actor, _, part) in enumerate(listed):
        constituents.actor[m] = a
        constituents.position[m] = topic_row({**actor.positions, **part.positions}, 0.0)
        if part.base is not None:
            inside = np.flatnonzero(mask_of(part.base, grid))
            if len(inside):
                constituents.base[m] = inside[np.argmax(grid.population[inside])]
    return constituents


def cast_leaders(scenario: Scenario, actors: Actors, constituents: Constituents) -> Leaders:
    """A post for every actor that hides or names a leader, then one for every constituent."""
    listed = list(scenario.actors.values())
    posts = [
        (a, NOBODY, actor.leader)
        for a, actor in enumerate(listed)
        if actors.hides[a] or actor.leader is not None
    ]
    named = [part.leader for actor in listed for part in actor.constituents.values()]
    posts += [(int(a), m, named[m]) for m, a in enumerate(constituents.actor)]
    leaders = allocate(Leaders, {"L": len(posts)}, names=tuple(name or "" for _, _, name in posts))
    for post, (a, m, _) in enumerate(posts):
        leaders.actor[post], leaders.constituent[post] = a, m
        leaders.cell[post] = constituents.base[m] if m != NOBODY else NOBODY
    leaders.in_office[:] = True
    leaders.number[:] = 1
    leaders.since[:] = -scenario.time.burn_in
    return leaders


def cast_strategies(scenario: Scenario, known: Sequence[Strategy]) -> list[Strategy]:
    """Strategy of every actor: the one it names, else that of its type."""
    by_name = {strategy.name: strategy for strategy in known}
    return [
        by_name[actor.strategy or ACTOR_TYPES[actor.type].strategy]
        for actor in scenario.actors.values()
    ]


def topic_row(values: Mapping[Topic, float], absent: float) -> list[float]:
    """One value for each topic, in order."""
    row = [absent] * len(TOPICS)
    for topic, value in values.items():
        row[TOPICS.index(topic)] = value
    return row


def _area(actor: Actor, grid: Grid) -> Flags:
    """Cells where the actor operates: named places, a state's own country, or everywhere."""
    if actor.area:
        area = np.zeros(grid.size, np.bool_)
        for place in actor.area:
            area |= mask_of(place, grid)
        return area
    if actor.country is not None:
        own: Flags = np.equal(grid.country, grid.countries.index(actor.country))
        return own
    return np.ones(grid.size, np.bool_)
