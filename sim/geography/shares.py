"""Which part of each cell's people belongs to which identity group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.geography.places import find_admin1, find_country
from sim.geography.tables import identity_shares
from sim.world.grid import Grid
from sim.world.state import Floats

REST = "other"
"""Group that takes in the people of all groups which a scenario does not name."""


def group_shares(
    grid: Grid, groups: tuple[str, ...], overrides: Mapping[str, Mapping[str, float]]
) -> Floats:
    """Share of each group's people in each cell, shape (G, K); they sum to 1 in every cell.

    `overrides[group][place]` replaces the shipped share of that group, the place being
    'ISO3/Admin1', 'ISO3' or '*', of which the narrowest counts. Shipped groups that are not in
    `groups` fold into 'other' where the scenario has it, else they are left out. The sum is then
    scaled to 1; where none of the groups lives, all belong to 'other', or to all groups equally.
    PlaceError where an override names a place that the grid does not have.
    """
    divisions = np.zeros((len(groups), len(grid.admin1_names)))
    for d, division in enumerate(grid.admin1_names):
        divisions[:, d] = _shipped(division, groups)
    for g, group in enumerate(groups):
        _override(divisions[g], grid, overrides.get(group, {}))
    return _scaled(divisions, groups)[:, grid.admin1]


def _shipped(division: str, groups: tuple[str, ...]) -> list[float]:
    """Shares from the data, for the division or else its whole country."""
    table = identity_shares()
    known = table.get(division) or table.get(division.partition("/")[0]) or {}
    share = dict.fromkeys(groups, 0.0)
    for group, value in known.items():
        taker = group if group in share else REST
        if taker in share:
            share[taker] += value
    return list(share.values())


def _override(shares: Floats, grid: Grid, places: Mapping[str, float]) -> None:
    """Write a group's shares by division over those in place, from the widest to the narrowest."""
    country = [name.partition("/")[0] for name in grid.admin1_names]
    for place in sorted(places, key=lambda place: (place != "*", "/" in place)):
        if place == "*":
            shares[:] = places[place]
        elif "/" in place:
            shares[find_admin1(grid, place.partition("/")[0], place)] = places[place]
        else:
            find_country(grid, place)
            shares[[code == place for code in country]] = places[place]


def _scaled(divisions: Floats, groups: tuple[str, ...]) -> Floats:
    """Columns scaled to sum to 1, added up group by group so that every machine agrees."""
    total = np.zeros(divisions.shape[1])
    for row in divisions:
        total = total + row
    empty = total == 0.0
    takers = [group == REST for group in groups] if REST in groups else [True] * len(groups)
    fallback = np.array(takers, np.float64) / takers.count(True)
    return np.where(empty, fallback[:, None], divisions / np.where(empty, 1.0, total))
