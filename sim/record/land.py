"""Who has how much of the study area, added up in one pass."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World


def land(world: World) -> Floats:
    """By country and holder (contested, nobody, then A actors): N x (2 + A) x 4.

    Cells, km2 and people, then the contested cells of the country that the actor leads.
    """
    grid, cells = world.grid, world.cells
    sums = np.zeros((len(grid.countries), 2 + world.actors.size, 4))
    _add(
        grid.study, grid.country, grid.area_km2, cells.people, cells.control, cells.contested,
        cells.influence, sums,
    )  # fmt: skip
    return sums


@kernel
def _add(
    study: Flags,
    country: Ints,
    area: Floats,
    people: Counts,
    control: Ints,
    contested: Flags,
    influence: Floats,
    sums: Floats,
) -> None:
    """Add the cells up in their order; the first of equals leads."""
    disputed, number = np.empty(len(study), np.uint32), 0
    for k in range(len(study)):
        one, holder = 1.0 if study[k] else 0.0, 2 + control[k]
        held = sums[country[k], 0 if contested[k] else holder]
        held[0] += one
        held[1] += one * area[k]
        held[2] += one * people[k]
        disputed[number] = k
        number += study[k] and contested[k]
    for i in range(number):
        k, best = disputed[i], 0
        most = influence[0, k]
        for a in range(1, len(influence)):
            best = a if influence[a, k] > most else best
            most = influence[a, k] if influence[a, k] > most else most
        sums[country[k], 2 + best, 3] += 1.0
