"""Rule 17, beliefs: whom an insurgent group takes to be dealing with its enemies.

An observer a asks how likely the week is if b has a secret deal with its enemies, and how likely
if not. Log-odds of a deal change by log-likelihood ratios, each a driver:

- *attacks*: states and guests attacked b n_b times and everybody else n_o times:
  n_b ln(s_deal / s_0) + n_o ln((1 - s_deal) / (1 - s_0)). s_0 is b's share that past attacks lead
  one to expect, its odds scaled by the growth of b's activity relative to the rest to the power
  omega: an exposure-aware observer (omega 1) knows that who does more is struck more, a naive one
  (omega 0) does not. s_deal has odds k times smaller. Of attacks on others where it has nobody, a
  knows by rumour.

- *second front*: in m cells b and a state or guest attacked a without fighting each other, where
  chance lets one expect e = (cells with b's attacks) (cells with theirs) / (cells with a's
  fighters): m x - omega (e^x - 1) e. For omega 1 these are Poisson counts of mean e and, with a
  deal, e^x e; the naive expect none by chance.

- *claims*: evidence y that is known only by hearsay, right with probability t and else said
  anyhow, counts ln(1 + t (e^y - 1)). What outlets say of attacks on others is such, t the trust in
  the outlet: they make known whom attacks hit and spare, and what they invent is believed as well.
  So are third groups' accusations of last week.

- *leak*: a pact of b with an enemy of a that became known last week.

Beliefs fade to a floor. What is believed may be false: what is true is not looked at.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp, log, power
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import BeliefDriver
from sim.world.fronts import count_fronts
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World

_FORGETTING, _ATTACKS = int(BeliefDriver.FORGETTING), int(BeliefDriver.ATTACKS)
_SECOND_FRONT, _CLAIMS = int(BeliefDriver.SECOND_FRONT), int(BeliefDriver.CLAIMS)
_LEAK, _BOUNDS = int(BeliefDriver.LEAK), int(BeliefDriver.BOUNDS)
_BEFORE = 0.05
"""Events a week that every group is taken to have begun and suffered before any were seen."""


class BeliefsParameters(Parameters):
    """Parameters of beliefs."""

    deal: float = parameter(
        0.2, "Odds that an attack hits a group with a deal, relative to one without.",
        unit="factor", gt=0, le=1,
        source="own design: the share that fits the strikes of 2018-20 best is near it",
    )  # fmt: skip
    rumour: float = parameter(
        0.5, "How far an attack elsewhere is known that no outlet claims.", unit="share",
        ge=0, le=1, source="own design: talk travels, but is not relied on",
    )  # fmt: skip
    second_front: float = parameter(
        1, "Evidence of an attack by the other and a state on one place in one week.",
        unit="log-odds", ge=0, le=10, source="own design: e times as frequent with a deal",
    )  # fmt: skip
    accusation: float = parameter(
        2, "Evidence of a third group's accusation for who trusts it fully.", unit="log-odds",
        ge=0, le=20, source="own design: as sure as groups are that accuse",
    )  # fmt: skip
    leak: float = parameter(
        6, "Evidence of a pact that has leaked.", unit="log-odds", ge=0, le=50,
        source="own design: 400 to 1",
    )  # fmt: skip
    forgetting: float = parameter(
        0.98, "What remains of a belief above the floor after a week.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip
    floor: float = parameter(
        -4, "Log-odds of a deal of which nothing speaks.", unit="log-odds", ge=-20, le=0,
        source="own design: 2 in 100",
    )  # fmt: skip
    ceiling: float = parameter(
        10, "Log-odds beyond which nobody becomes surer.", unit="log-odds", ge=0, le=50,
        source="own design",
    )  # fmt: skip
    long_memory: float = parameter(
        0.98, "What remains of the past in long means after a week.", unit="share", ge=0, le=1,
        source="own design: about a year",
    )  # fmt: skip
    short_memory: float = parameter(
        0.9, "What remains of the past in short means after a week.", unit="share", ge=0, le=1,
        source="own design: about ten weeks",
    )  # fmt: skip


@kernel
def count_begun(events: int, side_a: Ints, begun: Floats) -> None:
    """Fill `begun` (A) with the events that each actor began."""
    begun[:] = 0.0
    for i in range(events):
        begun[side_a[i]] += 1.0


@kernel
def remember(memory: float, now: Floats, mean: Floats) -> None:
    """Carry fading means one week on."""
    for i in range(len(mean)):
        mean[i] = memory * mean[i] + (1.0 - memory) * now[i]


@kernel
def expected_odds(past_odds: float, growth: float, awareness: float) -> float:
    """Odds that an attack hits the other: past odds times its relative growth ^ awareness."""
    return past_odds * power(growth, awareness)


@kernel
def evidence_of(hits: float, elsewhere: float, odds: float, deal: float) -> float:
    """Log-likelihood ratio of a deal: `hits` on the other against `elsewhere`, at no-deal odds."""
    spared = odds * deal
    share = odds / (1.0 + odds)
    share_deal = spared / (1.0 + spared)
    return hits * log(share_deal / share) + elsewhere * log((1.0 - share_deal) / (1.0 - share))


@kernel
def trusted(evidence: float, trust: float) -> float:
    """Log-likelihood ratio of what somebody says who is right with probability `trust`."""
    return log(1.0 + trust * (exp(evidence) - 1.0))


@kernel
def expect(
    peer: Flags, insurgent: Flags, awareness: Floats, attacked: Floats, active: Floats,
    active_long: Floats, odds: Floats,
) -> None:  # fmt: skip
    """Fill `odds` (A A): those that an attack hits the second, as the first expects them."""
    actors = len(peer)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (peer[a] and peer[b]):
                continue
            past = 0.0
            now_other = 0.0
            long_other = 0.0
            for c in range(actors):
                if insurgent[c] and c != b:
                    past += attacked[a, c] + _BEFORE
                    now_other += active[c] + _BEFORE
                    long_other += active_long[c] + _BEFORE
            growth = (active[b] + _BEFORE) / now_other * long_other / (active_long[b] + _BEFORE)
            odds[a, b] = expected_odds((attacked[a, b] + _BEFORE) / past, growth, awareness[a])


@kernel
def weigh(
    a: int, hit: int, seen: float, told: float, deal: float, peer: Flags, odds: Floats,
    known: Floats, by_attacks: Floats, by_claims: Floats,
) -> None:  # fmt: skip
    """Let a weigh an attack on `hit` that it knows of, by `seen` without claims, `told` with."""
    known[a, hit] += told
    for b in range(len(peer)):
        if b != a and peer[b]:
            on_b = 1.0 if hit == b else 0.0
            evidence = evidence_of(on_b, 1.0 - on_b, odds[a, b], deal)
            by_attacks[a, b] += trusted(evidence, seen)
            by_claims[a, b] += trusted(evidence, told) - trusted(evidence, seen)


@kernel
def infer(
    rumour: float, deal: float, peer: Flags, insurgent: Flags, official: Flags, trust: Floats,
    troops: Counts, odds: Floats, events: int, side_a: Ints, side_b: Ints, cell: Ints,
    claims: int, claimant: Ints, event: Ints, claim_b: Ints, claim_cell: Ints, known: Floats,
    by_attacks: Floats, by_claims: Floats,
) -> None:  # fmt: skip
    """Add to `known` (A A) the attacks on the second that the first knows of, and weigh them."""
    told = np.empty(events)
    for a in range(len(peer)):
        if not peer[a]:
            continue
        told[:] = 0.0
        for q in range(claims):
            if event[q] >= 0:
                told[event[q]] = max(told[event[q]], trust[a, claimant[q]])
        for i in range(events):
            hit = side_b[i]
            if hit >= 0 and insurgent[hit] and official[side_a[i]]:
                sees = hit == a or troops[a, cell[i]] > 0
                seen = 1.0 if sees else rumour
                weigh(a, hit, seen, max(seen, told[i]), deal, peer, odds, known,
                      by_attacks, by_claims)  # fmt: skip
        for q in range(claims):
            c, hit = claimant[q], claim_b[q]
            if event[q] >= 0 or not official[c] or hit < 0 or not insurgent[hit]:
                continue
            if hit != a and troops[a, claim_cell[q]] == 0:
                weigh(a, hit, 0.0, trust[a, c], deal, peer, odds, known, by_attacks, by_claims)


@kernel
def joined(joint: int, chance: float, evidence: float, awareness: float) -> float:
    """Log-likelihood ratio of a deal: `joint` attacks where `chance` lets one expect so many."""
    return joint * evidence - awareness * (exp(evidence) - 1.0) * chance


@kernel
def weigh_fronts(
    log_ratio: float, awareness: Floats, first_occupied: Rows, joint: Counts, fronts: Counts,
    official_fronts: Counts, evidence: Floats,
) -> None:  # fmt: skip
    """Fill `evidence` (A A) of attacks by the second and a state on one place."""
    for a in range(len(awareness)):
        if official_fronts[a] == 0:
            continue
        occupied = first_occupied[a + 1] - first_occupied[a]
        for b in range(len(awareness)):
            if fronts[a, b] > 0:
                places = max(occupied, official_fronts[a], fronts[a, b])
                chance = fronts[a, b] * official_fronts[a] / places
                evidence[a, b] = joined(joint[a, b], chance, log_ratio, awareness[a])


@kernel
def hear(
    last_week: int, accusation: float, peer: Flags, accused: Ints, trust: Floats, evidence: Floats
) -> None:
    """Add to `evidence` (A A) what third groups accused the second of last week."""
    actors = len(peer)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (peer[a] and peer[b]):
                continue
            for c in range(actors):
                if c != a and c != b and accused[c, b] == last_week:
                    evidence[a, b] += trusted(accusation, trust[a, c])


@kernel
def learn(
    last_week: int, leak: float, peer: Flags, official: Flags, hostility: Floats, leaked: Ints,
    evidence: Floats,
) -> None:  # fmt: skip
    """Fill `evidence` (A A) of pacts of the second with enemies of the first that leaked."""
    actors = len(peer)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (peer[a] and peer[b]):
                continue
            for s in range(actors):
                if official[s] and hostility[a, s] > 0.0 and leaked[s, b] == last_week:
                    evidence[a, b] = leak


@kernel
def update(
    forgetting: float, floor: float, ceiling: float, peer: Flags, drivers: Floats,
    collusion: Floats,
) -> None:  # fmt: skip
    """Carry beliefs one week on by all drivers; those of forgetting and bounds are set here."""
    actors = len(peer)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (peer[a] and peer[b]):
                continue
            drivers[_FORGETTING, a, b] = (forgetting - 1.0) * (collusion[a, b] - floor)
            level = collusion[a, b]
            for d in range(_BOUNDS):
                level += drivers[d, a, b]
            collusion[a, b] = min(max(level, floor), ceiling)
            drivers[_BOUNDS, a, b] = collusion[a, b] - level


@kernel
def judge(
    week: int, deal: float, rumour: float, second_front: float, accusation: float, leak: float,
    forgetting: float, floor: float, ceiling: float, long_memory: float, short_memory: float,
    alive: Flags, insurgent: Flags, governs: Flags, foreign: Flags, awareness: Floats,
    active: Floats, active_long: Floats, troops: Counts, first_occupied: Rows, events: int,
    side_a: Ints, side_b: Ints, cell: Ints, claims: int, claimant: Ints, event: Ints,
    claim_b: Ints, claim_cell: Ints, trust: Floats, accused: Ints, hostility: Floats, leaked: Ints,
    attacked: Floats, drivers: Floats, collusion: Floats,
) -> None:  # fmt: skip
    """Weigh the week; in one piece, since a call from Python takes long."""
    actors = len(alive)
    peer, official = insurgent & alive, governs | foreign
    begun, official_fronts = np.empty(actors), np.zeros(actors, np.int64)
    known, odds = np.zeros((actors, actors)), np.zeros((actors, actors))
    joint, fronts = np.zeros((2, actors, actors), np.int64)
    count_begun(events, side_a, begun)
    remember(short_memory, begun, active)
    expect(peer, insurgent, awareness, attacked, active, active_long, odds)
    infer(rumour, deal, peer, insurgent, official, trust, troops, odds, events, side_a, side_b,
          cell, claims, claimant, event, claim_b, claim_cell, known, drivers[_ATTACKS],
          drivers[_CLAIMS])  # fmt: skip
    remember(long_memory, known.reshape(-1), attacked.reshape(-1))
    remember(long_memory, begun, active_long)
    count_fronts(peer, official, events, side_a, side_b, cell, joint, fronts, official_fronts)
    weigh_fronts(second_front, awareness, first_occupied, joint, fronts, official_fronts,
                 drivers[_SECOND_FRONT])  # fmt: skip
    hear(week - 1, accusation, peer, accused, trust, drivers[_CLAIMS])
    learn(week - 1, leak, peer, official, hostility, leaked, drivers[_LEAK])
    update(forgetting, floor, ceiling, peer, drivers, collusion)


def apply(world: World, p: BeliefsParameters, key: np.uint64) -> None:
    """Weigh what was done, said and leaked."""
    actors, pairs, events, claims = world.actors, world.pairs, world.events, world.claims
    judge(
        world.clock.week, p.deal, p.rumour, p.second_front, p.accusation, p.leak, p.forgetting,
        p.floor, p.ceiling, p.long_memory, p.short_memory, actors.alive, actors.insurgent,
        actors.governs, actors.foreign, actors.awareness, actors.active, actors.active_long,
        world.cells.troops, world.cells.first_occupied, events.count, events.side_a,
        events.side_b, events.cell, claims.count, claims.claimant, claims.event, claims.side_b,
        claims.cell, pairs.trust, pairs.accused, pairs.hostility, pairs.leaked, pairs.attacked,
        pairs.belief_drivers, pairs.collusion,
    )  # fmt: skip


RULE = Rule(
    name="beliefs",
    claim="Groups infer a secret deal of a rival from deeds, words and leaks, and may be wrong.",
    source="own design: Bayes' rule on attacks, joint attacks and testimony, exposure-awareness",
    parameters=BeliefsParameters,
    reads=(
        "events.side_a", "events.side_b", "events.cell", "claims.claimant", "claims.event",
        "claims.side_b", "claims.cell", "cells.troops", "cells.first_occupied", "actors.alive",
        "actors.insurgent", "actors.governs", "actors.foreign", "actors.awareness",
        "pairs.hostility", "pairs.trust", "pairs.leaked", "pairs.accused",
    ),
    writes=(
        "actors.active", "actors.active_long", "pairs.attacked", "pairs.collusion",
        "pairs.belief_drivers",
    ),
    apply=apply,
)  # fmt: skip
