"""Rule 4, recruitment: who takes up arms for whom.

A band recruits where it stands. Expected recruits of a band from a community of n people are
r0 * fighters * n / (n + 20000) * (0.3 + W) * sigma((W + lambda s - theta) / 0.1) * room, with the
will W = loyalty + 0.3 fear, s the share of neighbouring kin already mobilised (Siegel 2009: the
network carries the first movers) and room falling with the manpower that income can pay. States
enlist from the country at large to refill what they lost.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.randomness import poisson, surely_none, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import FighterFlow, PeopleFlow
from sim.world.bands import count_fighters
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.world import World

_RECRUITED = int(FighterFlow.RECRUITED)
_ENLISTED = int(FighterFlow.ENLISTED_ELSEWHERE)
_TAKEN = int(PeopleFlow.RECRUITED)


class RecruitmentParameters(Parameters):
    """Parameters of recruitment."""

    rate: float = parameter(
        0.08,
        "Recruits of a fighter in a week among willing people without limit.",
        unit="per week",
        ge=0,
        le=1,
        source="calibrated: own trial runs of the Sahel scenario",
    )
    threshold: float = parameter(
        0.3,
        "Will at which half would join.",
        unit="-1..1",
        ge=-1,
        le=2,
        source="calibrated: own trial runs of the Sahel scenario; threshold form of Siegel 2009",
    )
    network: float = parameter(
        0.4,
        "Weight of mobilised neighbours of one's own people.",
        unit="-1..1",
        ge=0,
        le=2,
        source="calibrated: own prototype; Siegel 2009",
    )
    memory: float = parameter(
        0.9,
        "What remains of a community's mobilisation after a week without recruits.",
        unit="share",
        ge=0,
        le=1,
        source="own design",
    )
    refill: float = parameter(
        0.03,
        "Part of a state's missing fighters enlisted in a week.",
        unit="per week",
        ge=0,
        le=1,
        source="own design: losses are made good in about eight months",
    )


@kernel
def will(loyalty: float, fear: float) -> float:
    """Readiness to serve an actor: loyalty plus some of the fear of refusing."""
    return max(loyalty, 0.0) + 0.3 * fear


@kernel
def kin_mobilised(kin: Ints, mobilised: Floats) -> float:
    """Mean mobilisation (C) for an actor of `kin`, the same people in neighbouring cells or -1."""
    total = 0.0
    count = 0
    for j in range(8):
        if kin[j] >= 0:
            total += mobilised[kin[j]]
            count += 1
    return total / count if count > 0 else 0.0


@kernel
def room_left(fighters: float, ceiling: float) -> float:
    """Factor 2 (0.2 + 1 - m / ceiling): 2.4 for an empty actor, 0.4 at the ceiling, never < 0."""
    if ceiling <= 0.0:
        return 0.0
    return max(0.0, 2.0 * (1.2 - fighters / ceiling))


@kernel
def recruit(
    key: np.uint64,
    rate: float,
    threshold: float,
    network: float,
    memory: float,
    refill: float,
    count: int,
    band_key: Keys,
    owner: Rows,
    band_cell: Rows,
    fighters: Counts,
    first: Rows,
    kin: Ints,
    people: Counts,
    loyalty: Floats,
    fear: Floats,
    mobilised: Floats,
    governs: Flags,
    foreign: Flags,
    mobile: Flags,
    recruiting: Floats,
    ceiling: Floats,
    people_flow: Counts,
    joined: Counts,
    enlisted: Counts,
) -> None:
    """Add recruits to every band; militias, which are not mobile, arm by themselves."""
    taken = np.empty(len(mobile), np.int64)
    count_fighters(count, owner, fighters, taken)
    for a in range(len(mobilised)):
        if mobile[a] and not (governs[a] or foreign[a]):  # nobody else ever mobilises
            active = mobilised[a]
            for c in range(len(active)):
                active[c] *= memory
    for u in range(count):
        a = owner[u]
        if not mobile[a] or fighters[u] == 0:
            continue
        if governs[a] or foreign[a]:
            if taken[a] > 0 and ceiling[a] > taken[a]:
                missing = (ceiling[a] - taken[a]) * fighters[u] / taken[a]
                n = poisson(refill * missing, uniform(key, band_key[u], 99))
                fighters[u] += n
                enlisted[a] += n
            continue
        room = room_left(taken[a], ceiling[a])
        if room == 0.0:
            continue
        k = band_cell[u]
        strength = float(fighters[u])
        for c in range(first[k], first[k + 1]):
            w = will(loyalty[a, c], fear[a, c])
            if w <= 0.0 or people[c] == 0:
                continue
            size_factor = people[c] / (people[c] + 20000.0)
            most = rate * recruiting[a] * strength * size_factor * (0.3 + w)
            chance = uniform(key, band_key[u], c - first[k])
            if surely_none(most * room, chance):  # however many of their kin have joined
                continue
            s = kin_mobilised(kin[c], mobilised[a])
            expected = most * (logistic((w + network * s - threshold) / 0.1) * room)
            drawn = min(poisson(expected, chance), people[c])
            if drawn > 0:
                people[c] -= drawn
                fighters[u] += drawn
                people_flow[c] -= drawn
                joined[a] += drawn
                mobilised[a, c] = 1.0


def apply(world: World, p: RecruitmentParameters, key: np.uint64) -> None:
    """Let every band recruit among the people of its cell."""
    bands, communities, actors, ledger = (
        world.bands,
        world.communities,
        world.actors,
        world.ledger,
    )
    recruit(
        key,
        p.rate,
        p.threshold,
        p.network,
        p.memory,
        p.refill,
        bands.count,
        bands.key,
        bands.owner,
        bands.cell,
        bands.fighters,
        communities.first,
        communities.kin,
        communities.people,
        communities.loyalty,
        communities.fear,
        communities.mobilised,
        actors.governs,
        actors.foreign,
        actors.mobile,
        actors.recruiting,
        actors.ceiling,
        ledger.people[_TAKEN],
        ledger.fighters[_RECRUITED],
        ledger.fighters[_ENLISTED],
    )


RULE = Rule(
    name="recruitment",
    claim="Bands recruit among loyal or frightened people, faster where kin nearby have joined.",
    source="Siegel 2009 (network threshold); ceiling and numbers: own design",
    parameters=RecruitmentParameters,
    reads=(
        "bands.key",
        "bands.owner",
        "bands.cell",
        "communities.first",
        "communities.kin",
        "communities.loyalty",
        "communities.fear",
        "actors.governs",
        "actors.foreign",
        "actors.mobile",
        "actors.recruiting",
        "actors.ceiling",
    ),
    writes=(
        "bands.fighters",
        "communities.people",
        "communities.mobilised",
        "ledger.people",
        "ledger.fighters",
    ),
    apply=apply,
)
