"""What only the map can say about a scenario: places that must exist and hold what is put there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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


def map_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything wrong with a scenario's places and forces; builds the map."""
    try:
        grid = resolve_grid(scenario, scenario.seed)
    except SimError as error:
        yield ("area",), _sentence(error)
        return
    for name, actor in scenario.actors.items():
        yield from _actor(actor, grid, ("actors", name))
    for number, tie in enumerate(scenario.ties):
        if tie.place is not None:
            yield from _place(tie.place, grid, ("ties", number, "place"))
    yield from _timeline(scenario, grid)
    for name, group in scenario.groups.items():
        for place in group.shares:
            yield from _share_place(place, grid, ("groups", name, "shares", place))
    yield from _outcomes(scenario, grid)


def _actor(actor: Actor, grid: Grid, keys: Keys) -> Iterator[Finding]:
    if actor.country is not None and actor.country not in grid.countries:
        yield from _unknown(lambda: find_country(grid, str(actor.country)), (*keys, "country"))
    for name, part in actor.constituents.items():
        if part.base is not None:
            yield from _place(part.base, grid, (*keys, "constituents", name, "base"))
    for section in ("area", "sphere"):
        for number, place in enumerate(getattr(actor, section)):
            yield from _place(place, grid, (*keys, section, number))
    try:
        area = _area(actor, grid)
    except SimError:
        return
    for number, force in enumerate(actor.forces):
        yield from _force(force, area, grid, (*keys, "forces", number))
    total, people = sum(force.fighters for force in actor.forces), int(grid.population.sum())
    if total > people:
        message = f"{total:,} fighters in all are more than the {people:,} people of the area."
        yield (*keys, "forces"), message


def _timeline(scenario: Scenario, grid: Grid) -> Iterator[Finding]:
    for name, event in scenario.timeline.items():
        keys: Keys = ("timeline", name)
        if isinstance(event, DeploymentEvent):
            everywhere = np.ones(grid.size, np.bool_)
            yield from _force(event.force, everywhere, grid, (*keys, "force"))
        if isinstance(event, WithdrawalEvent):
            yield from _place(event.place, grid, (*keys, "place"))


def _place(place: Place, grid: Grid, keys: Keys) -> Iterator[Finding]:
    for side in ("longitude", "latitude"):
        span = getattr(place, side)
        if span is not None and span[0] > span[1]:
            yield (*keys, side), f"{span[0]} is above {span[1]}; write the smaller one first."
            return
    yield from _unknown(lambda: mask_of(place, grid), keys)


def _force(force: Force, area: Flags, grid: Grid, keys: Keys) -> Iterator[Finding]:
    """A force needs room in its place, and a place with people who could feed it."""
    wrong = list(_place(force.place, grid, (*keys, "place")))
    yield from wrong
    if wrong:
        return
    cells = mask_of(force.place, grid)
    room = int((cells & area).sum())
    if room == 0:
        yield (*keys, "place"), "lies wholly outside the area in which the actor operates."
    elif force.cells > room:
        yield (*keys, "cells"), f"{force.cells} is more than the {room} cells of the place."


def _area(actor: Actor, grid: Grid) -> Flags:
    if actor.area:
        masks = [mask_of(place, grid) for place in actor.area]
        return np.asarray(np.logical_or.reduce(masks), np.bool_)
    if actor.country is not None:
        return np.equal(grid.country, find_country(grid, actor.country))
    return np.ones(grid.size, np.bool_)


def _share_place(place: str, grid: Grid, keys: Keys) -> Iterator[Finding]:
    country, slash, admin1 = place.partition("/")
    if place == "*":
        return
    if slash:
        yield from _unknown(lambda: find_admin1(grid, country, admin1), keys)
    else:
        yield from _unknown(lambda: find_country(grid, country), keys)


def _outcomes(scenario: Scenario, grid: Grid) -> Iterator[Finding]:
    for name, outcome in scenario.outcomes.items():
        for column, value in outcome.where.items():
            names = country_values(grid, outcome.table, column)
            if names is not None:
                yield from known(value, names, "country", ("outcomes", name, "where", column))


def _unknown(look_up: Callable[[], object], keys: Keys) -> Iterator[Finding]:
    try:
        look_up()
    except SimError as error:
        yield keys, _sentence(error)


def _sentence(error: SimError) -> str:
    text = str(error)
    return text[:1].lower() + text[1:]
