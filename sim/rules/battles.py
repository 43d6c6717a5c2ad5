"""Rule 10, battles between hostile bands in one cell.

A band that may strike first meets enemy b with hazard 1 - exp(-lambda H^2 d heat), H hostility,
d its detection of b, heat the recent fighting there (self-excitation). Who is not at war skirmishes
at a fraction of that rate: a rivalry is not yet a war, and a truce holds on most days. The
initiator aims its fire with a deaths for each fighter. A hidden initiator is answered by fire into
its area, b deaths for each fighter and each of the hidden, never better than aimed. Numbers alone
then decide at G0 = b S0^2 / (2 a), G0 hidden against S0 others (Deitchman 1962). Sizes of the
meeting vary lognormally around the initiator's, up to all who are there; part of those nearby join.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import happens, lognormal, poisson, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import FighterFlow, Kind, PeopleFlow, Stance
from sim.world.casualties import bury, hit_people
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.world import World

_WAR = int(Stance.WAR)
_BATTLE, _AMBUSH = int(Kind.BATTLE), int(Kind.AMBUSH)
_DEAD = int(FighterFlow.KILLED_IN_BATTLE)
_KILLED = int(PeopleFlow.KILLED)


class BattlesParameters(Parameters):
    """Parameters of battles."""

    rate: float = parameter(
        0.04, "Clashes a band at war would begin in a week with enemies it sees.",
        unit="per week", ge=0, le=5,
        source="calibrated: own trial runs of the Sahel scenario: events in half a year",
    )  # fmt: skip
    skirmish: float = parameter(
        0.15, "Readiness to fight without open war, relative to war.", unit="factor", ge=0, le=1,
        source="own design: rivals met for years without a clash before July 2019 (ACLED)",
    )  # fmt: skip
    excitation: float = parameter(
        0.6, "Growth of the hazard by each recent event in the cell, up to 6.", unit="factor",
        ge=0, le=10, source="calibrated: own prototype; without it weekly counts vary too little",
    )  # fmt: skip
    heat_memory: float = parameter(
        0.85, "What remains of the heat after a week.", unit="share", ge=0, le=1,
        source="calibrated: own prototype",
    )  # fmt: skip
    aimed: float = parameter(
        0.10, "Enemies killed by each fighter of aimed fire, median.", unit="per fighter",
        ge=0, le=2, source="calibrated: own prototype; Lanchester's square form",
    )  # fmt: skip
    area: float = parameter(
        0.00125, "Enemies killed by each fighter and each enemy in fire at the hidden, median.",
        unit="per fighter and enemy", ge=0, le=2,
        source="calibrated: own trial runs of the Sahel scenario; form of Deitchman 1962",
    )  # fmt: skip
    spread: float = parameter(
        0.9, "Standard deviation of the logarithm of losses.", unit="log", ge=0, le=3,
        source="calibrated: own prototype",
    )  # fmt: skip
    joined: float = parameter(
        0.3, "Part of the other fighters in the cell who join the initiator.", unit="share",
        ge=0, le=1, source="own design",
    )  # fmt: skip
    crossfire: float = parameter(
        0.03, "Civilians killed for each fighter killed.", unit="persons", ge=0, le=10,
        source="own design",
    )  # fmt: skip
    raid: float = parameter(
        0.3, "Readiness of a self-defence militia to strike first, relative to other bands.",
        unit="factor", ge=0, le=10, source="own design",
    )  # fmt: skip
    momentum_memory: float = parameter(
        0.93, "What remains of momentum after a week.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip
    momentum_step: float = parameter(
        0.5, "Momentum won by a battle in which only the other side has dead.", unit="-1..1",
        ge=0, le=1, source="own design",
    )  # fmt: skip


@kernel
def hazard(
    rate: float, hostility: float, detection: float, excitation: float, heat: float
) -> float:
    """Weekly hazard that a band begins a battle."""
    return rate * hostility * hostility * detection * (1.0 + excitation * min(heat, 6.0))


@kernel
def fire_at(hidden: bool, size: float, aimed: float, area: float) -> float:
    """Enemies that one fighter kills among `size`: more where more are hidden in the area."""
    return min(aimed, area * size) if hidden else aimed


@kernel
def losses(fire: float, engaged: float, skill: float, spread: float, u1: float, u2: float) -> int:
    """Dead caused by `engaged` fighters at `fire` each: Poisson around a lognormal mean."""
    return poisson(lognormal(fire * engaged * skill, spread, u1), u2)


@kernel
def fight(
    key: np.uint64, rate: float, excitation: float, aimed: float, area_fire: float,
    spread: float, joined: float, crossfire: float, raid: float, skirmish: float, step: float,
    hostility: Floats, stance: Ints, governs: Flags, hides: Flags, mobile_actor: Flags,
    aggression: Floats, skill: Floats, disarray: Floats, visibility: Floats,
    cooperation: Floats, heat: Floats, momentum: Floats, first_band: Rows, order: Rows,
    band_key: Keys, owner: Rows, fighters: Counts, foreign: Counts, experience: Floats,
    mobile: Flags, first: Rows, people: Counts, harm: Counts, killed: Counts, dead: Counts,
    kind: Ints, side_a: Ints, side_b: Ints, at: Ints, group: Ints, deaths_a: Counts,
    deaths_b: Counts, deaths_civilians: Counts, selective: Ints, community_group: Rows,
    events: int,
) -> int:  # fmt: skip
    """Fight the week's battles; the new number of events."""
    actors = len(hostility)
    troops, present = np.empty(actors, np.int64), np.empty(actors, np.uint32)
    for k in range(len(heat)):
        begin, end = first_band[k], first_band[k + 1]
        if end - begin < 2:
            continue
        troops[:] = 0
        for i in range(begin, end):
            troops[owner[order[i]]] += fighters[order[i]]
        number = 0
        for a in range(actors):
            present[number] = a
            number += troops[a] > 0
        if number < 2:
            continue
        for i in range(begin, end):
            u = order[i]
            a = owner[u]
            if governs[a] and not mobile[u]:
                continue
            for b in present[:number]:
                if troops[b] == 0 or fighters[u] == 0 or b == a or hostility[a, b] == 0.0:
                    continue
                seen = visibility[b] + (1.0 - visibility[b]) * cooperation[a, k]
                readiness = aggression[a] * (1.0 if mobile_actor[a] else raid)
                readiness *= 1.0 if stance[a, b] == _WAR else skirmish
                lively = hazard(rate * readiness, hostility[a, b], seen, excitation, heat[k])
                draw = 12 * b
                if not happens(lively, uniform(key, band_key[u], draw)):
                    continue
                own = fighters[u] + joined * (troops[a] - fighters[u])
                exposed = lognormal(own, spread, uniform(key, band_key[u], draw + 1))
                exposed = min(exposed, float(troops[b]))
                s_a = skill[a] * (1.0 + 0.3 * experience[u]) * (1.0 - 0.5 * disarray[a])
                s_b = skill[b] * (1.0 - 0.5 * disarray[b])
                lost_b = losses(aimed, min(own, 3.0 * exposed), s_a, spread,
                                uniform(key, band_key[u], draw + 2),
                                uniform(key, band_key[u], draw + 3))  # fmt: skip
                answer = fire_at(hides[a], own, aimed, area_fire)
                lost_a = losses(answer, min(exposed, 3.0 * own), s_b, spread,
                                uniform(key, band_key[u], draw + 4),
                                uniform(key, band_key[u], draw + 5))  # fmt: skip
                lost_a = bury(lost_a, a, begin, end, uniform(key, band_key[u], draw + 6),
                              uniform(key, band_key[u], draw + 7), order, owner, fighters,
                              foreign, experience, 0.02)  # fmt: skip
                lost_b = bury(lost_b, b, begin, end, uniform(key, band_key[u], draw + 8),
                              uniform(key, band_key[u], draw + 9), order, owner, fighters,
                              foreign, experience, 0.02)  # fmt: skip
                troops[a] -= lost_a
                troops[b] -= lost_b
                dead[a] -= lost_a
                dead[b] -= lost_b
                bystanders = poisson(crossfire * (lost_a + lost_b),
                                     uniform(key, band_key[u], draw + 10))  # fmt: skip
                c, bystanders = hit_people(bystanders, first[k], first[k + 1],
                               uniform(key, band_key[u], draw + 11), people, harm[a],
                               killed)  # fmt: skip
                swing = step * (lost_b - lost_a) / (lost_a + lost_b + 4.0)
                momentum[a, k] = min(1.0, max(-1.0, momentum[a, k] + swing))
                momentum[b, k] = min(1.0, max(-1.0, momentum[b, k] - swing))
                heat[k] += 1.0
                kind[events] = _AMBUSH if hides[a] else _BATTLE
                side_a[events] = a
                side_b[events] = b
                at[events] = k
                group[events] = community_group[c] if c >= 0 else -1
                deaths_a[events] = lost_a
                deaths_b[events] = lost_b
                deaths_civilians[events] = bystanders
                selective[events] = 0
                events += 1
    return events


@kernel
def fade(level: Floats, memory: float) -> None:
    """Multiply a level (any 1-d array) by what remains of it."""
    for i in range(len(level)):
        level[i] *= memory


def apply(world: World, p: BattlesParameters, key: np.uint64) -> None:
    """Let heat and momentum fade, then fight."""
    cells, bands, actors, events = world.cells, world.bands, world.actors, world.events
    communities, ledger = world.communities, world.ledger
    fade(cells.heat, p.heat_memory)
    fade(cells.momentum.reshape(-1), p.momentum_memory)
    events.reserve(bands.count * (actors.size - 1))
    events.count = fight(
        key, p.rate, p.excitation, p.aimed, p.area, p.spread, p.joined, p.crossfire, p.raid,
        p.skirmish, p.momentum_step, world.pairs.hostility, world.pairs.stance, actors.governs,
        actors.hides, actors.mobile, actors.readiness, actors.skill, actors.disarray,
        actors.exposure, cells.cooperation, cells.heat, cells.momentum, cells.first_band,
        bands.order, bands.key,
        bands.owner, bands.fighters, bands.foreign, bands.experience, bands.mobile,
        communities.first, communities.people, communities.harm, ledger.people[_KILLED],
        ledger.fighters[_DEAD], events.kind, events.side_a, events.side_b, events.cell,
        events.group, events.deaths_a, events.deaths_b, events.deaths_civilians,
        events.selective, communities.group, events.count,
    )  # fmt: skip


RULE = Rule(
    name="battles",
    claim="Hostile bands that find each other fight; who strikes from hiding loses less.",
    source="Lanchester; Deitchman 1962 (aimed and area fire); self-excitation: own design",
    parameters=BattlesParameters,
    reads=(
        "pairs.hostility", "pairs.stance", "actors.governs", "actors.hides", "actors.mobile",
        "actors.readiness", "actors.skill", "actors.disarray", "actors.exposure",
        "cells.cooperation", "cells.first_band", "bands.order", "bands.key", "bands.owner",
        "bands.mobile", "communities.first", "communities.group",
    ),
    writes=(
        "cells.heat", "cells.momentum", "bands.fighters", "bands.foreign", "bands.experience",
        "communities.people", "communities.harm", "ledger.people", "ledger.fighters",
        "events.kind", "events.side_a", "events.side_b", "events.cell", "events.group",
        "events.deaths_a", "events.deaths_b", "events.deaths_civilians", "events.selective",
    ),
    apply=apply,
)  # fmt: skip
