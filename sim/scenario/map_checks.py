"""What only the map can say about a scenario: places that must exist and hold what is put there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from sim.errors import SimError
from sim.geography.places import find_admin1, find_country
from sim.scenario.checks import Finding, known
from sim.scenario.document import Keys
from sim.scenario.ground import mask_of, resolve_grid
from sim.scenario.schema import Actor, Scenario
from sim.scenario.terms import Force, Place
from sim.scenario.timeline_schema import DeploymentEvent, WithdrawalEvent
from sim.scenario.where_values import country_values
from sim.world.grid import Grid
from sim.world.state import Flags


class _Map:
    """A grid and what its places hold, each looked up once: the points of a design ask again."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.people = int(grid.population.sum())
        self.fault = lru_cache(maxsize=10_000)(self._fault)
        self.room = lru_cache(maxsize=10_000)(self._room)

    def _fault(self, place: Place) -> str:
        """What is wrong with a place; "" where nothing is."""
        return _told(lambda: mask_of(place, self.grid))

    def _room(self, place: Place, area: tuple[Place, ...], country: str | None) -> int:
        """How many cells of a place lie in an area, or in a country where no area is named."""
        within: Flags
        if area:
            within = np.logical_or.reduce([mask_of(each, self.grid) for each in area])
        else:
            within = mask_of(Place(country=country), self.grid)
        return int((mask_of(place, self.grid) & within).sum())


@lru_cache(maxsize=1)
def _map_of(grid: Grid) -> _Map:
    return _Map(grid)


def map_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything wrong with a scenario's places and forces; builds the map."""
    try:
        land = _map_of(resolve_grid(scenario, scenario.seed))
    except SimError as error:
        yield ("area",), _sentence(error)
        return
    for name, actor in scenario.actors.items():
        yield from _actor(actor, land, ("actors", name))
    for number, tie in enumerate(scenario.ties):
        if tie.place is not None:
            yield from _place(tie.place, land, ("ties", number, "place"))
    yield from _timeline(scenario, land)
    for name, group in scenario.groups.items():
        for place in group.shares:
            yield from _share_place(place, land.grid, ("groups", name, "shares", place))
    yield from _outcomes(scenario, land.grid)


def _actor(actor: Actor, land: _Map, keys: Keys) -> Iterator[Finding]:
    country = actor.country
    nowhere = "" if country is None else _told(lambda: find_country(land.grid, country))
    if nowhere:
        yield (*keys, "country"), nowhere
    for name, part in actor.constituents.items():
        if part.base is not None:
            yield from _place(part.base, land, (*keys, "constituents", name, "base"))
    for section in ("area", "sphere"):
        for number, place in enumerate(getattr(actor, section)):
            yield from _place(place, land, (*keys, section, number))
    if any(land.fault(place) for place in actor.area) or (nowhere and not actor.area):
        return
    for number, force in enumerate(actor.forces):
        yield from _force(force, land, tuple(actor.area), country, (*keys, "forces", number))
    total = sum(force.fighters for force in actor.forces)
    if total > land.people:
        message = f"{total:,} fighters in all are more than the {land.people:,} people of the area."
        yield (*keys, "forces"), message


def _timeline(scenario: Scenario, land: _Map) -> Iterator[Finding]:
    for name, event in scenario.timeline.items():
        keys: Keys = ("timeline", name)
        if isinstance(event, DeploymentEvent):
            yield from _force(event.force, land, (), None, (*keys, "force"))
        if isinstance(event, WithdrawalEvent):
            yield from _place(event.place, land, (*keys, "place"))


def _place(place: Place, land: _Map, keys: Keys) -> Iterator[Finding]:
    for side in ("longitude", "latitude"):
        span = getattr(place, side)
        if span is not None and span[0] > span[1]:
            yield (*keys, side), f"{span[0]} is above {span[1]}; write the smaller one first."
            return
    if fault := land.fault(place):
        yield keys, fault


def _force(
    force: Force, land: _Map, area: tuple[Place, ...], country: str | None, keys: Keys
) -> Iterator[Finding]:
    """A force needs room in its place, as far as its actor operates there."""
    wrong = list(_place(force.place, land, (*keys, "place")))
    yield from wrong
    if wrong:
        return
    room = land.room(force.place, area, country)
    if room == 0:
        yield (*keys, "place"), "lies wholly outside the area in which the actor operates."
    elif force.cells > room:
        yield (*keys, "cells"), f"{force.cells} is more than the {room} cells of the place."


def _share_place(place: str, grid: Grid, keys: Keys) -> Iterator[Finding]:
    country, slash, admin1 = place.partition("/")
    if place == "*":
        return
    fault = _told(
        lambda: find_admin1(grid, country, admin1) if slash else find_country(grid, country)
    )
    if fault:
        yield keys, fault


def _outcomes(scenario: Scenario, grid: Grid) -> Iterator[Finding]:
    for name, outcome in scenario.outcomes.items():
        for column, value in outcome.where.items():
            names = country_values(grid, outcome.table, column)
            if names is not None:
                yield from known(value, names, "country", ("outcomes", name, "where", column))


def _told(look_up: Callable[[], object]) -> str:
    """What is said against what is looked up; "" where it is there."""
    try:
        look_up()
    except SimError as error:
        return _sentence(error)
    return ""


def _sentence(error: SimError) -> str:
    text = str(error)
    return text[:1].lower() + text[1:]
