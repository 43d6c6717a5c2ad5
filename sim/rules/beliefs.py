"""Rule 17, beliefs: whom an insurgent group takes to be dealing with its enemies.

States and guests attack some groups and spare others. An observer asks how likely this week's
attacks are if the other has a secret deal, and how likely if not: with n_b attacks on the other and
n_o on everybody else, the log-odds of a deal change by

    n_b ln(s_deal / s_0) + n_o ln((1 - s_deal) / (1 - s_0)).

s_0 is the other's share that past attacks lead one to expect, its odds scaled by the growth of its
activity relative to the rest to the power omega: an exposure-aware observer (omega 1) knows that
who does more is struck more, a naive one (omega 0) does not. s_deal has odds k times smaller.
Beliefs fade. What is believed may be false; the true pact is `pairs.stance`. Above a threshold an
observer of other mind accuses the other of treason, which is a grievance of its own.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import log, power
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import BeliefDriver
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_ATTACKS = int(BeliefDriver.ATTACKS)
_BEFORE = 0.05
"""Events a week that every group is taken to have begun and suffered before any were seen."""


class BeliefsParameters(Parameters):
    """Parameters of beliefs."""

    deal: float = parameter(
        0.2,
        "Odds that an attack hits a group with a deal, relative to one without.",
        unit="factor",
        gt=0,
        le=1,
        source="own design: the share that fits the strikes of 2018-20 best is near it",
    )
    forgetting: float = parameter(
        0.98,
        "What remains of a belief above the floor after a week.",
        unit="share",
        ge=0,
        le=1,
        source="own design",
    )
    floor: float = parameter(
        -4,
        "Log-odds of a deal of which nothing speaks.",
        unit="log-odds",
        ge=-20,
        le=0,
        source="own design: 2 in 100",
    )
    ceiling: float = parameter(
        10,
        "Log-odds beyond which nobody becomes surer.",
        unit="log-odds",
        ge=0,
        le=50,
        source="own design",
    )
    long_memory: float = parameter(
        0.98,
        "What remains of the past in long means after a week.",
        unit="share",
        ge=0,
        le=1,
        source="own design: about a year",
    )
    short_memory: float = parameter(
        0.9,
        "What remains of the past in short means after a week.",
        unit="share",
        ge=0,
        le=1,
        source="own design: about ten weeks",
    )
    accusation_at: float = parameter(
        2,
        "Log-odds of a deal at which treason is alleged in public.",
        unit="log-odds",
        ge=-20,
        le=50,
        source="own design: 7 to 1",
    )
    accusation_gap: int = parameter(
        26,
        "Least time between two accusations.",
        unit="weeks",
        ge=1,
        le=520,
        source="own design",
    )
    accusation: float = parameter(
        1.5,
        "Grievance of the accuser that an accusation adds.",
        unit="0..4",
        ge=0,
        le=4,
        source="own design: treason is compensated only by blood",
    )


@kernel
def count_attacks(
    events: int,
    side_a: Ints,
    side_b: Ints,
    governs: Flags,
    foreign: Flags,
    hits: Counts,
    begun: Counts,
) -> None:
    """Fill `hits` (A), attacks by states and guests, and `begun` (A), events each actor began."""
    hits[:] = 0
    begun[:] = 0
    for i in range(events):
        a = side_a[i]
        begun[a] += 1
        if side_b[i] >= 0 and (governs[a] or foreign[a]):
            hits[side_b[i]] += 1


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
    deal: float,
    forgetting: float,
    floor: float,
    ceiling: float,
    alive: Flags,
    insurgent: Flags,
    awareness: Floats,
    hits: Counts,
    attacked: Floats,
    active: Floats,
    active_long: Floats,
    collusion: Floats,
    drivers: Floats,
) -> None:
    """Carry every insurgent's belief about every other one week on."""
    actors = len(hits)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (insurgent[a] and insurgent[b] and alive[a] and alive[b]):
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
            odds = expected_odds((attacked[b] + _BEFORE) / past, growth, awareness[a])
            change = evidence_of(float(hits[b]), float(elsewhere), odds, deal)
            level = floor + forgetting * (collusion[a, b] - floor) + change
            drivers[_ATTACKS, a, b] = change
            collusion[a, b] = min(max(level, floor), ceiling)


@kernel
def remember(memory: float, now: Counts, mean: Floats) -> None:
    """Carry a fading mean (A) one week on."""
    for a in range(len(mean)):
        mean[a] = memory * mean[a] + (1.0 - memory) * now[a]


@kernel
def accuse(
    week: int,
    at: float,
    gap: int,
    step: float,
    alive: Flags,
    insurgent: Flags,
    affinity: Floats,
    collusion: Floats,
    accused: Ints,
    grievance: Floats,
) -> None:
    """Let observers who are sure, and not of one mind with the other, accuse it of treason."""
    actors = len(insurgent)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (insurgent[a] and insurgent[b] and alive[a] and alive[b]):
                continue
            sure = collusion[a, b] >= at and affinity[a, b] < 0.0
            if sure and week - accused[a, b] >= gap:
                accused[a, b] = week
                grievance[a, b] = min(4.0, grievance[a, b] + step)


def apply(world: World, p: BeliefsParameters, key: np.uint64) -> None:
    """Weigh this week's attacks, then let some accuse."""
    actors, pairs, events = world.actors, world.pairs, world.events
    hits = np.empty(actors.size, np.int64)
    begun = np.empty(actors.size, np.int64)
    count_attacks(
        events.count,
        events.side_a,
        events.side_b,
        actors.governs,
        actors.foreign,
        hits,
        begun,
    )
    remember(p.short_memory, begun, actors.active)
    infer(
        p.deal,
        p.forgetting,
        p.floor,
        p.ceiling,
        actors.alive,
        actors.insurgent,
        actors.awareness,
        hits,
        actors.attacked,
        actors.active,
        actors.active_long,
        pairs.collusion,
        pairs.belief_drivers,
    )
    remember(p.long_memory, hits, actors.attacked)
    remember(p.long_memory, begun, actors.active_long)
    accuse(
        world.clock.week,
        p.accusation_at,
        p.accusation_gap,
        p.accusation,
        actors.alive,
        actors.insurgent,
        pairs.affinity,
        pairs.collusion,
        pairs.accused,
        pairs.grievance,
    )


RULE = Rule(
    name="beliefs",
    claim="Groups infer a secret deal of a rival from attacks that spare it, and may be wrong.",
    source="own design: Bayes' rule on shares of attacks, with exposure-awareness",
    parameters=BeliefsParameters,
    reads=(
        "events.side_a",
        "events.side_b",
        "actors.alive",
        "actors.insurgent",
        "actors.governs",
        "actors.foreign",
        "actors.awareness",
        "pairs.affinity",
    ),
    writes=(
        "actors.attacked",
        "actors.active",
        "actors.active_long",
        "pairs.collusion",
        "pairs.belief_drivers",
        "pairs.accused",
        "pairs.grievance",
    ),
    apply=apply,
)
