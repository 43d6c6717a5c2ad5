"""Rule 18c, stances: when hostility becomes war, and war a truce.

War breaks out above a level of hostility that lasts, a truce ends it below a lower one
(hysteresis). The more hostile of the two decides. Who offers the other terms keeps its own
hostility to itself, and the other takes them at a level between the two. A truce that has held for
long with low hostility is nothing special any more: the two are rivals again. Stances that the
scenario sets between such actors live by the same rules: a truce or pact ends as any truce does, an
alliance is `alliances`' to end.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY, Development, Stance
from sim.world.actors import relating
from sim.world.state import Flags, Floats, Ints
from sim.world.world import World

_WAR, _RIVALRY, _TRUCE = int(Stance.WAR), int(Stance.RIVALRY), int(Stance.TRUCE)
_PACT, _ALLIED = int(Stance.PACT), int(Stance.ALLIANCE)
_NOTED = {_WAR: Development.WAR, _TRUCE: Development.TRUCE}


class StancesParameters(Parameters):
    """Parameters of stances."""

    war_at: float = parameter(
        0.6, "Hostility that leads to war.", unit="share", ge=0, le=1, source="own design"
    )
    war_weeks: int = parameter(
        4, "Time it must last.", unit="weeks", ge=1, le=520, source="own design"
    )
    truce_at: float = parameter(
        0.35, "Hostility that lets a war end.", unit="share", ge=0, le=1, source="own design"
    )
    terms_at: float = parameter(
        0.5, "The same where the other offers terms.", unit="share", ge=0, le=1,
        source="own design: between the levels of truce and of war",
    )  # fmt: skip
    truce_weeks: int = parameter(
        8, "Time it must last.", unit="weeks", ge=1, le=520, source="own design"
    )
    peace_weeks: int = parameter(
        52, "Time after which a truce with hostility below that level is rivalry again.",
        unit="weeks", ge=1, le=520, source="own design: a year",
    )  # fmt: skip


@kernel
def level_of(a: int, b: int, hostility: Floats, terms: Ints) -> float:
    """The higher hostility of two, without that of who offers the other terms."""
    own = 0.0 if terms[a] == b else hostility[a, b]
    others = 0.0 if terms[b] == a else hostility[b, a]
    return max(own, others)


@kernel
def next_stance(
    stance: int, level: float, held: int, war_at: float, truce_at: float, peace_weeks: int
) -> int:
    """Stance that a level of hostility calls for after `held` weeks of the present one."""
    if stance != _WAR and level >= war_at:
        return _WAR
    if stance == _WAR and level < truce_at:
        return _TRUCE
    sparing = stance in (_TRUCE, _PACT)
    if sparing and level < truce_at and held >= peace_weeks:
        return _RIVALRY
    return stance


@kernel
def count_weeks(
    week: int, war_at: float, truce_at: float, terms_at: float, war_weeks: int, truce_weeks: int,
    peace_weeks: int, related: Flags, hostility: Floats, terms: Ints, stance: Ints, since: Ints,
    weeks: Ints, due: Ints,
) -> int:  # fmt: skip
    """Count on for how many `weeks` (A A) another stance has been called for; how many are due.

    `due` (A A) is that stance once it has been called for long enough, else -1; the lower half.
    """
    found = 0
    for a in range(len(terms)):
        due[a, a] = -1
        for b in range(a):
            due[a, b] = due[b, a] = -1
            now = stance[a, b]
            if not related[a, b] or now == _ALLIED:
                continue
            offered = terms[a] == b or terms[b] == a
            calm = min(terms_at, war_at) if offered else truce_at
            level = level_of(a, b, hostility, terms)
            called = next_stance(now, level, week - since[a, b], war_at, calm, peace_weeks)
            weeks[a, b] = 0 if called == now else weeks[a, b] + 1
            weeks[b, a] = weeks[a, b]
            needed = 1
            if called == _WAR:
                needed = war_weeks
            elif called == _TRUCE:
                needed = truce_weeks
            if weeks[a, b] > 0 and weeks[a, b] >= needed:
                due[a, b] = called
                found += 1
    return found


def turn(world: World, a: int, b: int, stance: int) -> None:
    """Put two actors into a stance, and note wars and truces."""
    pairs = world.pairs
    for one, other in ((a, b), (b, a)):
        pairs.stance[one, other], pairs.stance_weeks[one, other] = stance, 0
        pairs.stance_since[one, other] = world.clock.week
    if pairs.hostility[b, a] > pairs.hostility[a, b]:
        a, b = b, a
    if stance in _NOTED:
        world.developments.note(_NOTED[stance], a, b, amount=float(pairs.hostility[a, b]))


def apply(world: World, p: StancesParameters, key: np.uint64) -> None:
    """Change stances that another level of hostility has called for long enough."""
    actors, pairs = world.actors, world.pairs
    due = np.empty((actors.size, actors.size), np.int32)
    if count_weeks(
        world.clock.week, p.war_at, p.truce_at, p.terms_at, p.war_weeks, p.truce_weeks,
        p.peace_weeks, relating(actors), pairs.hostility, actors.terms, pairs.stance,
        pairs.stance_since, pairs.stance_weeks, due,
    ):  # fmt: skip
        for a, b in np.argwhere(due != NOBODY).tolist():
            turn(world, a, b, int(due[a, b]))


RULE = Rule(
    name="stances",
    claim="Hostility that lasts becomes war; a war ends where both are calm, or one gives in.",
    source="own design: hysteresis",
    parameters=StancesParameters,
    reads=(
        "actors.alive", "actors.insurgent", "actors.tribal", "actors.governs", "actors.foreign",
        "actors.terms", "pairs.hostility",
    ),
    writes=(
        "pairs.stance", "pairs.stance_since", "pairs.stance_weeks", "developments.kind",
        "developments.actor", "developments.other", "developments.post", "developments.amount",
    ),
    apply=apply,
)  # fmt: skip
