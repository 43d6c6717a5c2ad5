"""Rule 5, fission and fusion: hidden bands join up and scatter.

Bohorquez et al. 2009: at each step a fighter is picked; with probability nu the whole band around
it shatters, otherwise it joins the band of a second fighter picked in reach. Picking a fighter
picks bands in proportion to size. Well mixed, sizes follow n_s ~ s^-2.5 below s ~ 1 / nu^2. Here a
band begins its own steps (its size over the mean size, times the rate), so that its draws are its
own; the second fighter is of the same actor, in the same or a neighbouring cell. Nothing happens
if he is of the same band or of another constituent.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import mix, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.world.bands import sort_by_cell
from sim.world.breakup import break_up
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.world import World

_ROUNDS = 2  # rounds of steps in a week; in one, resting bands bend the exponent to 2.3


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
def census(
    count: int,
    owner: Rows,
    cell: Rows,
    fighters: Counts,
    mobile: Flags,
    hides: Flags,
    takes_part: Flags,
    mean: Floats,
    mass: Ints,
) -> int:
    """Find the hidden, mobile bands, which alone take part; how many.

    Fills `mean` (A) with their mean size and `mass` (A K) with their fighters.
    """
    mean[:] = 0.0
    mass[:, :] = 0
    bands = np.zeros(len(mean), np.int64)
    for u in range(count):
        a = owner[u]
        takes_part[u] = hides[a] and mobile[u] and fighters[u] > 0
        if takes_part[u]:
            mass[a, cell[u]] += fighters[u]
            mean[a] += fighters[u]
            bands[a] += 1
    for a in range(len(mean)):
        if bands[a] > 0:
            mean[a] /= bands[a]
    return int(bands.sum())


@kernel
def fighter_in_reach(
    u: int,
    chance: float,
    owner: Rows,
    cell: Rows,
    fighters: Counts,
    takes_part: Flags,
    mass: Ints,
    neighbours: Ints,
    first: Rows,
    order: Rows,
) -> int:
    """Band of the fighter picked by the uniform `chance` among all of u's actor in u's reach."""
    a = owner[u]
    total = mass[a, cell[u]]
    for j in range(8):
        k = neighbours[cell[u], j]
        if k >= 0:
            total += mass[a, k]
    left = int(chance * total)
    for j in range(-1, 8):
        k = cell[u] if j < 0 else neighbours[cell[u], j]
        if k < 0:
            continue
        if left >= mass[a, k]:
            left -= mass[a, k]
            continue
        for i in range(first[k], first[k + 1]):
            v = order[i]
            if owner[v] == a and takes_part[v]:
                left -= fighters[v]
                if left < 0:
                    return int(v)
    return u


@kernel
def join(
    u: int,
    v: int,
    cell: Rows,
    fighters: Counts,
    foreign: Counts,
    experience: Floats,
    takes_part: Flags,
    mass: Ints,
) -> int:
    """The smaller of two bands goes over to the larger one, which is returned; `mass` is (K)."""
    if fighters[u] > fighters[v]:
        u, v = v, u
    both = fighters[u] + fighters[v]
    experience[v] = (experience[u] * fighters[u] + experience[v] * fighters[v]) / both
    mass[cell[u]] -= fighters[u]
    mass[cell[v]] += fighters[u]
    fighters[v] = both
    foreign[v] += foreign[u]
    fighters[u] = 0
    foreign[u] = 0
    takes_part[u] = False
    return v


@kernel
def step_all(
    draws: np.uint64,
    steps: float,
    shatter: float,
    mean: Floats,
    mass: Ints,
    takes_part: Flags,
    first: Rows,
    order: Rows,
    neighbours: Ints,
    key: Keys,
    owner: Rows,
    constituent: Ints,
    cell: Rows,
    fighters: Counts,
    foreign: Counts,
    experience: Floats,
    shattered: Ints,
) -> int:
    """Let every band take its steps of a round; the number of bands listed in `shattered`.

    Steps of a band that goes over to another go on with that one. A band that shattered rests
    until the next round, so that no fighter scatters twice in one.
    """
    falls = 0
    for begun_by in range(len(takes_part)):
        if not takes_part[begun_by]:
            continue
        u, a = begun_by, owner[begun_by]
        own = key[begun_by]
        begun = int(steps * fighters[u] / mean[a] + uniform(draws, own, 0))
        for i in range(begun):
            if uniform(draws, own, 2 * i + 1) < shatter:
                takes_part[u] = False
                mass[a, cell[u]] -= fighters[u]
                shattered[falls] = u
                falls += 1
                break
            chance = uniform(draws, own, 2 * i + 2)
            v = fighter_in_reach(
                u, chance, owner, cell, fighters, takes_part, mass, neighbours, first, order
            )
            if v != u and constituent[v] == constituent[u]:
                u = join(u, v, cell, fighters, foreign, experience, takes_part, mass[a])
    return falls


@kernel
def take_round(
    draws: np.uint64,
    steps: float,
    shatter: float,
    hides: Flags,
    neighbours: Ints,
    count: int,
    key: Keys,
    owner: Rows,
    constituent: Ints,
    cell: Rows,
    mobile: Flags,
    fighters: Counts,
    foreign: Counts,
    experience: Floats,
    shattered: Ints,
) -> int:
    """Let bands take their steps of a round; the number of those listed in `shattered`."""
    actors, cells = len(hides), len(neighbours)
    takes_part, mean = np.empty(count, np.bool_), np.empty(actors)
    mass = np.empty((actors, cells), np.int32)
    if census(count, owner, cell, fighters, mobile, hides, takes_part, mean, mass) == 0:
        return 0
    first, order = np.empty(cells + 1, np.uint32), np.empty(count, np.uint32)
    sort_by_cell(count, cell, first, order)
    return step_all(draws, steps, shatter, mean, mass, takes_part, first, order, neighbours, key,
                    owner, constituent, cell, fighters, foreign, experience,
                    shattered)  # fmt: skip


@kernel
def mingle(
    key: np.uint64, week: int, steps: float, shatter: float, quantum: int, hides: Flags,
    neighbours: Ints, count: int, band_key: Keys, owner: Rows, constituent: Ints, cell: Rows,
    home: Rows, fighters: Counts, foreign: Counts, experience: Floats, hidden: Flags,
    mobile: Flags, objective: Ints,
) -> int:  # fmt: skip
    """Let bands join up and scatter, in rounds; how many there are then."""
    for number in range(_ROUNDS):
        draws = mix(key ^ np.uint64(number))
        shattered = np.empty(count, np.int32)
        falls = take_round(draws, steps / _ROUNDS, shatter, hides, neighbours, count, band_key,
                           owner, constituent, cell, mobile, fighters, foreign, experience,
                           shattered)  # fmt: skip
        count = break_up(shattered[:falls], quantum, draws, week, count, band_key, owner,
                         constituent, cell, home, fighters, foreign, experience, hidden, mobile,
                         objective)  # fmt: skip
    return count


def apply(world: World, p: FissionFusionParameters, key: np.uint64) -> None:
    """Let bands join up and scatter; there is room for all to scatter in every round."""
    bands = world.bands
    bands.reserve(_ROUNDS * int(np.add.reduce(bands.fighters[: bands.count])) // p.quantum)
    bands.count = mingle(
        key, world.clock.week, p.steps, p.shatter, p.quantum, world.actors.hides,
        world.grid.neighbours, bands.count, bands.key, bands.owner, bands.constituent,
        bands.cell, bands.home, bands.fighters, bands.foreign, bands.experience, bands.hidden,
        bands.mobile, bands.objective,
    )  # fmt: skip


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
