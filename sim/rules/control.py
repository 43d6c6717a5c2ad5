"""Rule 15, control: who holds a cell.

Support of an actor is the people's loyalty, or part of their fear, times what its presence and
security can make of it; influence is the share of all support. Control is gained above one half,
kept while best, and lost to nobody when all support is slight. That makes shares sticky.
A state lends a group with which it has a pact part of its support where the group is present and
has more than it: it abstains there, and the group gains.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY, Stance
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_PACT = int(Stance.PACT)


class ControlParameters(Parameters):
    """Parameters of control."""

    least_loyalty: float = parameter(
        0.2,
        "Loyalty below which a community lends no willing support.",
        unit="-1..1",
        ge=-1,
        le=1,
        source="Athena (JPL)",
    )
    fear_support: float = parameter(
        0.6,
        "Support lent in full fear.",
        unit="share",
        ge=0,
        le=1,
        source="own design: without it a feared group never holds anything",
    )
    security_scale: float = parameter(
        20,
        "Security at which support counts by three quarters.",
        unit="-100..100",
        gt=0,
        le=100,
        source="own design",
    )
    pace: float = parameter(
        0.15,
        "Weekly approach of support to what an actor could now count on.",
        unit="per week",
        gt=0,
        le=1,
        source="own design: support is built and lost over about six weeks, not with each patrol",
    )
    gain: float = parameter(
        0.5,
        "Influence above which control is gained.",
        unit="share",
        ge=0,
        le=1,
        source="Athena (JPL)",
    )
    least_support: float = parameter(
        0.012,
        "Support below which a cell is nobody's.",
        unit="share",
        ge=0,
        le=1,
        source="own design",
    )
    lent: float = parameter(
        0.5,
        "Part of a state's support lent to the stronger partner of a pact.",
        unit="share",
        ge=0,
        le=1,
        source="own design: a state that lets a partner be half withdraws",
    )
    contested: float = parameter(
        0.5,
        "Second-best influence, relative to the best, above which a cell is contested.",
        unit="share",
        ge=0,
        le=1,
        source="own design",
    )


@kernel
def weigh(
    first: Ints,
    people: Counts,
    loyalty: Floats,
    fear: Floats,
    presence: Floats,
    security: Floats,
    foreign: Flags,
    least: float,
    by_fear: float,
    scale: float,
    now: Floats,
) -> None:
    """Fill `now` (A K, in [0, 1]) with the support that each actor could now count on."""
    actors, cells = now.shape
    for a in range(actors):
        for k in range(cells):
            stand = presence[a, k]
            now[a, k] = 0.0
            if stand <= 0.0 or foreign[a]:
                continue
            total = 0.0
            lent = 0.0
            for c in range(first[k], first[k + 1]):
                n = float(people[c])
                total += n
                v = loyalty[a, c]
                willing = v if v >= least else 0.0
                lent += n * max(willing, by_fear * fear[a, c])
            if total > 0.0:
                now[a, k] = stand * lent / total * logistic(security[a, k] / scale)


@kernel
def lend(lent: float, stance: Ints, governs: Flags, presence: Floats, now: Floats) -> None:
    """Let states lend support (A K) to the partners of their pacts where those have more."""
    actors, cells = now.shape
    for s in range(actors):
        for g in range(actors):
            if stance[s, g] != _PACT or not governs[s] or governs[g]:
                continue
            for k in range(cells):
                if presence[g, k] > 0.0 and now[s, k] < now[g, k]:
                    part = lent * now[s, k]
                    now[s, k] -= part
                    now[g, k] += part


@kernel
def decide(
    support: Floats,
    gain: float,
    least: float,
    ratio: float,
    control: Ints,
    influence: Floats,
    contested: Flags,
) -> None:
    """Turn support into influence shares and decide control and contest."""
    actors, cells = influence.shape
    for k in range(cells):
        total = 0.0
        best = -1
        best_support = 0.0
        second = 0.0
        for a in range(actors):
            s = support[a, k]
            total += s
            if s > best_support:
                second = best_support
                best_support = s
                best = a
            elif s > second:
                second = s
        if total <= 0.0 or total < least:
            for a in range(actors):
                influence[a, k] = 0.0
            control[k] = NOBODY
            contested[k] = False
            continue
        for a in range(actors):
            influence[a, k] = support[a, k] / total
        if best_support > gain * total:
            control[k] = best
        elif control[k] != NOBODY and support[control[k], k] < best_support:
            control[k] = NOBODY
        contested[k] = second > ratio * best_support


def apply(world: World, p: ControlParameters, key: np.uint64) -> None:
    """Weigh support and decide who holds each cell."""
    cells, communities, actors = world.cells, world.communities, world.actors
    now = np.empty_like(cells.support)
    weigh(
        communities.first,
        communities.people,
        communities.loyalty,
        communities.fear,
        cells.presence,
        cells.security,
        actors.foreign,
        p.least_loyalty,
        p.fear_support,
        p.security_scale,
        now,
    )
    lend(p.lent, world.pairs.stance, actors.governs, cells.presence, now)
    cells.support *= 1.0 - p.pace
    cells.support += p.pace * now
    decide(
        cells.support,
        p.gain,
        p.least_support,
        p.contested,
        cells.control,
        cells.influence,
        cells.contested,
    )


RULE = Rule(
    name="control",
    claim="Support made effective by presence and security decides who holds a cell, with inertia.",
    source="Athena (JPL): support, influence, control",
    parameters=ControlParameters,
    reads=(
        "communities.first",
        "communities.people",
        "communities.loyalty",
        "communities.fear",
        "cells.presence",
        "cells.security",
        "actors.foreign",
        "actors.governs",
        "pairs.stance",
    ),
    writes=("cells.support", "cells.influence", "cells.control", "cells.contested"),
    apply=apply,
)
