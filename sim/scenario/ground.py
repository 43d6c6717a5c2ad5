"""The land and its people as a scenario names them: grid, places, communities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.geography.lattice import abstract_grid
from sim.geography.places import cells_in
from sim.geography.real import real_grid
from sim.geography.shares import group_shares
from sim.scenario.schema import RealArea, Scenario
from sim.scenario.terms import Place
from sim.world.communities import Communities, kin_next_door
from sim.world.grid import Grid
from sim.world.state import Counts, Flags, Floats, Ints

REFUGE_CELLS = 3
"""How far people flee at most, in cells (own design; nearer refuges weigh more)."""


def resolve_grid(scenario: Scenario, seed: int) -> Grid:
    """Grid of the scenario's area, real or abstract."""
    area = scenario.area
    if isinstance(area, RealArea):
        return real_grid(tuple(area.countries), area.margin, area.resolution)
    return abstract_grid(
        area.width,
        area.height,
        area.population,
        area.inequality,
        area.accessibility,
        area.countries,
        seed,
    )


def mask_of(place: Place, grid: Grid) -> Flags:
    """Cells (K flags) that meet every condition of a place."""
    return cells_in(
        grid,
        country=place.country,
        admin1=place.admin1,
        longitude=place.longitude,
        latitude=place.latitude,
        near=place.near,
        within_km=place.within_km,
    )


@dataclass(frozen=True)
class CommunityBase:
    """Who lives where at the start, and where each community may flee to."""

    cell: Ints
    group: Ints
    people: Counts
    first: Ints
    at: Ints
    kin: Ints
    refuge_first: Ints
    refuge: Ints
    refuge_weight: Floats

    def fill(self, communities: Communities) -> None:
        """Write everything into freshly allocated communities."""
        for name in self.__dataclass_fields__:
            getattr(communities, name)[...] = getattr(self, name)


def community_base(scenario: Scenario, grid: Grid) -> CommunityBase:
    """Divide each cell's people over the groups by largest remainder; none below one person."""
    overrides = {name: group.shares for name, group in scenario.groups.items() if group.shares}
    shares = group_shares(grid, tuple(scenario.groups), overrides)
    people = _whole_people(shares, grid.population)
    cell, group = (axis.astype(np.int32) for axis in np.nonzero(people.T))
    at = np.full(people.shape, -1, np.int32)
    at[group, cell] = np.arange(len(cell))
    first = np.searchsorted(cell, np.arange(grid.size + 1)).astype(np.int32)
    refuge_first, refuge, weight = _refuges(cell, group, at, grid)
    return CommunityBase(
        cell,
        group,
        people.T[cell, group],
        first,
        at,
        kin_next_door(cell, group, at, grid.neighbours),
        refuge_first,
        refuge,
        weight,
    )


def _whole_people(shares: Floats, population: Counts) -> Counts:
    """Integer people (G, K) in the given shares whose sum over groups is the population."""
    exact = shares * population
    whole = np.floor(exact).astype(np.int64)
    left = population - whole.sum(axis=0)
    by_remainder = np.argsort(whole - exact, axis=0, kind="stable")
    rank = np.argsort(by_remainder, axis=0, kind="stable")
    return np.asarray(whole + (rank < left), np.int64)


def _refuges(cell: Ints, group: Ints, at: Ints, grid: Grid) -> tuple[Ints, Ints, Floats]:
    """Communities of the same group within reach, weighted by 1 / (distance + 10 km) (Flee)."""
    place = np.full((int(grid.y.max()) + 1, int(grid.x.max()) + 1), -1, np.int32)
    place[grid.y, grid.x] = np.arange(grid.size)
    span = range(-REFUGE_CELLS, REFUGE_CELLS + 1)
    sources, targets, weights = [], [], []
    for dy in span:
        for dx in span:
            x, y = grid.x[cell] + dx, grid.y[cell] + dy
            on = (x >= 0) & (y >= 0) & (x < place.shape[1]) & (y < place.shape[0])
            source = np.nonzero(on)[0]
            there = place[y[source], x[source]]
            target = np.where(there >= 0, at[group[source], there], -1)
            found = target >= 0
            if dx == dy == 0:
                continue
            km = grid.cell_km * float(np.sqrt(dx * dx + dy * dy))
            sources.append(source[found])
            targets.append(target[found])
            weights.append(np.full(int(found.sum()), 1.0 / (km + 10.0)))
    source = np.concatenate(sources)
    order = np.argsort(source, kind="stable")
    first = np.searchsorted(source[order], np.arange(len(cell) + 1)).astype(np.int32)
    return (
        first,
        np.concatenate(targets)[order].astype(np.int32),
        np.concatenate(weights)[order],
    )
