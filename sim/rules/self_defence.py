"""Rule 4b, self-defence: threatened and unprotected communities arm themselves.

A community of a militia's people forms a band in its own cell with hazard h0 * threat * (1 - p),
where threat is recent killing among its kin and the fear of hostile groups, and p the coverage by
a state. The militia never leaves the cell; it goes home when the threat has passed. A people that
has lost trust in its militia arms less and deserts it, and wholly where it likes an insurgent group
better.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import binomial, lineage, marked_among, poisson, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import FighterFlow, PeopleFlow
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.world import World

_RECRUITED, _QUIT = int(FighterFlow.RECRUITED), int(FighterFlow.QUIT)
_TAKEN, _RETURNED = int(PeopleFlow.RECRUITED), int(PeopleFlow.RETURNED_FROM_ARMS)


class SelfDefenceParameters(Parameters):
    """Parameters of self-defence."""

    hazard: float = parameter(
        0.05,
        "Weekly chance that a wholly threatened, unprotected community arms itself.",
        unit="per week",
        ge=0,
        le=1,
        source="own design",
    )
    fear_weight: float = parameter(
        0.3,
        "Threat felt in full fear of a hostile actor.",
        unit="share",
        ge=0,
        le=1,
        source="own design",
    )
    largest: float = parameter(
        0.005,
        "Part of a community that can be under arms.",
        unit="share",
        ge=0,
        le=1,
        source="own design: 5 in 1000",
    )
    protection: float = parameter(
        4.0,
        "How much a state's coverage counts as protection.",
        unit="factor",
        ge=0,
        le=100,
        source="own design: coverage of a quarter is felt as full protection",
    )
    calm: float = parameter(
        0.05,
        "Threat below which the militia begins to go home.",
        unit="share",
        ge=0,
        le=1,
        source="own design",
    )
    leave: float = parameter(
        0.02,
        "Part of a militia that goes home in a calm week, at least one fighter.",
        unit="per week",
        ge=0,
        le=1,
        source="own design",
    )
    backing: float = parameter(
        0.3,
        "Loyalty to its militia with which a community follows it fully.",
        unit="-1..1",
        gt=0,
        le=1,
        source="own design: half of what a people naturally has for its own",
    )
    desert: float = parameter(
        0.1,
        "Part of a militia that goes home in a week where its community does not follow it.",
        unit="per week",
        ge=0,
        le=1,
        source="own design: most have left after half a year",
    )


@kernel
def threat_of(
    c: int, a: int, threat: Floats, fear: Floats, hostility: Floats, weight: float
) -> float:
    """Threat to community c as militia a sees it, in [0, 1]."""
    worst = 0.0
    for b in range(len(hostility)):
        worst = max(worst, hostility[a, b] * fear[b, c])
    felt: float = threat[c] + weight * worst
    return min(1.0, felt)


@kernel
def protected(k: int, coverage: Floats, governs: Flags, factor: float) -> float:
    """How far a cell's people are protected by states, in [0, 1]."""
    total = 0.0
    for b in range(len(governs)):
        if governs[b]:
            total += coverage[b, k]
    return min(1.0, factor * total)


@kernel
def following(
    a: int, c: int, backing: float, alive: Flags, insurgent: Flags, loyalty: Floats
) -> float:
    """How far community c follows militia a, in [0, 1]: not if it prefers insurgents."""
    own = loyalty[a, c]
    for b in range(len(alive)):
        if insurgent[b] and alive[b] and loyalty[b, c] > own:
            return 0.0
    follows: float = min(1.0, max(0.0, own) / backing)
    return follows


@kernel
def locate(count: int, owner: Rows, cell: Rows, fighters: Counts, a: int, band_at: Ints) -> None:
    """Fill `band_at` (K) with the row of actor a's band in each cell, -1 where it has none."""
    band_at[:] = -1
    for u in range(count):
        if owner[u] == a and fighters[u] > 0:
            band_at[cell[u]] = u


@kernel
def arm(
    key: np.uint64,
    week: int,
    a: int,
    size: int,
    hazard: float,
    weight: float,
    largest: float,
    factor: float,
    calm: float,
    leave: float,
    backing: float,
    desert: float,
    alive: Flags,
    insurgent: Flags,
    members: Flags,
    band_at: Ints,
    group: Rows,
    cell: Rows,
    people: Counts,
    threat: Floats,
    fear: Floats,
    loyalty: Floats,
    hostility: Floats,
    coverage: Floats,
    governs: Flags,
    area: Flags,
    count: int,
    band_key: Keys,
    owner: Rows,
    constituent: Ints,
    band_cell: Rows,
    home: Rows,
    fighters: Counts,
    foreign: Counts,
    experience: Floats,
    hidden: Flags,
    mobile: Flags,
    objective: Ints,
    taken: Counts,
    returned: Counts,
    joined: Counts,
    quit: Counts,
) -> int:
    """Form, strengthen or dissolve militia a's bands; the new number of bands."""
    actor_key = lineage(key, a, week)
    for c in range(len(cell)):
        k = cell[c]
        if not members[group[c]] or not area[k] or people[c] == 0:
            continue
        u = band_at[k]
        felt = threat_of(c, a, threat, fear, hostility, weight)
        quiet = felt < calm
        draw = uniform(actor_key, np.uint64(c), 1)
        if u < 0 and (quiet or draw >= hazard * felt):  # no band, and none forms
            continue
        follows = following(a, c, backing, alive, insurgent, loyalty)
        if u >= 0 and fighters[u] > 0 and (quiet or follows < 1.0):
            part = max(leave if quiet else 0.0, desert * (1.0 - follows))
            n = binomial(fighters[u], part, uniform(actor_key, np.uint64(c), 0))
            n = max(1, n) if quiet else n
            share = uniform(actor_key, np.uint64(c), 3)
            foreign[u] -= marked_among(n, foreign[u], fighters[u], share)
            fighters[u] -= n
            people[c] += n
            returned[c] += n
            quit[a] -= n
        if quiet:
            continue
        chance = hazard * felt * follows * (1.0 - protected(k, coverage, governs, factor))
        if draw >= chance:
            continue
        under_arms = fighters[u] if u >= 0 else 0
        room = int(largest * people[c]) - under_arms
        n = min(room, poisson(float(size), uniform(actor_key, np.uint64(c), 2)))
        if n <= 0:
            continue
        if u < 0:
            u = count
            count += 1
            band_key[u] = lineage(actor_key, c, week)
            owner[u] = a
            constituent[u] = -1
            band_cell[u] = k
            home[u] = k
            fighters[u] = 0
            foreign[u] = 0
            experience[u] = 0.0
            hidden[u] = False
            mobile[u] = False
            objective[u] = -1
            band_at[k] = u
        fighters[u] += n
        people[c] -= n
        taken[c] -= n
        joined[a] += n
    return count


@kernel
def arm_all(
    key: np.uint64, week: int, hazard: float, weight: float, largest: float, factor: float,
    calm: float, leave: float, backing: float, desert: float, alive: Flags, insurgent: Flags,
    mobile_actor: Flags, size: Ints, members: Flags, group: Rows, cell: Rows, people: Counts,
    threat: Floats, fear: Floats, loyalty: Floats, hostility: Floats, coverage: Floats,
    governs: Flags, area: Flags, count: int, band_key: Keys, owner: Rows, constituent: Ints,
    band_cell: Rows, home: Rows, fighters: Counts, foreign: Counts, experience: Floats,
    hidden: Flags, mobile: Flags, objective: Ints, taken: Counts, returned: Counts,
    joined: Counts, quit: Counts,
) -> int:  # fmt: skip
    """Let the people of every militia arm or disarm; the new number of bands."""
    band_at = np.empty(coverage.shape[1], np.int32)
    for a in range(len(alive)):
        if mobile_actor[a] or not alive[a]:
            continue
        locate(count, owner, band_cell, fighters, a, band_at)
        count = arm(key, week, a, size[a], hazard, weight, largest, factor, calm, leave, backing,
                    desert, alive, insurgent, members[a], band_at, group, cell, people, threat,
                    fear, loyalty, hostility, coverage, governs, area[a], count, band_key, owner,
                    constituent, band_cell, home, fighters, foreign, experience, hidden, mobile,
                    objective, taken, returned, joined, quit)  # fmt: skip
    return count


def apply(world: World, p: SelfDefenceParameters, key: np.uint64) -> None:
    """Let every self-defence militia's people arm or disarm."""
    bands, communities, cells = world.bands, world.communities, world.cells
    actors, people, flows = world.actors, world.ledger.people, world.ledger.fighters
    militias = int(np.count_nonzero(actors.alive & ~actors.mobile))
    if not militias:
        return
    bands.reserve(militias * communities.size)
    bands.count = arm_all(
        key, world.clock.week, p.hazard, p.fear_weight, p.largest, p.protection, p.calm, p.leave,
        p.backing, p.desert, actors.alive, actors.insurgent, actors.mobile, actors.band_size,
        actors.members, communities.group, communities.cell, communities.people,
        communities.threat, communities.fear, communities.loyalty, world.pairs.hostility,
        cells.coverage, actors.governs, actors.area, bands.count, bands.key, bands.owner,
        bands.constituent, bands.cell, bands.home, bands.fighters, bands.foreign,
        bands.experience, bands.hidden, bands.mobile, bands.objective, people[_TAKEN],
        people[_RETURNED], flows[_RECRUITED], flows[_QUIT],
    )  # fmt: skip


RULE = Rule(
    name="self_defence",
    claim="Threatened communities that no state protects arm themselves and stay at home.",
    source="own design, after the Dozo, Dan Na Ambassagou and Koglweogo of the founding case",
    parameters=SelfDefenceParameters,
    reads=(
        "communities.group",
        "communities.cell",
        "communities.threat",
        "communities.fear",
        "communities.loyalty",
        "pairs.hostility",
        "cells.coverage",
        "actors.mobile",
        "actors.alive",
        "actors.insurgent",
        "actors.band_size",
        "actors.members",
        "actors.governs",
        "actors.area",
    ),
    writes=(
        "communities.people",
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
        "ledger.people",
        "ledger.fighters",
    ),
    apply=apply,
)
