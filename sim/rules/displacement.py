"""Rule 14, displacement: people flee from killing and fighting, and take their loyalty along.

The part of a community that leaves in a week is p = r min(1, f killed / n + h heat). They go to
refuges of their own people in at most three parties; each picks one in proportion to
weight / (1 + heat there), the weight falling with distance (Flee: 1 / (distance + 10 km)).
Attitudes of those who arrive mix with those of their hosts by numbers. Guests become locals at a
slow rate; who came from where is not kept, so nobody returns.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import binomial, marked_among, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import PeopleFlow
from sim.world.communities import count_people
from sim.world.state import Counts, Floats, Ints, Rows
from sim.world.world import World

_PARTIES = 3  # parties in which a community's people flee in a week, each to one refuge
_NEGLIGIBLE = 1e-4  # part of a community below which nobody is counted as fleeing


class DisplacementParameters(Parameters):
    """Parameters of displacement."""

    rate: float = parameter(
        0.3,
        "Part of a community that leaves in a week of the worst violence.",
        unit="per week",
        ge=0,
        le=1,
        source="calibrated: own prototype (a literal daily 1, as in Flee, empties a cell at once)",
    )
    killed: float = parameter(
        30,
        "Weight of the part of a community that was killed this week.",
        unit="factor",
        ge=0,
        le=10_000,
        source="calibrated: own prototype",
    )
    heat: float = parameter(
        0.002,
        "Weight of each recent fight in the cell.",
        unit="per event",
        ge=0,
        le=1,
        source="own design: a smaller effect than killing",
    )
    settle: float = parameter(
        0.01,
        "Part of the displaced who become locals in a week.",
        unit="per week",
        ge=0,
        le=1,
        source="own design: half of them in about 16 months",
    )


@kernel
def settle(key: np.uint64, rate: float, people: Counts, displaced: Counts) -> None:
    """Let displaced people become locals; never more are displaced than live there."""
    for c in range(len(displaced)):
        if displaced[c] > 0:
            displaced[c] = min(displaced[c], people[c])
            displaced[c] -= int(rate * displaced[c] + uniform(key, np.uint64(c), 0))


@kernel
def pull_of_refuges(refuge: Rows, weight: Floats, cell: Rows, heat: Floats, pull: Floats) -> float:
    """Fill `pull` with how much each refuge of a community draws its people now; their sum."""
    for i in range(len(refuge)):  # apart from the sum, so that it runs on whole vectors
        pull[i] = weight[i] / (1.0 + heat[cell[refuge[i]]])
    total = 0.0
    for i in range(len(pull)):
        total += pull[i]
    return total


@kernel
def pick(chance: float, pull: Floats, total: float) -> int:
    """Which refuge the uniform `chance` picks in proportion to pull."""
    left = chance * total
    for i in range(len(pull) - 1):
        left -= pull[i]
        if left < 0.0:
            return i
    return len(pull) - 1


@kernel
def list_uneasy(
    rate: float, by_heat: float, killed: Counts, heat: Floats, first: Rows, people: Counts,
    refuge_first: Rows, uneasy: Rows,
) -> int:  # fmt: skip
    """List the communities that have a reason to flee and somewhere to go, in order; how many."""
    reason = np.empty(len(people), np.bool_)
    for c in range(len(people)):
        reason[c] = killed[c] < 0
    for k in range(len(heat)):
        if rate * min(1.0, by_heat * heat[k]) >= _NEGLIGIBLE:
            reason[first[k] : first[k + 1]] = True
    number = 0
    for c in range(len(people)):  # without a branch, which could not be foreseen
        uneasy[number] = c
        number += reason[c]
    listed, number = number, 0
    for i in range(listed):
        c = uneasy[i]
        uneasy[number] = c
        number += people[c] > 0 and refuge_first[c + 1] > refuge_first[c]
    return number


@kernel
def flee(
    key: np.uint64,
    rate: float,
    killing: float,
    by_heat: float,
    killed: Counts,
    heat: Floats,
    first: Rows,
    cell: Rows,
    people: Counts,
    refuge_first: Rows,
    refuge: Rows,
    refuge_weight: Floats,
    origin: Ints,
    target: Ints,
    movers: Counts,
) -> int:
    """Fill `origin`, `target` and `movers` with this week's moves; their number."""
    uneasy = np.empty(len(people), np.uint32)
    moves = 0
    listed = list_uneasy(rate, by_heat, killed, heat, first, people, refuge_first, uneasy)
    for item in range(listed):
        c = uneasy[item]
        p = rate * min(1.0, killing * -killed[c] / people[c] + by_heat * heat[cell[c]])
        if p < _NEGLIGIBLE:
            continue
        fleeing = binomial(people[c], p, uniform(key, np.uint64(c), 1))
        if fleeing == 0:
            continue
        begin, end = refuge_first[c], refuge_first[c + 1]
        pull = np.empty(end - begin)
        total = pull_of_refuges(refuge[begin:end], refuge_weight[begin:end], cell, heat, pull)
        for i in range(min(_PARTIES, fleeing)):
            chance = uniform(key, np.uint64(c), 3 + i)
            origin[moves] = c
            target[moves] = refuge[begin + pick(chance, pull, total)]
            movers[moves] = fleeing // _PARTIES + (1 if i < fleeing % _PARTIES else 0)
            moves += 1
    return moves


@kernel
def leave(
    key: np.uint64,
    moves: int,
    origin: Ints,
    movers: Counts,
    people: Counts,
    displaced: Counts,
    fled: Counts,
) -> None:
    """Take the movers from their communities, guests among them in proportion."""
    for i in range(moves):
        c, n = origin[i], movers[i]
        displaced[c] -= marked_among(n, displaced[c], people[c], uniform(key, np.uint64(c), 2))
        people[c] -= n
        fled[c] -= n


@kernel
def arrive(
    moves: int,
    target: Ints,
    movers: Counts,
    people: Counts,
    displaced: Counts,
    arrived: Counts,
    weight: Floats,
) -> None:
    """Add the movers to their refuges; `weight` is their part of the people there by then."""
    for i in range(moves):
        d, n = target[i], movers[i]
        people[d] += n
        displaced[d] += n
        arrived[d] += n
        weight[i] = n / people[d]


@kernel
def mix(
    moves: int, origin: Ints, target: Ints, weight: Floats, attitude: Floats, brought: Floats
) -> None:
    """Mix the attitudes (A C) of movers, as they were, with those of their hosts by weight.

    `brought` (moves) is room.
    """
    for a in range(len(attitude)):
        for i in range(moves):
            brought[i] = attitude[a, origin[i]]
        for i in range(moves):
            d = target[i]
            attitude[a, d] = attitude[a, d] * (1.0 - weight[i]) + brought[i] * weight[i]


@kernel
def displace(
    key: np.uint64, rate: float, killing: float, by_heat: float, settling: float, heat: Floats,
    first: Rows, cell: Rows, refuge_first: Rows, refuge: Rows, refuge_weight: Floats,
    people: Counts, displaced: Counts, loyalty: Floats, baseline: Floats, fear: Floats,
    killed: Counts, fled: Counts, arrived: Counts, cell_people: Counts,
) -> None:  # fmt: skip
    """Let earlier guests settle and people flee, and mix their attitudes with their hosts'."""
    settle(key, settling, people, displaced)
    room = _PARTIES * len(people)
    origin, target = np.empty(room, np.int32), np.empty(room, np.int32)
    movers = np.empty(room, np.int64)
    moves = flee(key, rate, killing, by_heat, killed, heat, first, cell, people, refuge_first,
                 refuge, refuge_weight, origin, target, movers)  # fmt: skip
    leave(key, moves, origin, movers, people, displaced, fled)
    weight, brought = np.empty(moves), np.empty(moves)
    arrive(moves, target, movers, people, displaced, arrived, weight)
    for attitude in (loyalty, baseline, fear):
        mix(moves, origin, target, weight, attitude, brought)
    count_people(cell, people, cell_people)


def apply(world: World, p: DisplacementParameters, key: np.uint64) -> None:
    """Let earlier guests settle and people flee, and mix their attitudes with their hosts'."""
    cells, communities, flows = world.cells, world.communities, world.ledger.people
    displace(
        key, p.rate, p.killed, p.heat, p.settle, cells.heat, communities.first,
        communities.cell, communities.refuge_first, communities.refuge,
        communities.refuge_weight, communities.people, communities.displaced,
        communities.loyalty, communities.baseline, communities.fear, flows[PeopleFlow.KILLED],
        flows[PeopleFlow.FLED], flows[PeopleFlow.ARRIVED], cells.people,
    )  # fmt: skip


RULE = Rule(
    name="displacement",
    claim="Killing and fighting drive people to safer places of their own people.",
    source="Flee (Suleimenova, Bell & Groen 2017): weight by distance; rates: own design",
    parameters=DisplacementParameters,
    reads=(
        "cells.heat",
        "communities.cell",
        "communities.first",
        "communities.refuge_first",
        "communities.refuge",
        "communities.refuge_weight",
    ),
    writes=(
        "cells.people",
        "communities.people",
        "communities.displaced",
        "communities.loyalty",
        "communities.baseline",
        "communities.fear",
        "ledger.people",
    ),
    apply=apply,
)
