"""Rule 8, presence and security: what troops on the ground can cover, and whose land it becomes.

Coverage follows Athena's curve CF = 1 - exp(-ln 3 TD / c) with TD the fighters for each 1000
people and c the density at which two thirds are covered. Security weighs own against hostile
coverage and recent fighting. A sphere of interest grows where an actor is and fades slowly where
it is not; a rival that newly enters a cell of the sphere is counted as an entry.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.world.bands import locate, sort_by_cell
from sim.world.communities import count_people
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World

_LN3 = 1.0986122886681098
_EASY = 20_000.0  # people of a cell up to which each counts fully


class PresenceParameters(Parameters):
    """Parameters of presence and security."""

    presence_density: float = parameter(
        25,
        "Fighters per 1000 people that cover two thirds of a cell by presence.",
        unit="per 1000",
        gt=0,
        le=1000,
        source="Athena (JPL)",
    )
    coercion_density: float = parameter(
        12,
        "Fighters per 1000 people that cover two thirds of a cell by force.",
        unit="per 1000",
        gt=0,
        le=1000,
        source="Athena (JPL)",
    )
    volatility: float = parameter(
        0.3,
        "Weight of recent fighting against coverage.",
        unit="share",
        ge=0,
        le=2,
        source="own design",
    )
    firm: float = parameter(
        6,
        "Fighters at which an unopposed presence is two thirds firm.",
        unit="fighters",
        gt=0,
        le=10_000,
        source="own design: a few armed men suffice where nobody opposes them",
    )
    opposition: float = parameter(
        0.5,
        "How far hostile fighters in the cell take from a presence.",
        unit="factor",
        ge=0,
        le=10,
        source="own design",
    )
    neighbourhood: float = parameter(
        0.2,
        "Presence lent by each neighbouring cell with fighters, up to 0.5.",
        unit="share",
        ge=0,
        le=0.5,
        source="calibrated: own trial runs of the Sahel scenario",
    )
    administration: float = parameter(
        0.15,
        "Presence of a state by its administration in a fully accessible cell.",
        unit="share",
        ge=0,
        le=1,
        source="calibrated: own trial runs of the Sahel scenario",
    )
    sphere_growth: float = parameter(
        0.02,
        "Growth of the sphere in a week of presence.",
        unit="per week",
        ge=0,
        le=1,
        source="calibrated: own prototype",
    )
    sphere_memory: float = parameter(
        0.995,
        "What remains of the sphere after a week of absence.",
        unit="share",
        ge=0,
        le=1,
        source="calibrated: own prototype",
    )
    sphere_claimed: float = parameter(
        0.3,
        "Sphere above which an entry is felt as an intrusion.",
        unit="share",
        ge=0,
        le=1,
        source="calibrated: own prototype",
    )
    entry_absence: int = parameter(
        26,
        "Absence after which a return counts as a new entry.",
        unit="weeks",
        ge=1,
        le=520,
        source="calibrated: own prototype",
    )


@kernel
def sum_people(cell: Rows, people: Counts, cell_people: Counts, density_base: Floats) -> None:
    """People of each cell, and the effective number that troops must cover.

    Large cells are towns, where most people live close together (own design).
    """
    count_people(cell, people, cell_people)
    for k in range(len(cell_people)):
        base = float(cell_people[k])
        crowded = np.sqrt(_EASY * base)
        density_base[k] = max(crowded if base > _EASY else base, 2000.0)


@kernel
def coverage_share(fighters: float, people: float, density: float) -> float:
    """Part of a cell covered: 0 without fighters, 2/3 at `density` fighters per 1000 people."""
    return 1.0 - exp(-_LN3 * 1000.0 * fighters / (people * density))


@kernel
def cover(
    occupied: Rows, at: Rows, standing: Floats, base: Floats, dense: float, force: float,
    covered: Floats, coverage: Floats, coercion: Floats,
) -> None:  # fmt: skip
    """Fill both coverages for every actor and cell; `covered` is coverage of those occupied."""
    actors = len(coverage)
    people, forced = np.empty(occupied[actors]), np.empty(occupied[actors])
    for i in range(len(people)):
        people[i] = base[at[i]]
    for i in range(len(people)):  # apart from the lookups, so that it runs on whole vectors
        covered[i] = coverage_share(standing[i], people[i], dense)
        forced[i] = coverage_share(standing[i], people[i], force)
    coverage[:, :] = 0.0
    coercion[:, :] = 0.0
    for a in range(actors):
        for i in range(occupied[a], occupied[a + 1]):
            coverage[a, at[i]] = covered[i]
            coercion[a, at[i]] = forced[i]


@kernel
def secure(
    occupied: Rows, at: Rows, covered: Floats, coverage: Floats, heat: Floats,
    hostility: Floats, volatility: float, security: Floats,
) -> None:  # fmt: skip
    """Security = 100 (own - hostile - v volatility) / (1 + v), all as shares of the cell.

    Never below -100, however many enemies cover the cell.
    """
    actors, cells = coverage.shape
    unrest = np.empty(cells)
    for k in range(cells):
        unrest[k] = volatility * min(1.0, heat[k] / 6.0)
    for a in range(actors):
        safe, own = security[a], coverage[a]
        for k in range(cells):
            safe[k] = own[k] - unrest[k]
        for b in range(actors):
            h = hostility[a, b]
            if b != a and h > 0.0:
                for i in range(occupied[b], occupied[b + 1]):
                    safe[at[i]] -= h * covered[i]
        for k in range(cells):
            safe[k] = max(-100.0, safe[k] * 100.0 / (1.0 + volatility))


@kernel
def stand(
    occupied: Rows, at: Rows, standing: Floats, troops: Counts, hostility: Floats,
    skill: Floats, governs: Flags, area: Flags, accessibility: Floats, neighbours: Ints,
    firm: float, opposition: float, lent: float, administration: float, presence: Floats,
) -> None:  # fmt: skip
    """Fill `presence` (A K, in [0, 1]): what an actor can make of its support.

    Firm fighters, less those opposed, or a reach from neighbouring cells and, for a state, from
    its administration.
    """
    actors, cells = troops.shape
    against, reach, administered = np.empty(cells), np.empty(cells), np.empty(cells)
    own, held = np.empty(cells), np.empty(cells)
    for k in range(cells):
        administered[k] = min(1.0, 0.05 + administration * accessibility[k])
    for a in range(actors):
        against[:] = 0.0
        reach[:] = 0.0
        for b in range(actors):
            if b != a and hostility[a, b] > 0.0:
                h, s = hostility[a, b], skill[b]
                for i in range(occupied[b], occupied[b + 1]):
                    against[at[i]] += h * standing[i] * s
        where = at[occupied[a] : occupied[a + 1]]
        men = standing[occupied[a] : occupied[a + 1]]
        for k in where:
            near = neighbours[k]
            for j in range(8):
                if near[j] >= 0:
                    reach[near[j]] += lent
        present, allowed, stands = troops[a], area[a], presence[a]
        share_of_state = 1.0 if governs[a] else 0.0
        for k in range(cells):
            lent_here = max(min(reach[k], 0.5), share_of_state * administered[k])
            open_ground = 1.0 - against[k] / (against[k] + firm + present[k] * skill[a])
            stands[k] = lent_here * open_ground if allowed[k] else 0.0
        for i in range(len(where)):
            own[i] = men[i] * skill[a]
            held[i] = (1.0 - exp(-own[i] / firm)) * own[i]
        for i in range(len(where)):
            k = where[i]
            if allowed[k] and own[i] > 0.0:
                stands[k] = max(held[i] / (own[i] + opposition * against[k]), stands[k])


@kernel
def claim(
    occupied: Rows, at: Rows, last: Ints, alive: Flags, week: int, growth: float, memory: float,
    claimed: float, absence: int, sphere: Floats, entries: Counts,
) -> None:  # fmt: skip
    """Count new entries into spheres, then let spheres grow and fade."""
    actors, cells = sphere.shape
    entries[:, :] = 0
    for b in range(actors):
        for i in range(occupied[b], occupied[b + 1]):
            k = at[i]
            if week - last[b, k] > absence:
                for a in range(actors):
                    if a != b and alive[a] and sphere[a, k] > claimed:
                        entries[a, b] += 1
    grown = np.empty(occupied[actors])
    for b in range(actors):
        for i in range(occupied[b], occupied[b + 1]):
            grown[i] = min(1.0, sphere[b, at[i]] + growth)
        land = sphere[b]
        for k in range(cells):
            land[k] *= memory
        for i in range(occupied[b], occupied[b + 1]):
            sphere[b, at[i]] = grown[i]
            last[b, at[i]] = week


@kernel
def stamp(
    presence_density: float, coercion_density: float, volatility: float, firm: float,
    opposition: float, lent: float, administration: float, growth: float, memory: float,
    claimed: float, absence: int, week: int, home: Rows, lives: Counts, count: int, owner: Rows,
    cell: Rows, fighters: Counts, hostility: Floats, skill: Floats, governs: Flags, area: Flags,
    alive: Flags, accessibility: Floats, neighbours: Ints, heat: Floats, people: Counts,
    base: Floats, troops: Counts, occupied: Rows, at: Rows, standing: Floats, first_band: Rows,
    order: Rows, coverage: Floats, coercion: Floats, security: Floats, presence: Floats, last: Ints,
    sphere: Floats, entries: Counts,
) -> None:  # fmt: skip
    """All of the rule in one call; communities of so many people (`lives`, C) are at `home`."""
    sum_people(home, lives, people, base)
    locate(count, owner, cell, fighters, troops, occupied, at, standing)
    sort_by_cell(count, cell, first_band, order)
    covered = np.empty(occupied[len(troops)])
    cover(occupied, at, standing, base, presence_density, coercion_density, covered, coverage,
          coercion)  # fmt: skip
    secure(occupied, at, covered, coverage, heat, hostility, volatility, security)
    stand(occupied, at, standing, troops, hostility, skill, governs, area, accessibility,
          neighbours, firm, opposition, lent, administration, presence)  # fmt: skip
    claim(occupied, at, last, alive, week, growth, memory, claimed, absence, sphere, entries)


def apply(world: World, p: PresenceParameters, key: np.uint64) -> None:
    """Stamp where everybody is after movement and what follows from it."""
    cells, bands, actors, pairs = world.cells, world.bands, world.actors, world.pairs
    grid, communities = world.grid, world.communities
    stamp(
        p.presence_density, p.coercion_density, p.volatility, p.firm, p.opposition,
        p.neighbourhood, p.administration, p.sphere_growth, p.sphere_memory, p.sphere_claimed,
        p.entry_absence, world.clock.week, communities.cell, communities.people, bands.count,
        bands.owner, bands.cell, bands.fighters, pairs.hostility, actors.skill, actors.governs,
        actors.area, actors.alive, grid.accessibility, grid.neighbours, cells.heat,
        cells.people, cells.density_base, cells.troops, cells.first_occupied, bands.occupied,
        bands.standing, cells.first_band, bands.order, cells.coverage, cells.coercion,
        cells.security, cells.presence, cells.last_present, cells.sphere, pairs.entries,
    )  # fmt: skip


RULE = Rule(
    name="presence",
    claim="Troops cover land by their density among the people; land long held is felt as own.",
    source="Athena regional stability model (JPL): coverage and security; spheres: own design",
    parameters=PresenceParameters,
    reads=(
        "communities.cell",
        "communities.people",
        "bands.owner",
        "bands.cell",
        "bands.fighters",
        "cells.heat",
        "pairs.hostility",
        "actors.skill",
        "actors.governs",
        "actors.area",
        "actors.alive",
    ),
    writes=(
        "cells.people",
        "cells.density_base",
        "cells.troops",
        "cells.first_occupied",
        "bands.occupied",
        "bands.standing",
        "cells.first_band",
        "bands.order",
        "cells.coverage",
        "cells.coercion",
        "cells.security",
        "cells.presence",
        "cells.last_present",
        "cells.sphere",
        "pairs.entries",
    ),
    apply=apply,
)
