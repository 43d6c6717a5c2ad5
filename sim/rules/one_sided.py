"""Rule 12, one-sided violence: when armed actors kill civilians.

A band's weekly rate is base * (1 - restraint) * exp(b1 rivals + b2 battles + b3 losses + b4 doubt).
Restraint also lowers the dead of a blind attack, which grow with doubt; the parameter for them is
that of a half-restrained actor.
Doubt is the actor's own estimate of a people's support for its enemies, from signals that may
mislead: enemy recruits among them, battles there, distance in positions. The truth (their loyalty
to the enemies) never enters. Where denunciations come in, single people are killed; where they do
not, whoever is there: few denounce to the weak, few need to be denounced where the actor is
unchallenged, so selective killing peaks at dominant but incomplete control (Kalyvas 2006).
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp, logistic
from sim.kernel import kernel
from sim.randomness import happens, lognormal, poisson, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Kind, PeopleFlow
from sim.world.doubts import form_doubt
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.world import World

_ATTACK = int(Kind.ATTACK_ON_CIVILIANS)
_KILLED = int(PeopleFlow.KILLED)


class OneSidedParameters(Parameters):
    """Parameters of one-sided violence."""

    rivals: float = parameter(
        0.4, "b1: effect of each hostile actor present in the cell.", unit="log", ge=-5, le=5,
        source="own design; sign: new armed groups raise one-sided violence",
    )  # fmt: skip
    battles: float = parameter(
        0.8, "b2: effect of intense recent fighting.", unit="log", ge=-5, le=5,
        source="own design",
    )  # fmt: skip
    losses: float = parameter(
        0.8, "b3: effect of recent defeat.", unit="log", ge=-5, le=5, source="own design"
    )
    doubt: float = parameter(
        2.0, "b4: effect of full doubt of a people.", unit="log", ge=-5, le=5,
        source="own design: the massacre for denied loyalty",
    )  # fmt: skip
    doubt_memory: float = parameter(
        0.8, "What remains of doubt after a week without signals.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip
    by_recruits: float = parameter(
        0.6, "Doubt raised by enemy recruits among the people.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip
    by_battles: float = parameter(
        0.4, "Doubt raised by intense fighting in the cell.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip
    by_distance: float = parameter(
        0.5, "Doubt of a people whose positions are wholly opposed.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip
    indiscriminate: float = parameter(
        0.9, "Dead of an attack on whoever is there, median, at a restraint of one half.",
        unit="persons", ge=0, le=1000,
        source="calibrated: deaths per attack on civilians in ACLED aggregates, 2017-20",
    )  # fmt: skip
    massacre: float = parameter(
        1.5, "Growth of the dead with full doubt of the people.", unit="factor", ge=0, le=100,
        source="own design",
    )  # fmt: skip
    spread: float = parameter(
        1.1, "Standard deviation of the logarithm of the dead.", unit="log", ge=0, le=3,
        source="calibrated: own prototype",
    )  # fmt: skip
    selective_rate: float = parameter(
        1.5, "Rate where denunciation is fullest, relative to that of blind attacks.",
        unit="factor", ge=0, le=20, source="own design",
    )  # fmt: skip
    secure_at: float = parameter(
        0.85, "Share of control at which half of the enemy's helpers are gone.", unit="share",
        ge=0, le=1, source="Kalyvas 2006; form and number by own design",
    )  # fmt: skip


@kernel
def selectivity(share: float, denunciation: float, steepness: float, secure_at: float) -> float:
    """Part of killing that follows denunciations: who helps the enemy must still be there."""
    return denunciation * (1.0 - logistic(steepness * (share - secure_at)))


@kernel
def weigh_people(
    begin: int, end: int, b_doubt: float, doubt: Floats, people: Counts
) -> tuple[float, float]:
    """How many people communities have, and the most that doubt of one of them adds."""
    total = 0.0
    suspicion = 0.0
    for c in range(begin, end):
        total += people[c]
        suspicion = max(suspicion, b_doubt * doubt[c])
    return total, suspicion


@kernel
def list_tempted(
    key: np.uint64, b_battles: float, b_doubt: float, most: float, highest: Floats,
    heat: Floats, count: int, band_key: Keys, owner: Rows, band_cell: Rows, fighters: Counts,
    first: Rows, doubt: Floats, draw: Floats, listed: Rows,
) -> int:  # fmt: skip
    """List the bands whose `draw` (U), filled here, lets them attack by a bound; how many.

    The bound is for all that rivals and defeat can do, which takes longer to look up: `most`.
    """
    bound = np.empty(count)
    for u in range(count):
        k, suspected = band_cell[u], doubt[owner[u]]
        suspicion = 0.0
        for c in range(first[k], first[k + 1]):
            suspicion = max(suspicion, b_doubt * suspected[c])
        bound[u] = most + b_battles * min(heat[k], 4.0) / 4.0 + suspicion
    for u in range(count):  # apart from the lookups, so that it runs on whole vectors
        bound[u] = 1.000001 * exp(bound[u])
        draw[u] = uniform(key, band_key[u], 0)
    number = 0
    for u in range(count):
        listed[number] = u
        number += fighters[u] > 0 and draw[u] <= highest[owner[u]] * bound[u]
    return number


@kernel
def attack(
    key: np.uint64, b_rivals: float, b_battles: float, b_losses: float, b_doubt: float,
    blind: float, massacre: float, spread: float, selective_rate: float, secure_at: float,
    hostility: Floats, members: Flags, base: Floats, restraint: Floats, disarray: Floats,
    influence: Floats, denunciation: Floats, heat: Floats, momentum: Floats, troops: Counts,
    count: int, band_key: Keys, owner: Rows, band_cell: Rows, fighters: Counts, first: Rows,
    community_group: Rows, doubt: Floats, people: Counts, harm: Counts, killed: Counts,
    kind: Ints, side_a: Ints, side_b: Ints, at: Ints, group: Ints, deaths_a: Counts,
    deaths_b: Counts, deaths_civilians: Counts, selective: Ints, events: int,
) -> int:  # fmt: skip
    """Let each band attack people of its cell or not; the new number of events.

    Bounds of the hazard spare most bands the rest: first those that ask nothing about the rivals
    there, whom to find takes the longest.
    """
    actors = len(hostility)
    most_rivals = 3.0 * max(0.0, b_rivals)
    held, highest = np.empty(actors), np.empty(actors)
    for a in range(actors):
        held[a] = 1.0 - restraint[a] * (1.0 - disarray[a])
        highest[a] = base[a] * held[a] * max(1.0, selective_rate)
    draws, tempted = np.empty(count), np.empty(count, np.uint32)
    number = list_tempted(key, b_battles, b_doubt, most_rivals + max(0.0, b_losses), highest, heat,
                          count, band_key, owner, band_cell, fighters, first, doubt, draws,
                          tempted)  # fmt: skip
    for item in range(number):
        u = tempted[item]
        a, k, draw = owner[u], band_cell[u], draws[u]
        if base[a] == 0.0:
            continue
        begin, end = first[k], first[k + 1]
        total, suspicion = weigh_people(begin, end, b_doubt, doubt[a], people)
        by_battles = b_battles * min(heat[k], 4.0) / 4.0
        by_losses = b_losses * max(0.0, -momentum[a, k])
        most = by_battles + by_losses + suspicion
        if total <= 0.0 or draw > highest[a] * exp(most_rivals + most):
            continue
        rivals = 0.0
        for b in range(actors):
            if troops[b, k] > 0:
                rivals += hostility[a, b]
        common = b_rivals * min(rivals, 3.0) + by_battles
        common += by_losses
        if draw > highest[a] * exp(common + suspicion):
            continue
        chosen = np.int64(-1)
        rate = 0.0
        for c in range(begin, end):
            if not members[a, community_group[c]]:
                rate += people[c] / total * exp(common + b_doubt * doubt[a, c])
        precise = selectivity(influence[a, k], denunciation[a, k], 12.0, secure_at)
        lively = base[a] * held[a] * rate * ((1.0 - precise) + selective_rate * precise)
        if not happens(lively, draw):
            continue
        mark = uniform(key, band_key[u], 1) * rate
        for c in range(begin, end):
            if not members[a, community_group[c]] and people[c] > 0:
                chosen = np.int64(c)
                mark -= people[c] / total * exp(common + b_doubt * doubt[a, c])
                if mark < 0.0:
                    break
        if chosen < 0:
            continue
        singled = uniform(key, band_key[u], 2) < precise
        if singled:
            n = 1 + poisson(0.3, uniform(key, band_key[u], 3))
        else:
            scale = held[a] / 0.5 * (1.0 + massacre * doubt[a, chosen])
            mean = lognormal(blind * scale, spread, uniform(key, band_key[u], 4))  # fmt: skip
            n = poisson(mean, uniform(key, band_key[u], 3))
        n = min(n, people[chosen])
        people[chosen] -= n
        harm[a, chosen] += n
        killed[chosen] -= n
        kind[events] = _ATTACK
        side_a[events] = a
        side_b[events] = -1
        at[events] = k
        group[events] = community_group[chosen]
        deaths_a[events] = 0
        deaths_b[events] = 0
        deaths_civilians[events] = n
        selective[events] = 1 if singled else 0
        events += 1
    return events


def apply(world: World, p: OneSidedParameters, key: np.uint64) -> None:
    """Form doubts, then attack."""
    cells, bands, actors, events = world.cells, world.bands, world.actors, world.events
    communities, ledger = world.communities, world.ledger
    form_doubt(
        p.doubt_memory, p.by_recruits, p.by_battles, p.by_distance, actors.alive,
        world.pairs.hostility, actors.members, world.groups.affinity, cells.first_occupied,
        bands.occupied, cells.heat, communities.mobilised, communities.first, communities.cell,
        communities.group, communities.doubt,
    )  # fmt: skip
    events.reserve(bands.count)
    events.count = attack(
        key, p.rivals, p.battles, p.losses, p.doubt, p.indiscriminate, p.massacre, p.spread,
        p.selective_rate, p.secure_at, world.pairs.hostility, actors.members,
        actors.targeting_civilians, actors.restraint, actors.disarray, cells.influence,
        cells.denunciation, cells.heat, cells.momentum, cells.troops, bands.count, bands.key,
        bands.owner, bands.cell, bands.fighters, communities.first, communities.group,
        communities.doubt, communities.people, communities.harm, ledger.people[_KILLED],
        events.kind, events.side_a, events.side_b, events.cell, events.group, events.deaths_a,
        events.deaths_b, events.deaths_civilians, events.selective, events.count,
    )  # fmt: skip


RULE = Rule(
    name="one_sided",
    claim="Doubt, defeat and rivalry move armed actors to kill civilians; restraint holds back.",
    source="Kalyvas 2006 (selective and indiscriminate violence); doubt: own design",
    parameters=OneSidedParameters,
    reads=(
        "actors.alive", "actors.members", "actors.targeting_civilians", "actors.restraint",
        "actors.disarray", "pairs.hostility", "groups.affinity", "cells.troops",
        "cells.first_occupied", "cells.heat", "cells.momentum", "cells.influence",
        "cells.denunciation", "communities.mobilised", "communities.cell", "communities.group",
        "communities.first", "bands.key", "bands.owner", "bands.cell", "bands.fighters",
        "bands.occupied",
    ),
    writes=(
        "communities.doubt", "communities.people", "communities.harm", "ledger.people",
        "events.kind", "events.side_a", "events.side_b", "events.cell", "events.group",
        "events.deaths_a", "events.deaths_b", "events.deaths_civilians", "events.selective",
    ),
    apply=apply,
)  # fmt: skip
