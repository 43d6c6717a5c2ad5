"""Rule 17, beliefs: whom an insurgent group takes to be dealing with its enemies.

An observer a asks how likely the week is if b has a secret deal with its enemies, and how likely
if not. Log-odds of a deal change by log-likelihood ratios, each a driver:

- *attacks*: states and guests attacked b n_b times and everybody else n_o times:
  n_b ln(s_deal / s_0) + n_o ln((1 - s_deal) / (1 - s_0)). s_0 is b's share that past attacks lead
  one to expect, its odds scaled by the growth of b's activity relative to the rest to the power
  omega: an exposure-aware observer (omega 1) knows that who does more is struck more, a naive one
  (omega 0) does not. s_deal has odds k times smaller.
- *second front*: in m cells b and a state or guest attacked a without fighting each other, where
  chance lets one expect e = (cells with b's attacks) (cells with theirs) / (cells with a's
  fighters): m x - omega (e^x - 1) e. For omega 1 these are Poisson counts of mean e and, with a
  deal, e^x e; the naive expect none by chance.
- *claims*: evidence y of who says it, trusted by t: ln(1 + t (e^y - 1)), the source knowing with
  probability t and else speaking anyhow. Third parties' accusations of last week are such, and
  battles that states and guests invent, as attacks on b or on others, unless a knows better.
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
from sim.world.state import Counts, Flags, Floats, Ints
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
def count_attacks(
    events: int, side_a: Ints, side_b: Ints, official: Flags, hits: Counts, begun: Counts
) -> None:
    """Fill `hits` (A), attacks by states and guests, and `begun` (A), events each actor began."""
    hits[:] = 0
    begun[:] = 0
    for i in range(events):
        a = side_a[i]
        begun[a] += 1
        if side_b[i] >= 0 and official[a]:
            hits[side_b[i]] += 1


@kernel
def remember(memory: float, now: Counts, mean: Floats) -> None:
    """Carry a fading mean (A) one week on."""
    for a in range(len(mean)):
        mean[a] = memory * mean[a] + (1.0 - memory) * now[a]


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
def infer(
    deal: float, peer: Flags, insurgent: Flags, awareness: Floats, hits: Counts, attacked: Floats,
    active: Floats, active_long: Floats, odds: Floats, evidence: Floats,
) -> None:  # fmt: skip
    """Fill `odds` (A A), expected of an attack on the second, and `evidence` (A A) of attacks."""
    actors = len(hits)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (peer[a] and peer[b]):
                continue
            elsewhere = 0
            past = 0.0
            now_other = 0.0
            long_other = 0.0
            for c in range(actors):
                if insurgent[c] and c != b:
                    elsewhere += hits[c]
                    past += attacked[c] + _BEFORE
                    now_other += active[c] + _BEFORE
                    long_other += active_long[c] + _BEFORE
            growth = (active[b] + _BEFORE) / now_other * long_other / (active_long[b] + _BEFORE)
            odds[a, b] = expected_odds((attacked[b] + _BEFORE) / past, growth, awareness[a])
            evidence[a, b] = evidence_of(float(hits[b]), float(elsewhere), odds[a, b], deal)


@kernel
def joined(joint: int, chance: float, evidence: float, awareness: float) -> float:
    """Log-likelihood ratio of a deal: `joint` attacks where `chance` lets one expect so many."""
    return joint * evidence - awareness * (exp(evidence) - 1.0) * chance


@kernel
def weigh_fronts(
    log_ratio: float, awareness: Floats, troops: Counts, joint: Counts, fronts: Counts,
    official_fronts: Counts, evidence: Floats,
) -> None:  # fmt: skip
    """Fill `evidence` (A A) of attacks by the second and a state on one place."""
    for a in range(len(awareness)):
        if official_fronts[a] == 0:
            continue
        occupied = 0
        for k in range(troops.shape[1]):
            occupied += troops[a, k] > 0
        for b in range(len(awareness)):
            if fronts[a, b] > 0:
                places = max(occupied, official_fronts[a], fronts[a, b])
                chance = fronts[a, b] * official_fronts[a] / places
                evidence[a, b] = joined(joint[a, b], chance, log_ratio, awareness[a])


@kernel
def trusted(evidence: float, trust: float) -> float:
    """Log-likelihood ratio of what somebody says who is right with probability `trust`."""
    return log(1.0 + trust * (exp(evidence) - 1.0))


@kernel
def hear(
    last_week: int, accusation: float, deal: float, peer: Flags, insurgent: Flags,
    official: Flags, accused: Ints, trust: Floats, troops: Counts, odds: Floats, claims: int,
    claimant: Ints, event: Ints, target: Ints, cell: Ints, evidence: Floats,
) -> None:  # fmt: skip
    """Fill `evidence` (A A) of what others say: accusations, and attacks that never happened."""
    actors = len(peer)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (peer[a] and peer[b]):
                continue
            heard = 0.0
            for c in range(actors):
                if c != a and c != b and accused[c, b] == last_week:
                    heard += trusted(accusation, trust[a, c])
            for q in range(claims):
                s, hit, k = claimant[q], target[q], cell[q]
                if event[q] >= 0 or not official[s] or hit < 0 or not insurgent[hit]:
                    continue
                if hit == a or troops[a, k] > 0:
                    continue
                on_b = 1.0 if hit == b else 0.0
                heard += trusted(evidence_of(on_b, 1.0 - on_b, odds[a, b], deal), trust[a, s])
            evidence[a, b] = heard


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


def apply(world: World, p: BeliefsParameters, key: np.uint64) -> None:
    """Weigh what was done, said and leaked."""
    actors, pairs, events, claims = world.actors, world.pairs, world.events, world.claims
    drivers, troops, last_week = pairs.belief_drivers, world.cells.troops, world.clock.week - 1
    official = actors.governs | actors.foreign
    peer = actors.insurgent & actors.alive
    hits = np.empty(actors.size, np.int64)
    begun = np.empty(actors.size, np.int64)
    official_fronts = np.zeros(actors.size, np.int64)
    joint, fronts = np.zeros((2, actors.size, actors.size), np.int64)
    odds = np.ones((actors.size, actors.size))
    count_attacks(events.count, events.side_a, events.side_b, official, hits, begun)
    remember(p.short_memory, begun, actors.active)
    infer(
        p.deal, peer, actors.insurgent, actors.awareness, hits, actors.attacked, actors.active,
        actors.active_long, odds, drivers[_ATTACKS],
    )  # fmt: skip
    remember(p.long_memory, hits, actors.attacked)
    remember(p.long_memory, begun, actors.active_long)
    count_fronts(
        peer, official, events.count, events.side_a, events.side_b, events.cell, joint, fronts,
        official_fronts,
    )  # fmt: skip
    weigh_fronts(
        p.second_front, actors.awareness, troops, joint, fronts, official_fronts,
        drivers[_SECOND_FRONT],
    )  # fmt: skip
    hear(
        last_week, p.accusation, p.deal, peer, actors.insurgent, official, pairs.accused,
        pairs.trust, troops, odds, claims.count, claims.claimant, claims.event, claims.side_b,
        claims.cell, drivers[_CLAIMS],
    )  # fmt: skip
    learn(last_week, p.leak, peer, official, pairs.hostility, pairs.leaked, drivers[_LEAK])
    update(p.forgetting, p.floor, p.ceiling, peer, drivers, pairs.collusion)


RULE = Rule(
    name="beliefs",
    claim="Groups infer a secret deal of a rival from deeds, words and leaks, and may be wrong.",
    source="own design: Bayes' rule on attacks, joint attacks and testimony, exposure-awareness",
    parameters=BeliefsParameters,
    reads=(
        "events.side_a", "events.side_b", "events.cell", "claims.claimant", "claims.event",
        "claims.side_b", "claims.cell", "cells.troops", "actors.alive", "actors.insurgent",
        "actors.governs", "actors.foreign", "actors.awareness", "pairs.hostility", "pairs.trust",
        "pairs.leaked", "pairs.accused",
    ),
    writes=(
        "actors.attacked", "actors.active", "actors.active_long", "pairs.collusion",
        "pairs.belief_drivers",
    ),
    apply=apply,
)  # fmt: skip
