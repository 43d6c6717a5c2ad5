"""Rule 18d, alliances: who fights side by side, and how long that lasts.

An actor that its enemies outweigh looks for a minimum winning coalition against the strongest of
them (Riker 1962; Christia 2012): the fewest partners, and of those the lightest, with whom it
outweighs that enemy and its allies. What weighs is who stands in or next to the actor's own cells.
Partners are at war with the same enemy and both like each other enough; a people's militia likes
whom its people like. An alliance ends with
weekly hazard

    h = h0 exp(-a A - b s),

A the mean of the two affinities, s 1 while both are at war with somebody in common, so that its
mean duration is 1 / (1 - exp(-h)) weeks. Allies do not fight each other (`relations`), tell each
other part of what they know (`information`) and make each other's enemies their own (`relations`).
States and guests among themselves, and with insurgent groups, are no concern of this rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from sim.arithmetic import exp, power
from sim.kernel import kernel
from sim.randomness import uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY, Development, Stance
from sim.world.actors import Actors, Pairs
from sim.world.stances import set_relation
from sim.world.state import Counts, Floats, Ints
from sim.world.world import World

_WAR, _ALLIED = int(Stance.WAR), int(Stance.ALLIANCE)


class AlliancesParameters(Parameters):
    """Parameters of alliances."""

    review: int = parameter(
        4, "Interval at which an actor looks for partners.", unit="weeks", ge=1, le=520,
        source="own design: monthly",
    )  # fmt: skip
    chance: float = parameter(
        0.05, "Weekly chance that two who would gain by an alliance come to terms.",
        unit="per week", ge=0, le=1, source="own design: within about five months",
    )  # fmt: skip
    liking: float = parameter(
        0, "Affinity that each must have for the other.", unit="-1..1", ge=-1, le=1,
        source="own design: not disliked",
    )  # fmt: skip
    cover: float = parameter(
        10, "Weight of a fighter who hides among the people, relative to one who does not.",
        unit="factor", ge=0, le=100,
        source="own design: the old rule of thumb of ten soldiers for each guerrilla",
    )  # fmt: skip
    hazard: float = parameter(
        0.04, "Weekly hazard of an alliance of indifferent partners without a common enemy.",
        unit="per week", ge=0, le=5, source="own design: half a year",
    )  # fmt: skip
    by_affinity: float = parameter(
        1, "Effect of full affinity on the logarithm of the hazard.", unit="log", ge=0, le=20,
        source="own design; form: own",
    )  # fmt: skip
    by_enemy: float = parameter(
        1.5, "Effect of a common enemy on the logarithm of the hazard.", unit="log", ge=0, le=20,
        source="own design: more than two years; sign: Christia 2012",
    )  # fmt: skip


def may_ally(actors: Actors, a: int, b: int) -> bool:
    """Whether two actors can form an alliance in a run.

    States and guests are tied to each other by the scenario, to insurgent groups by pacts.
    """
    official = [bool(actors.governs[i] or actors.foreign[i]) for i in (a, b)]
    insurgent = bool(actors.insurgent[a] or actors.insurgent[b])
    return not all(official) and not (any(official) and insurgent)


def common_enemies(pairs: Pairs, actors: Actors, a: int, b: int) -> bool:
    """Whether somebody is at war with both."""
    war = (pairs.stance[a] == _WAR) & (pairs.stance[b] == _WAR) & actors.alive
    return bool(war.any())


def breaking_hazard(p: AlliancesParameters, affinity: float, enemy: bool) -> float:
    """Weekly hazard that an alliance ends."""
    return p.hazard * exp(-p.by_affinity * affinity - p.by_enemy * enemy)


@kernel
def count_near(a: int, troops: Counts, neighbours: Ints, there: Counts) -> None:
    """Add to `there` (A) all fighters in and next to the cells where a has some."""
    for k in range(len(neighbours)):
        near = troops[a, k] > 0
        for j in range(8):
            n = neighbours[k, j]
            near = near or (n >= 0 and troops[a, n] > 0)
        if near:
            for b in range(len(there)):
                there[b] += troops[b, k]


def weigh(world: World, a: int, cover: float) -> Floats:
    """Weight (A) of all forces in and next to a's cells: fighters by skill, more if they hide."""
    actors = world.actors
    there = np.zeros(actors.size, np.int64)
    count_near(a, world.cells.troops, world.grid.neighbours, there)
    weight: Floats = there * actors.skill * np.where(actors.hides, cover, 1.0) * actors.alive
    return weight


def bloc(pairs: Pairs, a: int, enemy: int, weight: Floats) -> float:
    """Weight of an actor and those of its allies who are at war with the same enemy."""
    total = float(weight[a])
    for b in np.flatnonzero((pairs.stance[a] == _ALLIED) & (pairs.stance[:, enemy] == _WAR)):
        if b != a:
            total += float(weight[b])
    return total


def strongest_enemy(pairs: Pairs, a: int, weight: Floats) -> int:
    """The weightiest actor at war with a, -1 where none has any forces."""
    at_war = np.where(pairs.stance[a] == _WAR, weight, 0.0)
    enemy = int(np.argmax(at_war))
    return enemy if at_war[enemy] > 0.0 else NOBODY


def welcome(world: World, a: int, enemy: int, liking: float, weight: Floats) -> list[int]:
    """Who would fight an enemy beside a, and neither dislikes the other."""
    pairs, actors = world.pairs, world.actors
    mine = pairs.stance[a]
    fit = (weight > 0.0) & (pairs.stance[:, enemy] == _WAR) & (mine != _WAR) & (mine != _ALLIED)
    fit &= (pairs.affinity[a] >= liking) & (pairs.affinity[:, a] >= liking)
    return [
        b
        for b in np.flatnonzero(fit).tolist()
        if b != a and may_ally(actors, a, b) and not at_odds(pairs, actors, a, b)
    ]


def at_odds(pairs: Pairs, actors: Actors, a: int, b: int) -> bool:
    """Whether an ally of one is at war with the other."""
    mine, theirs = pairs.stance[a], pairs.stance[b]
    split = ((theirs == _ALLIED) & (mine == _WAR)) | ((theirs == _WAR) & (mine == _ALLIED))
    return bool((split & actors.alive).any())


def smallest_winning(candidates: Sequence[int], weight: Floats, need: float) -> tuple[int, ...]:
    """The fewest candidates, and of those the lightest, that weigh `need` together; () if none."""
    heaviest = sorted((float(weight[b]) for b in candidates), reverse=True)
    most = 0.0
    for number, each in enumerate(heaviest, 1):
        most += each
        if most >= need:
            groups = ((total(group, weight), group) for group in combinations(candidates, number))
            return min(entry for entry in groups if entry[0] >= need)[1]
    return ()


def total(group: Iterable[int], weight: Floats) -> float:
    """Weight of a group; the heaviest come first, so that no order of actors matters."""
    whole = 0.0
    for each in sorted((float(weight[b]) for b in group), reverse=True):
        whole += each
    return whole


def partners(world: World, a: int, cover: float, liking: float) -> tuple[int, ...]:
    """Whom an actor needs against its strongest enemy; nobody where it wins without or cannot."""
    pairs = world.pairs
    weight = weigh(world, a, cover)
    enemy = strongest_enemy(pairs, a, weight)
    if enemy == NOBODY:
        return ()
    need = bloc(pairs, enemy, a, weight) - bloc(pairs, a, enemy, weight)
    if need <= 0.0:
        return ()
    return smallest_winning(welcome(world, a, enemy, liking, weight), weight, need)


def break_some(world: World, p: AlliancesParameters, key: np.uint64) -> None:
    """Let alliances end by their hazard; the two are neutral then."""
    pairs, actors, week = world.pairs, world.actors, world.clock.week
    unofficial = ~(actors.governs | actors.foreign)
    allied = (pairs.stance == _ALLIED) & (unofficial[:, None] | unofficial)
    for b, a in np.argwhere(allied).tolist():
        if a >= b or not (actors.alive[a] and actors.alive[b] and may_ally(actors, a, b)):
            continue
        mean = (float(pairs.affinity[a, b]) + float(pairs.affinity[b, a])) / 2.0
        hazard = breaking_hazard(p, mean, common_enemies(pairs, actors, a, b))
        if uniform(key, np.uint64(b), 2 * a + 1) < 1.0 - exp(-hazard):
            lasted = week - int(pairs.stance_since[a, b])
            set_relation(pairs, a, b, Stance.NEUTRAL, 0.0, week)
            world.developments.note(Development.ALLIANCE_ENDED, a, b, amount=lasted)


def form_some(world: World, p: AlliancesParameters, key: np.uint64) -> None:
    """Let those under review ally with partners whom they need."""
    actors, week = world.actors, world.clock.week
    chance = 1.0 - power(1.0 - p.chance, float(p.review))
    for a in range(actors.size):
        if not actors.alive[a] or (week + a) % p.review != 0:
            continue
        for b in partners(world, a, p.cover, p.liking):
            if uniform(key, np.uint64(a), 2 * b) < chance:
                set_relation(world.pairs, a, b, Stance.ALLIANCE, 0.0, week)
                world.developments.note(Development.ALLIANCE_FORMED, a, b)


def apply(world: World, p: AlliancesParameters, key: np.uint64) -> None:
    """End alliances, then form others."""
    break_some(world, p, key)
    form_some(world, p, key)


RULE = Rule(
    name="alliances",
    claim="Who is outweighed allies with as few as win; alliances outlast their enemy rarely.",
    source="Riker 1962; Christia 2012: minimum winning coalitions; hazard: own design",
    parameters=AlliancesParameters,
    reads=(
        "cells.troops", "actors.alive", "actors.governs", "actors.foreign", "actors.insurgent",
        "actors.skill", "actors.hides", "pairs.affinity",
    ),
    writes=(
        "pairs.stance", "pairs.stance_since", "pairs.hostility", "developments.kind",
        "developments.actor", "developments.other", "developments.post", "developments.amount",
    ),
    apply=apply,
)  # fmt: skip
