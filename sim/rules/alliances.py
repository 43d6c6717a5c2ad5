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

import numpy as np

from sim.arithmetic import exp, power
from sim.kernel import kernel
from sim.randomness import happens, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Development, Stance
from sim.world.coalitions import may_ally, partners, survey
from sim.world.stances import set_relation
from sim.world.state import Counts, Flags, Floats, Ints, Rows
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


@kernel
def common_enemies(a: int, b: int, alive: Flags, stance: Ints) -> bool:
    """Whether somebody is at war with both."""
    for c in range(len(alive)):
        if alive[c] and stance[a, c] == _WAR and stance[b, c] == _WAR:
            return True
    return False


@kernel
def breaking_hazard(
    hazard: float, by_affinity: float, by_enemy: float, affinity: float, enemy: bool
) -> float:
    """Weekly hazard that an alliance ends."""
    return hazard * exp(-by_affinity * affinity - (by_enemy if enemy else 0.0))


@kernel
def find_ends(
    key: np.uint64, hazard: float, by_affinity: float, by_enemy: float, alive: Flags,
    governs: Flags, foreign: Flags, insurgent: Flags, stance: Ints, affinity: Floats,
    ended: Flags,
) -> int:  # fmt: skip
    """Fill `ended` (A A) with the alliances of two, first the later actor, that end; how many."""
    ended[:, :] = False
    found = 0
    for b in range(len(alive)):
        for a in range(b):
            if stance[b, a] != _ALLIED or not (alive[a] and alive[b]):
                continue
            if may_ally(a, b, governs, foreign, insurgent):
                mean = (affinity[a, b] + affinity[b, a]) / 2.0
                enemy = common_enemies(a, b, alive, stance)
                now = breaking_hazard(hazard, by_affinity, by_enemy, mean, enemy)
                ended[b, a] = happens(now, uniform(key, np.uint64(b), 2 * a + 1))
                found += ended[b, a]
    return found


@kernel
def find_seekers(
    key: np.uint64, week: int, review: int, hazard: float, by_affinity: float, by_enemy: float,
    cover: float, liking: float, alive: Flags, governs: Flags, foreign: Flags, insurgent: Flags,
    skill: Floats, hides: Flags, stance: Ints, affinity: Floats, first: Rows, occupied: Rows,
    troops: Counts, neighbours: Ints, ended: Flags, seeks: Flags,
) -> tuple[int, int]:  # fmt: skip
    """Fill `ended` (A A), and `seeks` (A): who under review may find partners; how many."""
    weight, welcome = np.empty(len(alive)), np.empty(len(alive), np.bool_)
    seekers = 0
    for a in range(len(alive)):
        seeks[a] = False
        if alive[a] and (week + a) % review == 0:
            need = survey(a, cover, liking, alive, governs, foreign, insurgent, skill, hides,
                          stance, affinity, first, occupied, troops, neighbours, weight,
                          welcome)  # fmt: skip
            if need > 0.0:
                offered = 0.0
                for b in range(len(alive)):
                    offered += weight[b] if welcome[b] else 0.0
                seeks[a] = offered * 1.000001 >= need
            seekers += seeks[a]
    ends = find_ends(key, hazard, by_affinity, by_enemy, alive, governs, foreign, insurgent,
                     stance, affinity, ended)  # fmt: skip
    return ends, seekers


def break_some(world: World, ended: Flags) -> None:
    """Let alliances end that have `ended` (A A); the two are neutral then."""
    pairs, week = world.pairs, world.clock.week
    for b, a in np.argwhere(ended).tolist():
        lasted = week - int(pairs.stance_since[a, b])
        set_relation(pairs, a, b, Stance.NEUTRAL, 0.0, week)
        world.developments.note(Development.ALLIANCE_ENDED, a, b, amount=lasted)


def form_some(
    world: World, p: AlliancesParameters, key: np.uint64, seeks: Flags, changed: bool
) -> None:
    """Let those under review ally with partners whom they need.

    Who could not find any may do so once alliances have `changed`.
    """
    actors, week = world.actors, world.clock.week
    for a in range(-week % p.review, actors.size, p.review):
        if not actors.alive[a] or not (changed or seeks[a]):
            continue
        for b in partners(world, a, p.cover, p.liking):
            if uniform(key, np.uint64(a), 2 * b) < 1.0 - power(1.0 - p.chance, float(p.review)):
                changed = True
                set_relation(world.pairs, a, b, Stance.ALLIANCE, 0.0, week)
                world.developments.note(Development.ALLIANCE_FORMED, a, b)


def apply(world: World, p: AlliancesParameters, key: np.uint64) -> None:
    """End alliances, then form others."""
    actors, pairs, bands = world.actors, world.pairs, world.bands
    seeks = np.empty(actors.size, np.bool_)
    ended = np.empty((actors.size, actors.size), np.bool_)
    ends, seekers = find_seekers(
        key, world.clock.week, p.review, p.hazard, p.by_affinity, p.by_enemy, p.cover, p.liking,
        actors.alive, actors.governs, actors.foreign, actors.insurgent, actors.skill,
        actors.hides, pairs.stance, pairs.affinity, world.cells.first_occupied,
        bands.occupied, world.cells.troops, world.grid.neighbours, ended, seeks,
    )  # fmt: skip
    if ends:
        break_some(world, ended)
    if ends or seekers:
        form_some(world, p, key, seeks, ends > 0)


RULE = Rule(
    name="alliances",
    claim="Who is outweighed allies with as few as win; alliances outlast their enemy rarely.",
    source="Riker 1962; Christia 2012: minimum winning coalitions; hazard: own design",
    parameters=AlliancesParameters,
    reads=(
        "bands.occupied", "cells.first_occupied", "cells.troops", "actors.alive", "actors.governs",
        "actors.foreign", "actors.insurgent", "actors.skill", "actors.hides", "pairs.affinity",
    ),
    writes=(
        "pairs.stance", "pairs.stance_since", "pairs.hostility", "developments.kind",
        "developments.actor", "developments.other", "developments.post", "developments.amount",
    ),
    apply=apply,
)  # fmt: skip
