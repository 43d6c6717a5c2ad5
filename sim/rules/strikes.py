"""Rule 11, strikes: an actor with aircraft divides its strikes over its enemies.

The actor to strike is drawn first, by targeting weight and hostility; then a band of it, by size
times the chance that it is seen (exposure). Drawing band and actor at once would miss the
priorities. Civilians die by what accuracy lacks (Bennett 2008).
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import binomial, marked_among, poisson, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import FighterFlow, Kind, PeopleFlow
from sim.world.casualties import hit_people
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World

_STRIKE = int(Kind.STRIKE)
_DEAD = int(FighterFlow.KILLED_BY_STRIKE)
_KILLED = int(PeopleFlow.KILLED)


class StrikesParameters(Parameters):
    """Parameters of strikes."""

    lethality: float = parameter(
        0.17, "Part of the struck band that dies.", unit="share", ge=0, le=1,
        source="calibrated: ACLED's 7 deaths in each event of France against ISGS, 2018-20",
    )  # fmt: skip
    inaccuracy: float = parameter(
        0.05, "Civilians killed for each dead fighter and one more where nobody helps the striker.",
        unit="persons", ge=0, le=100, source="own design; sign Bennett 2008",
    )  # fmt: skip
    elusive: float = parameter(
        100, "Exposed fighters of the target at which half the planned strikes find one.",
        unit="fighters", ge=0, le=100_000,
        source="own design: a small hidden group is hard to find",
    )  # fmt: skip
    least_seen: float = parameter(
        0.5, "Strikes that a target seen by nobody draws, relative to one in full view.",
        unit="share", ge=0, le=1, source="own design: remote sensing",
    )  # fmt: skip


@kernel
def strike(
    key: np.uint64, lethality: float, inaccuracy: float, elusive: float, least_seen: float,
    alive: Flags, air: Flags, capacity: Floats, weight: Floats, hostility: Floats, area: Flags,
    visibility: Floats, cooperation: Floats, momentum: Floats,
    count: int, owner: Rows, cell: Rows, fighters: Counts, foreign: Counts,
    first: Rows, people: Counts, harm: Counts, killed: Counts,
    dead: Counts, kind: Ints, side_a: Ints, side_b: Ints, at: Ints, group: Ints,
    deaths_a: Counts, deaths_b: Counts, deaths_civilians: Counts, selective: Ints,
    community_group: Rows, events: int, most: int,
) -> int:  # fmt: skip
    """Make the week's strikes, at most `most` by each actor; the new number of events."""
    actors = len(hostility)
    exposure = np.empty(count)
    share = np.empty(actors)
    for a in range(actors):
        if not air[a] or not alive[a] or capacity[a] <= 0.0:
            continue
        strikes = poisson(capacity[a], uniform(key, np.uint64(a), 0))
        for i in range(min(strikes, most)):
            draw = 8 * (i + 1)
            for b in range(actors):
                share[b] = 0.0
            for u in range(count):
                b = owner[u]
                k = cell[u]
                exposure[u] = 0.0
                if hostility[a, b] > 0.0 and fighters[u] > 0 and area[a, k]:
                    seen = visibility[b] + (1.0 - visibility[b]) * cooperation[a, k]
                    exposure[u] = fighters[u] * (least_seen + (1.0 - least_seen) * seen)
                    share[b] += exposure[u]
            total = 0.0
            for b in range(actors):
                if share[b] > 0.0:
                    total += weight[a, b] * hostility[a, b]
            if total <= 0.0:
                break
            mark = uniform(key, np.uint64(a), draw) * total
            target = -1
            for b in range(actors):
                if share[b] > 0.0 and weight[a, b] * hostility[a, b] > 0.0:
                    target = b
                    mark -= weight[a, b] * hostility[a, b]
                    if mark < 0.0:
                        break
            found = share[target] / (share[target] + elusive)
            if uniform(key, np.uint64(a), draw + 5) >= found:
                continue
            mark = uniform(key, np.uint64(a), draw + 1) * share[target]
            hit = -1
            for u in range(count):
                if owner[u] == target and exposure[u] > 0.0:
                    hit = u
                    mark -= exposure[u]
                    if mark < 0.0:
                        break
            k = cell[hit]
            n = binomial(fighters[hit], lethality, uniform(key, np.uint64(a), draw + 2))
            foreign[hit] -= marked_among(n, foreign[hit], fighters[hit],
                                         uniform(key, np.uint64(a), draw + 6))  # fmt: skip
            fighters[hit] -= n
            dead[target] -= n
            around = inaccuracy * (1.0 + n) * (1.0 - cooperation[a, k])
            lost = poisson(around, uniform(key, np.uint64(a), draw + 3))
            c, lost = hit_people(lost, first[k], first[k + 1],
                                 uniform(key, np.uint64(a), draw + 4), people, harm[a],
                                 killed)  # fmt: skip
            momentum[target, k] = max(-1.0, momentum[target, k] - 0.1)
            kind[events] = _STRIKE
            side_a[events] = a
            side_b[events] = target
            at[events] = k
            group[events] = community_group[c] if c >= 0 else -1
            deaths_a[events] = 0
            deaths_b[events] = n
            deaths_civilians[events] = lost
            selective[events] = 0
            events += 1
    return events


_MOST = 100
"""Strikes of one actor in one week at most: the schema allows a mean of 100 for tests."""


def apply(world: World, p: StrikesParameters, key: np.uint64) -> None:
    """Let every actor with aircraft strike."""
    if not any(world.actors.strike_capacity.tolist()):
        return
    cells, bands, actors, events = world.cells, world.bands, world.actors, world.events
    communities, ledger = world.communities, world.ledger
    events.reserve(_MOST * actors.size)
    events.count = strike(
        key, p.lethality, p.inaccuracy, p.elusive, p.least_seen, actors.alive, actors.air,
        actors.strike_capacity, actors.target_weight, world.pairs.hostility, actors.area,
        actors.exposure, cells.cooperation, cells.momentum,
        bands.count, bands.owner, bands.cell, bands.fighters, bands.foreign,
        communities.first, communities.people, communities.harm, ledger.people[_KILLED],
        ledger.fighters[_DEAD], events.kind, events.side_a, events.side_b, events.cell,
        events.group, events.deaths_a, events.deaths_b, events.deaths_civilians,
        events.selective, communities.group, events.count, _MOST,
    )  # fmt: skip


RULE = Rule(
    name="strikes",
    claim="Strikes follow priorities first and exposure second; inaccuracy kills civilians.",
    source="own design; Bennett 2008 (accuracy)",
    parameters=StrikesParameters,
    reads=(
        "actors.alive", "actors.air", "actors.strike_capacity", "actors.target_weight",
        "actors.area", "actors.exposure", "pairs.hostility", "cells.cooperation",
        "bands.owner", "bands.cell", "communities.first", "communities.group",
    ),
    writes=(
        "cells.momentum", "bands.fighters", "bands.foreign", "communities.people",
        "communities.harm", "ledger.people", "ledger.fighters", "events.kind", "events.side_a",
        "events.side_b", "events.cell", "events.group", "events.deaths_a", "events.deaths_b",
        "events.deaths_civilians", "events.selective",
    ),
    apply=apply,
)  # fmt: skip
