"""Rule 15, control: who holds a cell.

Support of an actor is the people's loyalty, or part of their fear, times what its presence and
security can make of it; influence is the share of all support. Control is gained above one half,
kept while best, and lost to nobody when all support is slight. That makes shares sticky.
A state lends a group with which it has a pact part of its support where the group is present and
has more than it: it abstains there, and the group gains.

In a run that traces causes every change of hands is noted with what speaks for the new holder:
the logarithm of its support over the old holder's, as the sum of the ratios of what makes up
support and a rest, which is inertia. A part below the least support counts as that, lest the
logarithm of one that is gone drown all others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arithmetic import log, logistic
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY, Stance
from sim.world.state import Counts, Flags, Floats, Ints, Rows
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


_SLIGHT = 1e-6
"""Support that counts as none where a logarithm is taken."""


@kernel
def backing(loyalty: float, fear: float, least: float, by_fear: float) -> float:
    """Part of a community that lends an actor support, willing or in fear."""
    willing = loyalty if loyalty >= least else 0.0
    return max(willing, by_fear * fear)


@kernel
def lending(
    begin: int, end: int, people: Counts, loyalty: Floats, fear: Floats, least: float,
    by_fear: float,
) -> tuple[float, float]:  # fmt: skip
    """How many people of a cell's communities (C) lend an actor support; how many there are."""
    total = 0.0
    lent = 0.0
    for c in range(begin, end):
        n = float(people[c])
        total += n
        lent += n * backing(loyalty[c], fear[c], least, by_fear)
    return lent, total


@kernel
def weigh(
    first: Rows, people: Counts, loyalty: Floats, fear: Floats, presence: Floats,
    security: Floats, least: float, by_fear: float, scale: float, listed: Rows, part: Floats,
) -> int:  # fmt: skip
    """List the cells where an actor has presence; fill `part` with the support there; how many.

    All is of one actor; support is what it could now count on, in [0, 1].
    """
    number, cells = 0, len(presence)
    backed, whole, safe = np.empty(cells), np.empty(cells), np.empty(cells)
    for k in range(cells):  # without a branch, which could not be foreseen
        listed[number] = k
        number += presence[k] > 0.0
    for i in range(number):
        k = listed[i]
        backed[i], whole[i] = lending(first[k], first[k + 1], people, loyalty, fear, least,
                                      by_fear)  # fmt: skip
        part[i], safe[i] = presence[k], security[k]
    for i in range(number):  # apart from the lookups, so that it runs on whole vectors
        lent = part[i] * backed[i] / max(whole[i], 1.0)  # without people nobody lends any
        part[i] = lent * logistic(safe[i] / scale)
    return number


@kernel
def lend(
    lent: float, stance: Ints, governs: Flags, number: Counts, listed: Rows, now: Floats
) -> None:
    """Let states lend support to the partners of their pacts where those have more.

    `now` (A K) is the support in the `number` (A) of cells `listed` (A K) for each.
    """
    actors, cells = now.shape
    held = np.zeros(cells)
    for s in range(actors):
        for g in range(actors):
            if stance[s, g] != _PACT or not governs[s] or governs[g]:
                continue
            for i in range(number[s]):
                held[listed[s, i]] = now[s, i]
            for i in range(number[g]):
                own = held[listed[g, i]]
                if own < now[g, i]:
                    held[listed[g, i]] = own - lent * own
                    now[g, i] += lent * own
            for i in range(number[s]):
                now[s, i] = held[listed[s, i]]
                held[listed[s, i]] = 0.0


@kernel
def approach(pace: float, listed: Rows, now: Floats, support: Floats) -> None:
    """Carry an actor's support (K) a step towards `now`: 0 but in the cells `listed`."""
    for k in range(len(support)):
        support[k] *= 1.0 - pace
    for i in range(len(listed)):
        support[listed[i]] += pace * now[i]


@kernel
def rank(a: int, own: Floats, total: Floats, first: Floats, second: Floats, best: Ints) -> None:
    """Add an actor's support to all (K), the two highest, and who has most, -1 for nobody."""
    for k in range(len(total)):
        s = own[k]
        total[k] += s
        leads = s > first[k]
        second[k] = first[k] if leads else max(s, second[k])
        first[k] = s if leads else first[k]
        best[k] = a if leads else best[k]


@kernel
def decide(
    total: Floats, most: Floats, next_most: Floats, best: Ints, support: Floats, gain: float,
    least: float, ratio: float, control: Ints, influence: Floats, contested: Flags,
) -> None:  # fmt: skip
    """Turn support into influence shares and decide control and contest."""
    actors, cells = influence.shape
    for k in range(cells):
        if total[k] <= 0.0 or total[k] < least:
            control[k] = NOBODY
            contested[k] = False
            continue
        if most[k] > gain * total[k]:
            control[k] = best[k]
        elif control[k] != NOBODY and support[control[k], k] < most[k]:
            control[k] = NOBODY
        contested[k] = next_most[k] > ratio * most[k]
    for a in range(actors):
        own, part = support[a], influence[a]
        for k in range(cells):
            slight = total[k] <= 0.0 or total[k] < least
            part[k] = 0.0 if slight else own[k] / total[k]


@kernel
def contend(
    least_loyalty: float, fear_support: float, scale: float, lent: float, pace: float,
    gain: float, least: float, ratio: float, first: Rows, people: Counts, loyalty: Floats,
    fear: Floats, presence: Floats, security: Floats, foreign: Flags, governs: Flags,
    stance: Ints, support: Floats, control: Ints, influence: Floats, contested: Flags,
) -> None:  # fmt: skip
    """Weigh support and decide who holds each cell."""
    actors, cells = support.shape
    listed, now = np.empty((actors, cells), np.uint32), np.empty((actors, cells))
    number = np.zeros(actors, np.int64)
    for a in range(actors):
        if not foreign[a]:
            number[a] = weigh(first, people, loyalty[a], fear[a], presence[a], security[a],
                              least_loyalty, fear_support, scale, listed[a], now[a])  # fmt: skip
    lend(lent, stance, governs, number, listed, now)
    total, most, next_most = np.zeros(cells), np.zeros(cells), np.zeros(cells)
    best = np.full(cells, NOBODY, np.int32)
    for a in range(actors):
        approach(pace, listed[a, : number[a]], now[a], support[a])
        rank(a, support[a], total, most, next_most, best)
    decide(total, most, next_most, best, support, gain, least, ratio, control, influence,
           contested)  # fmt: skip


@dataclass(frozen=True)
class _Case:
    """What an actor has in a cell, all parts as logarithms; see `Takeovers`."""

    support: float
    people: float
    presence: float
    security: float


def note_takeovers(world: World, p: ControlParameters, before: Ints) -> None:
    """Note every cell whose holder is another than `before` (K), and what speaks for the new."""
    takeovers, control = world.takeovers, world.cells.control
    changed = np.flatnonzero(before != control)
    takeovers.reserve(len(changed))
    for row, k in enumerate(changed.tolist(), start=takeovers.count):
        old, new = (_case(world, p, int(holder[k]), k) for holder in (before, control))
        takeovers.cell[row] = k
        takeovers.before[row], takeovers.after[row] = before[k], control[k]
        takeovers.by_people[row] = new.people - old.people
        takeovers.by_presence[row] = new.presence - old.presence
        takeovers.by_security[row] = new.security - old.security
        takeovers.by_inertia[row] = (new.support - old.support) - (
            takeovers.by_people[row] + takeovers.by_presence[row] + takeovers.by_security[row]
        )
    takeovers.count += len(changed)


def _case(world: World, p: ControlParameters, a: int, k: int) -> _Case:
    """What speaks for an actor in a cell; for nobody, that support is slight."""
    cells, communities = world.cells, world.communities
    floor = max(p.least_support, _SLIGHT)
    if a == NOBODY:
        return _Case(log(floor), log(floor), 0.0, 0.0)
    lent, total = lending(
        int(communities.first[k]), int(communities.first[k + 1]), communities.people,
        communities.loyalty[a], communities.fear[a], p.least_loyalty, p.fear_support,
    )  # fmt: skip
    safe = logistic(cells.security[a, k] / p.security_scale)
    return _Case(
        log(max(cells.support[a, k], _SLIGHT)),
        log(max(lent / max(total, 1.0), floor)),
        log(max(cells.presence[a, k], floor)),
        log(max(safe, floor)),
    )


def apply(world: World, p: ControlParameters, key: np.uint64) -> None:
    """Weigh support and decide who holds each cell."""
    cells, communities, actors = world.cells, world.communities, world.actors
    before = cells.control.copy()
    contend(
        p.least_loyalty, p.fear_support, p.security_scale, p.lent, p.pace, p.gain,
        p.least_support, p.contested, communities.first, communities.people,
        communities.loyalty, communities.fear, cells.presence, cells.security, actors.foreign,
        actors.governs, world.pairs.stance, cells.support, cells.control, cells.influence,
        cells.contested,
    )  # fmt: skip
    if world.tracing:
        note_takeovers(world, p, before)


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
    writes=(
        "cells.support",
        "cells.influence",
        "cells.control",
        "cells.contested",
        "takeovers.cell",
        "takeovers.before",
        "takeovers.after",
        "takeovers.by_people",
        "takeovers.by_presence",
        "takeovers.by_security",
        "takeovers.by_inertia",
    ),
    apply=apply,
)
