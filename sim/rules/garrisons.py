"""Rule 6c, garrisons: where a state gives up a post or plants one.

A garrison that loses in remote land may leave it to the enemy and join the columns at the most
peopled cell that the state holds nearby; a column that finds a held, quiet cell settles there; a
garrison far from any enemy joins the columns.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.world import World
from sim.world.worth import against


class GarrisonsParameters(Parameters):
    """Parameters of garrisons."""

    abandon: float = parameter(
        0.8, "Weekly chance that a losing garrison leaves a wholly remote cell.",
        unit="per week", ge=0, le=1, source="own design: garrisons withdrawn after losses",
    )  # fmt: skip
    settle: float = parameter(
        0.10, "Weekly chance that a column becomes the garrison of a quiet cell it holds.",
        unit="per week", ge=0, le=1, source="own design",
    )  # fmt: skip
    release: float = parameter(
        0.005, "Weekly chance that a garrison far from any enemy joins the columns.",
        unit="per week", ge=0, le=1, source="own design",
    )  # fmt: skip


@kernel
def stronghold(a: int, k: int, control: Ints, base: Floats, neighbours: Ints) -> int:
    """The most peopled cell next to k that the actor holds; k where there is none."""
    best = k
    people = 0.0
    for j in range(8):
        n = neighbours[k, j]
        if n >= 0 and control[n] == a and base[n] > people:
            best = n
            people = base[n]
    return best


@kernel
def garrison(
    key: np.uint64, abandon: float, settle: float, release: float, governs: Flags,
    hostility: Floats, troops: Counts, momentum: Floats, influence: Floats, control: Ints,
    base: Floats, accessibility: Floats, neighbours: Ints, count: int, band_key: Keys,
    owner: Rows, cell: Rows, mobile: Flags, objective: Ints,
) -> None:  # fmt: skip
    """Let garrisons of states leave lost land, settle in held land, or join the columns."""
    for u in range(count):
        a = owner[u]
        if not governs[a]:
            continue
        k = cell[u]
        draw = uniform(key, band_key[u], 0)
        leaving = abandon * max(0.0, -momentum[a, k]) * (1.0 - accessibility[k])
        if draw >= (settle if mobile[u] else max(leaving, release)):
            continue
        around = against(a, k, hostility, influence)
        enemies = against(a, k, hostility, troops)
        if mobile[u]:
            if enemies == 0.0 and control[k] == a and draw < settle:
                mobile[u] = False
                objective[u] = -1
        elif enemies > 0.0:
            if draw < leaving:
                mobile[u] = True
                objective[u] = stronghold(a, k, control, base, neighbours)
        elif around < 0.05 and draw < release:
            mobile[u] = True


def apply(world: World, p: GarrisonsParameters, key: np.uint64) -> None:
    """Set which bands of states are garrisons."""
    cells, bands, grid = world.cells, world.bands, world.grid
    garrison(
        key, p.abandon, p.settle, p.release, world.actors.governs, world.pairs.hostility,
        cells.troops, cells.momentum, cells.influence, cells.control, cells.density_base,
        grid.accessibility, grid.neighbours, bands.count, bands.key, bands.owner, bands.cell,
        bands.mobile, bands.objective,
    )  # fmt: skip


RULE = Rule(
    name="garrisons",
    claim="States leave remote posts where they lose, and settle where all is quiet.",
    source="own design",
    parameters=GarrisonsParameters,
    reads=(
        "bands.key", "bands.owner", "bands.cell", "cells.troops", "cells.momentum",
        "cells.influence", "cells.control", "cells.density_base", "pairs.hostility",
        "actors.governs",
    ),
    writes=("bands.mobile", "bands.objective"),
    apply=apply,
)  # fmt: skip
