"""Minimum winning coalitions: whom an actor needs against its strongest enemy (Riker 1962)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from sim.kernel import kernel
from sim.vocabulary import Stance
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World
from sim.world.worth import mark_near

_WAR, _ALLIED = int(Stance.WAR), int(Stance.ALLIANCE)


@kernel
def may_ally(a: int, b: int, governs: Flags, foreign: Flags, insurgent: Flags) -> bool:
    """Whether two actors can form an alliance in a run.

    States and guests are tied to each other by the scenario, to insurgent groups by pacts.
    """
    one, other = governs[a] or foreign[a], governs[b] or foreign[b]
    return not (one and other) and not ((one or other) and (insurgent[a] or insurgent[b]))


@kernel
def count_near(
    a: int, first: Rows, occupied: Rows, troops: Counts, neighbours: Ints, there: Counts
) -> None:
    """Fill `there` (A) with all fighters in and next to the cells where a has some.

    Where everybody is tell the lists of `bands.locate`.
    """
    near = np.empty(len(neighbours), np.bool_)
    mark_near(a, troops, neighbours, near)
    for b in range(len(there)):
        there[b] = 0
        for k in occupied[first[b] : first[b + 1]]:
            if near[k]:
                there[b] += troops[b, k]


@kernel
def bloc(a: int, enemy: int, stance: Ints, weight: Floats) -> float:
    """Weight of an actor and those of its allies who are at war with the same enemy."""
    total = weight[a]
    for b in range(len(weight)):
        if b != a and stance[a, b] == _ALLIED and stance[b, enemy] == _WAR:
            total += weight[b]
    return float(total)


@kernel
def strongest_enemy(a: int, stance: Ints, weight: Floats) -> int:
    """The weightiest actor at war with a, -1 where none has any forces."""
    enemy, most = -1, 0.0
    for b in range(len(weight)):
        if stance[a, b] == _WAR and weight[b] > most:
            enemy, most = b, weight[b]
    return enemy


@kernel
def at_odds(a: int, b: int, alive: Flags, stance: Ints) -> bool:
    """Whether an ally of one is at war with the other."""
    for c in range(len(alive)):
        one, other = stance[a, c], stance[b, c]
        split = (other == _ALLIED and one == _WAR) or (other == _WAR and one == _ALLIED)
        if alive[c] and split:
            return True
    return False


@kernel
def find_welcome(
    a: int, enemy: int, liking: float, alive: Flags, governs: Flags, foreign: Flags,
    insurgent: Flags, stance: Ints, affinity: Floats, weight: Floats, welcome: Flags,
) -> None:  # fmt: skip
    """Fill `welcome` (A): who would fight an enemy beside a, and neither dislikes the other."""
    for b in range(len(alive)):
        free = b != a and stance[a, b] != _WAR and stance[a, b] != _ALLIED
        able = weight[b] > 0.0 and stance[b, enemy] == _WAR
        liked = affinity[a, b] >= liking and affinity[b, a] >= liking
        welcome[b] = (
            free and able and liked and may_ally(a, b, governs, foreign, insurgent)
            and not at_odds(a, b, alive, stance)
        )  # fmt: skip


@kernel
def survey(
    a: int, cover: float, liking: float, alive: Flags, governs: Flags, foreign: Flags,
    insurgent: Flags, skill: Floats, hides: Flags, stance: Ints, affinity: Floats, first: Rows,
    occupied: Rows, troops: Counts, neighbours: Ints, weight: Floats, welcome: Flags,
) -> float:  # fmt: skip
    """Weight that an actor lacks against its strongest enemy, 0 without an enemy or any lack.

    Fills `weight` (A) of all forces in and next to its cells, fighters by skill and more if they
    hide, and who is `welcome` (A).
    """
    there = np.empty(len(alive), np.int64)
    count_near(a, first, occupied, troops, neighbours, there)
    for b in range(len(alive)):
        weight[b] = there[b] * skill[b] * (cover if hides[b] else 1.0) if alive[b] else 0.0
    enemy = strongest_enemy(a, stance, weight)
    if enemy < 0:
        return 0.0
    find_welcome(a, enemy, liking, alive, governs, foreign, insurgent, stance, affinity, weight,
                 welcome)  # fmt: skip
    return max(0.0, bloc(enemy, a, stance, weight) - bloc(a, enemy, stance, weight))


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
    actors, pairs, cells = world.actors, world.pairs, world.cells
    weight, welcome = np.empty(actors.size), np.empty(actors.size, np.bool_)
    need = survey(
        a, cover, liking, actors.alive, actors.governs, actors.foreign, actors.insurgent,
        actors.skill, actors.hides, pairs.stance, pairs.affinity, cells.first_occupied,
        world.bands.occupied, cells.troops, world.grid.neighbours, weight, welcome,
    )  # fmt: skip
    if need <= 0.0:
        return ()
    return smallest_winning(np.flatnonzero(welcome).tolist(), weight, need)
