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
def lending(
    a: int, k: int, first: Ints, people: Counts, loyalty: Floats, fear: Floats, least: float,
    by_fear: float,
) -> tuple[float, float]:  # fmt: skip
    """How many people of a cell lend an actor support, and how many there are."""
    total = 0.0
    lent = 0.0
    for c in range(first[k], first[k + 1]):
        n = float(people[c])
        total += n
        v = loyalty[a, c]
        willing = v if v >= least else 0.0
        lent += n * max(willing, by_fear * fear[a, c])
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
    for a in range(actors):
        for k in range(cells):
            stand = presence[a, k]
            now[a, k] = 0.0
            if stand <= 0.0 or foreign[a]:
                continue
            lent, total = lending(a, k, first, people, loyalty, fear, least, by_fear)
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
        a, k, communities.first, communities.people, communities.loyalty, communities.fear,
        p.least_loyalty, p.fear_support,
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
