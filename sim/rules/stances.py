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

from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Development, Stance
from sim.world.actors import relating
from sim.world.world import World

_WAR, _RIVALRY, _TRUCE = int(Stance.WAR), int(Stance.RIVALRY), int(Stance.TRUCE)
_ALLIED, _SPARING = int(Stance.ALLIANCE), (_TRUCE, int(Stance.PACT))
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


def level_of(a: int, b: int, hostility: list[list[float]], terms: list[int]) -> float:
    """The higher hostility of two, without that of who offers the other terms."""
    own = 0.0 if terms[a] == b else hostility[a][b]
    others = 0.0 if terms[b] == a else hostility[b][a]
    return max(own, others)


def next_stance(
    stance: int, level: float, held: int, war_at: float, truce_at: float, peace_weeks: int
) -> int:
    """Stance that a level of hostility calls for after `held` weeks of the present one."""
    if stance != _WAR and level >= war_at:
        return _WAR
    if stance == _WAR and level < truce_at:
        return _TRUCE
    if stance in _SPARING and level < truce_at and held >= peace_weeks:
        return _RIVALRY
    return stance


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
    actors, pairs, week = world.actors, world.pairs, world.clock.week
    related = relating(actors) & actors.alive[:, None] & actors.alive & (pairs.stance != _ALLIED)
    hostility, terms = pairs.hostility.tolist(), actors.terms.tolist()
    stance, since, weeks = pairs.stance, pairs.stance_since.tolist(), pairs.stance_weeks
    needed = {_WAR: p.war_weeks, _TRUCE: p.truce_weeks, _RIVALRY: 1}
    for a, b in np.argwhere(np.tril(related)).tolist():
        offered = terms[a] == b or terms[b] == a
        truce_at = min(p.terms_at, p.war_at) if offered else p.truce_at
        level, now = level_of(a, b, hostility, terms), int(stance[a, b])
        called = next_stance(now, level, week - since[a][b], p.war_at, truce_at, p.peace_weeks)
        count = 0 if called == now else int(weeks[a, b]) + 1
        weeks[a, b] = weeks[b, a] = count
        if count and count >= needed[called]:
            turn(world, a, b, called)


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
