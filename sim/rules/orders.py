"""Rule 6, orders: where each actor concentrates, and where a state gives up or plants a garrison.

Every few weeks an actor ranks cells and sends part of its mobile bands to the best. Who does not
govern expands: it seeks willing, valuable, weakly held land next to its own. Who governs or is a
guest hunts: it seeks land where enemies are known and people matter. A state's garrison that loses
in remote land may leave it to the enemy; a column that finds a held, quiet cell settles there.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.world.bands import count_troops
from sim.world.state import Counts, Flags, Floats, Ints, Keys
from sim.world.world import World


class OrdersParameters(Parameters):
    """Parameters of orders."""

    review: int = parameter(
        8, "Interval at which an actor chooses anew.", unit="weeks", ge=1, le=520,
        source="own design: about two months, the length of a campaign",
    )  # fmt: skip
    committed: float = parameter(
        0.4, "Part of the mobile bands in range that is sent.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip
    people: float = parameter(
        0.3, "Worth of a cell's people.", unit="utility", ge=0, le=10, source="own design"
    )
    rent: float = parameter(
        0.3, "Worth of a rich resource site.", unit="utility", ge=0, le=10, source="own design"
    )
    help: float = parameter(
        3.0, "Worth of the people's cooperation.", unit="utility", ge=0, le=10, source="own design"
    )
    weakness: float = parameter(
        0.8, "Worth of land that no enemy covers.", unit="utility", ge=0, le=10,
        source="own design: windows of opportunity (Pischedda 2018)",
    )  # fmt: skip
    chance: float = parameter(
        0.5, "Range of what is unknown in an actor's judgement.", unit="utility", ge=0, le=10,
        source="own design",
    )  # fmt: skip
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
def against(a: int, k: int, hostility: Floats, level: Floats) -> float:
    """Hostility-weighted sum over the other actors of a level (A K) in cell k."""
    total = 0.0
    for b in range(len(hostility)):
        if b != a:
            total += hostility[a, b] * level[b, k]
    return total


@kernel
def expansion_worth(
    a: int, k: int, people: float, rent: float, help_: float, weakness: float, base: Floats,
    site: Floats, cooperation: Floats, coverage: Floats, hostility: Floats,
) -> float:  # fmt: skip
    """Worth of a cell to an actor that seeks land."""
    worth: float = people * min(1.0, base[k] / 20000.0) + rent * min(1.0, site[k])
    worth += help_ * cooperation[a, k]
    return worth + weakness * (1.0 - min(1.0, 8.0 * against(a, k, hostility, coverage)))


@kernel
def hunt_worth(
    a: int, k: int, people: float, base: Floats, accessibility: Floats, cooperation: Floats,
    visibility: Floats, coverage: Floats, influence: Floats, hostility: Floats, target: Floats,
) -> float:  # fmt: skip
    """Worth of a cell to an actor that seeks its enemies: 0 where it knows of none."""
    known = 0.0
    for b in range(len(hostility)):
        if b != a and hostility[a, b] > 0.0:
            seen = visibility[b] + (1.0 - visibility[b]) * cooperation[a, k]
            trace = min(1.0, 8.0 * coverage[b, k]) * seen + 0.5 * influence[b, k]
            known += hostility[a, b] * target[a, b] * trace
    value: float = 0.3 + people * min(1.0, base[k] / 20000.0) + 0.4 * accessibility[k]
    return known * value


@kernel
def near_own(a: int, k: int, troops: Counts, neighbours: Ints) -> bool:
    """Whether the actor has fighters in the cell or next to it."""
    if troops[a, k] > 0:
        return True
    for j in range(8):
        n = neighbours[k, j]
        if n >= 0 and troops[a, n] > 0:
            return True
    return False


@kernel
def choose(score: Floats, x: Ints, y: Ints, chosen: Ints) -> int:
    """Fill `chosen` with the best cells of positive score, at least 3 apart; how many."""
    found = 0
    while found < len(chosen):
        best = -1
        for k in range(len(score)):
            if score[k] > 0.0 and (best < 0 or score[k] > score[best]):
                best = k
        if best < 0:
            return found
        chosen[found] = best
        found += 1
        for k in range(len(score)):
            if max(abs(x[k] - x[best]), abs(y[k] - y[best])) < 3:
                score[k] = 0.0
    return found


@kernel
def plan(
    key: np.uint64, week: int, review: int, committed: float, people: float, rent: float,
    help_: float, weakness: float, chance: float, alive: Flags, mobile_actor: Flags,
    governs: Flags, guest: Flags, fronts: Ints, reach: Floats, visibility: Floats,
    target: Floats, area: Flags, hostility: Floats, base: Floats, site: Floats,
    accessibility: Floats, x: Ints, y: Ints, neighbours: Ints, troops: Counts,
    cooperation: Floats, coverage: Floats, influence: Floats, control: Ints, count: int,
    band_key: Keys, owner: Ints, cell: Ints, mobile: Flags, objective: Ints,
) -> None:  # fmt: skip
    """Give the mobile bands of every actor under review their objectives."""
    actors, cells = troops.shape
    score = np.empty(cells)
    for a in range(actors):
        if not alive[a] or not mobile_actor[a] or fronts[a] == 0 or (week + 3 * a) % review != 0:
            continue
        hunts = governs[a] or guest[a]
        for k in range(cells):
            score[k] = 0.0
            if not area[a, k]:
                continue
            if hunts:
                worth = hunt_worth(a, k, people, base, accessibility, cooperation, visibility,
                                   coverage, influence, hostility, target)  # fmt: skip
            elif control[k] != a and near_own(a, k, troops, neighbours):
                worth = expansion_worth(a, k, people, rent, help_, weakness, base, site,
                                        cooperation, coverage, hostility)  # fmt: skip
            else:
                continue
            if worth > 0.0:
                score[k] = worth * (1.0 + chance * uniform(key, np.uint64(k), a))
        chosen = np.empty(fronts[a], np.int32)
        found = choose(score, x, y, chosen)
        for u in range(count):
            if owner[u] != a or not mobile[u]:
                continue
            objective[u] = -1
            if uniform(key, band_key[u], 0) >= committed:
                continue
            nearest = 2.0 * reach[a]
            for i in range(found):
                k = chosen[i]
                steps = float(max(abs(x[k] - x[cell[u]]), abs(y[k] - y[cell[u]])))
                if steps < nearest:
                    nearest = steps
                    objective[u] = k


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
    owner: Ints, cell: Ints, mobile: Flags, objective: Ints,
) -> None:  # fmt: skip
    """Let garrisons of states leave lost land, settle in held land, or join the columns."""
    for u in range(count):
        a = owner[u]
        if not governs[a]:
            continue
        k = cell[u]
        enemies = 0.0
        around = against(a, k, hostility, influence)
        for b in range(len(hostility)):
            if b != a:
                enemies += hostility[a, b] * troops[b, k]
        draw = uniform(key, band_key[u], 1)
        if mobile[u]:
            if enemies == 0.0 and control[k] == a and draw < settle:
                mobile[u] = False
                objective[u] = -1
        elif enemies > 0.0:
            losing = max(0.0, -momentum[a, k])
            if draw < abandon * losing * (1.0 - accessibility[k]):
                mobile[u] = True
                objective[u] = stronghold(a, k, control, base, neighbours)
        elif around < 0.05 and draw < release:
            mobile[u] = True


def apply(world: World, p: OrdersParameters, key: np.uint64) -> None:
    """Set the objectives of bands and the posts of garrisons."""
    cells, bands, actors, grid = world.cells, world.bands, world.actors, world.grid
    hostility = world.pairs.hostility
    count_troops(bands.count, bands.owner, bands.cell, bands.fighters, cells.troops)
    plan(
        key, world.clock.week, p.review, p.committed, p.people, p.rent, p.help, p.weakness,
        p.chance, actors.alive, actors.mobile, actors.governs, actors.foreign, actors.fronts,
        actors.reach_km / grid.cell_km, actors.exposure, actors.target_weight, actors.area,
        hostility, cells.density_base, grid.resource_rent, grid.accessibility, grid.x, grid.y,
        grid.neighbours, cells.troops, cells.cooperation, cells.coverage, cells.influence,
        cells.control, bands.count, bands.key, bands.owner, bands.cell, bands.mobile,
        bands.objective,
    )  # fmt: skip
    garrison(
        key, p.abandon, p.settle, p.release, actors.governs, hostility, cells.troops,
        cells.momentum, cells.influence, cells.control, cells.density_base, grid.accessibility,
        grid.neighbours, bands.count, bands.key, bands.owner, bands.cell, bands.mobile,
        bands.objective,
    )  # fmt: skip


RULE = Rule(
    name="orders",
    claim="Actors concentrate where land is worth having, or where their enemies are known.",
    source="own design; windows of opportunity: Pischedda 2018",
    parameters=OrdersParameters,
    reads=(
        "bands.key", "bands.owner", "bands.cell", "bands.fighters", "cells.density_base",
        "cells.cooperation", "cells.coverage", "cells.influence", "cells.control",
        "cells.momentum", "pairs.hostility", "actors.alive", "actors.mobile", "actors.governs",
        "actors.foreign", "actors.fronts", "actors.reach_km", "actors.exposure",
        "actors.target_weight", "actors.area",
    ),
    writes=("cells.troops", "bands.mobile", "bands.objective"),
    apply=apply,
)  # fmt: skip
