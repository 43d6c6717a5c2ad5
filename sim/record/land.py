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
    for k in range(len(study)):
        if not study[k]:
            continue
        there = sums[country[k]]
        held = there[0 if contested[k] else 2 + control[k]]
        held[0] += 1.0
        held[1] += area[k]
        held[2] += people[k]
        if contested[k]:
            best = 0
            for a in range(1, len(influence)):
                if influence[a, k] > influence[best, k]:
                    best = a
            there[2 + best, 3] += 1.0
