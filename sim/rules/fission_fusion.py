"""Rule 5, fission and fusion: hidden bands join up and scatter.

Bohorquez et al. 2009: at each step a fighter is picked; with probability nu the whole band around
it shatters, otherwise it joins the band of a second fighter picked in reach. Picking a fighter
picks bands in proportion to size. Well mixed, sizes follow n_s ~ s^-2.5 below s ~ 1 / nu^2. Here a
band begins its own steps (its size over the mean size, times the rate), so that its draws are its
own; the second band is of the same actor and constituent, in the same or a neighbouring cell.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import lineage, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.world.bands import sort_by_cell
from sim.world.state import Counts, Flags, Floats, Ints, Keys
from sim.world.world import World


class FissionFusionParameters(Parameters):
    """Parameters of fission and fusion."""

    steps: float = parameter(
        0.5,
        "Steps for each band and week.",
        unit="per week",
        ge=0,
        le=10,
        source="calibrated: own prototype",
    )
    shatter: float = parameter(
        0.04,
        "Probability nu that a step shatters the band.",
        unit="probability",
        ge=0,
        le=1,
        source="Bohorquez et al. 2009: 0.01-0.05",
    )
    quantum: int = parameter(
        4,
        "Fighters of the smallest unit, into which a band shatters.",
        unit="fighters",
        ge=1,
        le=1000,
        source="calibrated: own prototype",
    )


@kernel
def mean_sizes(
    count: int, owner: Ints, fighters: Counts, takes_part: Flags, mean: Floats, bands: Counts
) -> None:
    """Fill `mean` (A) with the mean size of the bands that take part; `bands` (A) is their room."""
    mean[:] = 0.0
    bands[:] = 0
    for u in range(count):
        if takes_part[u]:
            mean[owner[u]] += fighters[u]
            bands[owner[u]] += 1
    for a in range(len(mean)):
        if bands[a] > 0:
            mean[a] /= bands[a]


@kernel
def fits(u: int, v: int, owner: Ints, constituent: Ints, takes_part: Flags) -> bool:
    """Whether bands u and v could join."""
    return bool(
        takes_part[v] and v != u and owner[v] == owner[u] and constituent[v] == constituent[u]
    )


@kernel
def partner(
    u: int,
    chance: float,
    owner: Ints,
    constituent: Ints,
    cell: Ints,
    fighters: Counts,
    takes_part: Flags,
    neighbours: Ints,
    first: Ints,
    order: Ints,
) -> int:
    """Band that u joins: that of a fighter picked by the uniform `chance` in reach; -1 if none."""
    in_reach = 0
    for j in range(-1, 8):
        k = cell[u] if j < 0 else neighbours[cell[u], j]
        if k >= 0:
            for i in range(first[k], first[k + 1]):
                if fits(u, order[i], owner, constituent, takes_part):
                    in_reach += fighters[order[i]]
    left = int(chance * in_reach)
    for j in range(-1, 8):
        k = cell[u] if j < 0 else neighbours[cell[u], j]
        if k >= 0:
            for i in range(first[k], first[k + 1]):
                v = order[i]
                if fits(u, v, owner, constituent, takes_part):
                    left -= fighters[v]
                    if left < 0:
                        return int(v)
    return -1


@kernel
def merge(
    u: int, v: int, fighters: Counts, foreign: Counts, experience: Floats, takes_part: Flags
) -> None:
    """Band v takes in band u, which is gone."""
    both = fighters[u] + fighters[v]
    experience[v] = (experience[u] * fighters[u] + experience[v] * fighters[v]) / both
    fighters[v] = both
    foreign[v] += foreign[u]
    fighters[u] = 0
    foreign[u] = 0
    takes_part[u] = False


@kernel
def scatter(
    u: int,
    week: int,
    quantum: int,
    count: int,
    key: Keys,
    owner: Ints,
    constituent: Ints,
    cell: Ints,
    home: Ints,
    fighters: Counts,
    foreign: Counts,
    experience: Floats,
    hidden: Flags,
    mobile: Flags,
    objective: Ints,
) -> int:
    """Band u falls into nearly equal units, the first in its own row; the new number of bands."""
    size, guests = fighters[u], foreign[u]
    parts = max(1, size // quantum)
    for i in range(parts):
        v = u
        if i > 0:
            v = count
            count += 1
            key[v] = lineage(key[u], i, week)
            owner[v] = owner[u]
            constituent[v] = constituent[u]
            cell[v] = cell[u]
            home[v] = home[u]
            experience[v] = experience[u]
            hidden[v] = hidden[u]
            mobile[v] = mobile[u]
            objective[v] = objective[u]
        fighters[v] = size // parts + (1 if i < size % parts else 0)
        foreign[v] = guests // parts + (1 if i < guests % parts else 0)
    return count


@kernel
def step_all(
    draws: np.uint64,
    week: int,
    steps: float,
    shatter: float,
    quantum: int,
    mean: Floats,
    takes_part: Flags,
    first: Ints,
    order: Ints,
    neighbours: Ints,
    count: int,
    key: Keys,
    owner: Ints,
    constituent: Ints,
    cell: Ints,
    home: Ints,
    fighters: Counts,
    foreign: Counts,
    experience: Floats,
    hidden: Flags,
    mobile: Flags,
    objective: Ints,
) -> int:
    """Let every band take its steps of this week; the new number of bands.

    A band that shattered rests until next week, so that no fighter scatters twice.
    """
    births = count
    for u in range(count):
        if not takes_part[u]:
            continue
        begun = int(steps * fighters[u] / mean[owner[u]] + uniform(draws, key[u], 0))
        for i in range(begun):
            if uniform(draws, key[u], 2 * i + 1) < shatter:
                takes_part[u] = False
                births = scatter(
                    u,
                    week,
                    quantum,
                    births,
                    key,
                    owner,
                    constituent,
                    cell,
                    home,
                    fighters,
                    foreign,
                    experience,
                    hidden,
                    mobile,
                    objective,
                )
                break
            v = partner(
                u,
                uniform(draws, key[u], 2 * i + 2),
                owner,
                constituent,
                cell,
                fighters,
                takes_part,
                neighbours,
                first,
                order,
            )
            if v >= 0:
                if fighters[v] >= fighters[u]:
                    merge(u, v, fighters, foreign, experience, takes_part)
                    break
                merge(v, u, fighters, foreign, experience, takes_part)
    return births


def apply(world: World, p: FissionFusionParameters, key: np.uint64) -> None:
    """Let hidden, mobile bands join up and scatter."""
    bands, actors = world.bands, world.actors
    rows = slice(bands.count)
    takes_part = actors.hides[bands.owner[rows]] & bands.mobile[rows] & (bands.fighters[rows] > 0)
    bands.reserve(int(bands.fighters[rows][takes_part].sum()) // p.quantum)
    mean = np.empty(actors.size)
    mean_sizes(
        bands.count, bands.owner, bands.fighters, takes_part, mean, np.empty(actors.size, np.int64)
    )
    first = np.empty(world.grid.size + 1, np.int32)
    order = np.empty(bands.count, np.int32)
    sort_by_cell(bands.count, bands.cell, first, order)
    bands.count = step_all(
        key,
        world.clock.week,
        p.steps,
        p.shatter,
        p.quantum,
        mean,
        takes_part,
        first,
        order,
        world.grid.neighbours,
        bands.count,
        bands.key,
        bands.owner,
        bands.constituent,
        bands.cell,
        bands.home,
        bands.fighters,
        bands.foreign,
        bands.experience,
        bands.hidden,
        bands.mobile,
        bands.objective,
    )


RULE = Rule(
    name="fission_fusion",
    claim="Insurgent bands join and scatter, so that few are large and most are small.",
    source="Bohorquez et al. 2009, Nature 462: 911-914; reach of one cell: own design",
    parameters=FissionFusionParameters,
    reads=("actors.hides",),
    writes=(
        "bands.key",
        "bands.owner",
        "bands.constituent",
        "bands.cell",
        "bands.home",
        "bands.fighters",
        "bands.foreign",
        "bands.experience",
        "bands.hidden",
        "bands.mobile",
        "bands.objective",
    ),
    apply=apply,
)
