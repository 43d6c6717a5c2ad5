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
    listed = np.empty(cells + 1, np.uint32)
    part, safe = np.empty(cells), np.empty(cells)
    for a in range(actors):
        now[a] = 0.0
        if foreign[a]:
            continue
        number, here = 0, presence[a]
        for k in range(cells):  # without a branch, which could not be foreseen
            listed[number] = k
            number += here[k] > 0.0
        for i in range(number):
            k = listed[i]
            lent, total = lending(first[k], first[k + 1], people, loyalty[a], fear[a], least,
                                  by_fear)  # fmt: skip
            part[i] = here[k] * lent / max(total, 1.0)  # without people nobody lends any
            safe[i] = security[a, k] / scale
        for i in range(number):  # apart from the lookups, so that it runs on whole vectors
            safe[i] = logistic(safe[i])
        for i in range(number):
            now[a, listed[i]] = part[i] * safe[i]


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
def approach(pace: float, now: Floats, support: Floats) -> None:
    """Carry support (A K) a step towards what could now be counted on."""
    for a in range(len(support)):
        built, sought = support[a], now[a]
        for k in range(len(built)):
            built[k] = built[k] * (1.0 - pace) + pace * sought[k]


@kernel
def rank(support: Floats, total: Floats, first: Floats, second: Floats, best: Ints) -> None:
    """Fill, for every cell (K), all support, the two highest, and who has most, -1 for nobody."""
    total[:] = 0.0
    first[:] = 0.0
    second[:] = 0.0
    best[:] = NOBODY
    for a in range(len(support)):
        own = support[a]
        for k in range(len(total)):
            s = own[k]
            total[k] += s
            leads = s > first[k]
            second[k] = first[k] if leads else max(s, second[k])
            first[k] = s if leads else first[k]
            best[k] = a if leads else best[k]


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
    total, most, next_most = np.empty(cells), np.empty(cells), np.empty(cells)
    best = np.empty(cells, np.int32)
    rank(support, total, most, next_most, best)
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
    now = np.empty_like(cells.support)
    before = cells.control.copy()
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
    approach(p.pace, now, cells.support)
    decide(
        cells.support,
        p.gain,
        p.least_support,
        p.contested,
        cells.control,
        cells.influence,
        cells.contested,
    )
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
