"""Rule 19c, allegiance: bands change sides, weak groups join others, groups end.

A band of an insurgent group a goes over to another, b, with weekly hazard
d0 * s * sum over b of near * m_b / (m_a + m_b) * (1 + affinity) / 2: s is a's disarray and the part
of its fighters that it cannot pay, near is 1 with b's fighters in the cell, one half next to it, m
are strengths. A whole group joins a far stronger one with hazard j0 * weakness * affinity *
(1 - hostility)^2 * overlap, unless they are at war; it then ends. A group also ends when it has had
no fighters for some weeks, or with weekly hazard e0 * exp(-m / m0), for a year after the death of
its leader times 1 + 7 exp(-age / 8 years): decapitation ends young groups (Price 2012). Its
fighters go home. What is left of it is its past: should the scenario send it fighters, it lives
again.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp
from sim.kernel import kernel
from sim.randomness import happens, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY, Development, Stance
from sim.world.bands import count_fighters
from sim.world.cells import NEVER
from sim.world.defections import choose_sides, nearness
from sim.world.endings import close, go_home, go_over
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.world import World

_WAR = int(Stance.WAR)
_WEEKS_A_YEAR = 52.18


class AllegianceParameters(Parameters):
    """Parameters of allegiance."""

    defection: float = parameter(
        0.02, "d0: hazard of a band of a broken group beside a far stronger, like-minded one.",
        unit="per week", ge=0, le=10, source="own design: most bands stay even so",
    )  # fmt: skip
    merging: float = parameter(
        0.02, "j0: hazard that a tiny group joins a like-minded one that is everywhere it is.",
        unit="per week", ge=0, le=10, source="own design: about a year",
    )  # fmt: skip
    far_weaker: float = parameter(
        0.5, "Strength relative to another's above which a group never joins it.", unit="share",
        gt=0, le=10, source="own design",
    )  # fmt: skip
    silence: int = parameter(
        4, "Time without a fighter after which a group is over.", unit="weeks", ge=1, le=520,
        source="own design",
    )  # fmt: skip
    ending: float = parameter(
        0.002, "e0: hazard that a group with hardly a fighter gives up.", unit="per week", ge=0,
        le=10, source="own design: about a tenth of them in a year",
    )  # fmt: skip
    viable: float = parameter(
        50, "m0: fighters that lower it to 1/e.", unit="fighters", gt=0, le=100_000,
        source="own design",
    )  # fmt: skip
    aftermath: int = parameter(
        52, "Time in which the death of its leader endangers a group.", unit="weeks", ge=0,
        le=520, source="own design",
    )  # fmt: skip
    young: float = parameter(
        7, "Growth of the hazard by a leader's death in the first days of a group.",
        unit="factor", ge=0, le=100, source="form of Price 2012, size by own design",
    )  # fmt: skip
    maturity: float = parameter(
        8, "Age at which that has fallen to 1/e.", unit="years", gt=0, le=100,
        source="own design after Price 2012: it matters less the older a group is",
    )  # fmt: skip


@kernel
def overlap(a: int, b: int, troops: Counts, neighbours: Ints) -> float:
    """Part of group a's fighters that have some of b with them, half where next to them."""
    total = 0.0
    shared = 0.0
    for k in range(troops.shape[1]):
        if troops[a, k] > 0:
            total += troops[a, k]
            shared += troops[a, k] * nearness(b, k, troops, neighbours)
    return shared / total if total > 0.0 else 0.0


@kernel
def find_hosts(
    key: np.uint64, rate: float, far_weaker: float, alive: Flags, insurgent: Flags,
    strength: Counts, affinity: Floats, hostility: Floats, stance: Ints, troops: Counts,
    neighbours: Ints, host: Ints,
) -> int:  # fmt: skip
    """Fill `host` (A) with the group that a group joins, -1 if none; how many do."""
    joiners = 0
    for a in range(len(alive)):
        host[a] = -1
        if not (alive[a] and insurgent[a]) or strength[a] == 0:
            continue
        for b in range(len(alive)):
            if b == a or not (alive[b] and insurgent[b]) or stance[a, b] == _WAR:
                continue
            if affinity[a, b] <= 0.0 or strength[a] >= far_weaker * strength[b]:
                continue
            weakness = 1.0 - strength[a] / (far_weaker * strength[b])
            peace = 1.0 - max(hostility[a, b], hostility[b, a])
            chance = rate * weakness * affinity[a, b] * peace * peace
            draw = uniform(key, np.uint64(a), b + 1)
            if draw > chance * 1.000001:  # 1 - exp(-x) <= x, and no overlap is above 1
                continue
            chance *= overlap(a, b, troops, neighbours)
            if happens(chance, draw):
                host[a] = b
                joiners += 1
                break
    return joiners


@kernel
def decapitation_factor(age: float, young: float, maturity: float) -> float:
    """How many times likelier the death of its leader makes the end of a group, by its age."""
    return 1.0 + young * exp(-max(age, 0.0) / maturity)


@kernel
def end_chance(
    a: int, week: int, ending: float, viable: float, aftermath: int, young: float,
    maturity: float, strength: int, founded: int, leader_of: Ints, leader_part: Ints, fell: Ints,
) -> float:  # fmt: skip
    """Chance that a group with fighters gives up this week."""
    hazard = ending * exp(-strength / viable)
    bereft = False
    for post in range(len(fell)):
        own = leader_of[post] == a and leader_part[post] < 0
        bereft = bereft or (own and week - fell[post] <= aftermath)
    if bereft:
        hazard *= decapitation_factor((week - founded) / _WEEKS_A_YEAR, young, maturity)
    return 1.0 - exp(-hazard)


@kernel
def find_ends(
    key: np.uint64, week: int, silence: int, ending: float, viable: float, aftermath: int,
    young: float, maturity: float, alive: Flags, insurgent: Flags, strength: Counts,
    founded: Ints, last_present: Ints, leader_of: Ints, leader_part: Ints, fell: Ints,
    ends: Flags,
) -> int:  # fmt: skip
    """Fill `ends` (A): groups that have no fighters left, or too few to go on; how many."""
    found = 0
    for a in range(len(alive)):
        ends[a] = False
        if not (alive[a] and insurgent[a]):
            continue
        if strength[a] == 0:
            last = last_present[a].max()
            ends[a] = last != NEVER and week - last >= silence
        else:
            chance = end_chance(a, week, ending, viable, aftermath, young, maturity,
                                strength[a], founded[a], leader_of, leader_part, fell)  # fmt: skip
            ends[a] = uniform(key, np.uint64(a), 0) < chance
        found += ends[a]
    return found


@kernel
def look_around(
    key: np.uint64, week: int, defection: float, merging: float, far_weaker: float,
    silence: int, ending: float, viable: float, aftermath: int, young: float, maturity: float,
    alive: Flags, insurgent: Flags, disarray: Floats, treasury: Floats, ceiling: Floats,
    founded: Ints, affinity: Floats, hostility: Floats, stance: Ints, troops: Counts,
    last_present: Ints, neighbours: Ints, count: int, band_key: Keys, owner: Rows, cell: Rows,
    fighters: Counts, leader_of: Ints, leader_part: Ints, fell: Ints, side: Ints, host: Ints,
    ends: Flags,
) -> tuple[int, int, int]:  # fmt: skip
    """Fill `side` (U), `host` and `ends` (A); how many bands go over, groups join, groups end."""
    strength = np.empty(len(alive), np.int64)
    count_fighters(count, owner, fighters, strength)
    leavers = choose_sides(key, defection, alive, insurgent, disarray, treasury, ceiling,
                           strength, affinity, troops, neighbours, count, band_key, owner, cell,
                           fighters, side)  # fmt: skip
    joiners = find_hosts(key, merging, far_weaker, alive, insurgent, strength, affinity,
                         hostility, stance, troops, neighbours, host)  # fmt: skip
    enders = find_ends(key, week, silence, ending, viable, aftermath, young, maturity, alive,
                       insurgent, strength, founded, last_present, leader_of, leader_part, fell,
                       ends)  # fmt: skip
    return leavers, joiners, enders


def change_sides(world: World, side: Ints) -> None:
    """Let bands go over to their new `side` (U), those of one pair of groups together."""
    bands = world.bands
    leavers = np.flatnonzero(side != NOBODY)
    moves = sorted({(int(bands.owner[u]), int(side[u])) for u in leavers})
    groups = [leavers[(bands.owner[leavers] == a) & (side[leavers] == b)] for a, b in moves]
    for (a, b), rows in zip(moves, groups, strict=True):
        fighters = go_over(world, rows, b)
        world.developments.note(Development.DEFECTION, a, b, amount=float(fighters))


def merge(world: World, host: Ints) -> None:
    """Let groups join their `host` (A)."""
    actors, bands = world.actors, world.bands
    for a in np.flatnonzero(host != NOBODY).tolist():
        b = int(host[a])
        if not actors.alive[b]:  # it has just joined another itself
            continue
        fighters = go_over(world, np.flatnonzero(bands.owner[: bands.count] == a), b)
        close(world, a, heir=b)
        world.developments.note(Development.MERGER, a, b, amount=float(fighters))


def end(world: World, ends: Flags, key: np.uint64) -> None:
    """Let groups end that have no fighters left, or too few to go on."""
    for a in np.flatnonzero(ends).tolist():
        fighters = go_home(world, a, key)
        close(world, a)
        world.developments.note(Development.END, a, amount=float(fighters))


def apply(world: World, p: AllegianceParameters, key: np.uint64) -> None:
    """Change sides, merge, end; who is left is looked at anew after each."""
    if world.clock.before_start:
        return
    actors, pairs, cells, bands = world.actors, world.pairs, world.cells, world.bands
    leaders = world.leaders
    side, host = np.empty(bands.count, np.int32), np.empty(actors.size, np.int32)
    ends = np.empty(actors.size, np.bool_)

    def look() -> tuple[int, int, int]:
        return look_around(
            key, world.clock.week, p.defection, p.merging, p.far_weaker, p.silence, p.ending,
            p.viable, p.aftermath, p.young, p.maturity, actors.alive, actors.insurgent,
            actors.disarray, actors.treasury, actors.ceiling, actors.founded, pairs.affinity,
            pairs.hostility, pairs.stance, cells.troops, cells.last_present,
            world.grid.neighbours, bands.count, bands.key, bands.owner, bands.cell,
            bands.fighters, leaders.actor, leaders.constituent, leaders.fell, side, host, ends,
        )  # fmt: skip

    found = look()
    if found[0]:
        change_sides(world, side)
        found = look()
    if found[1]:
        merge(world, host)
        found = look()
    if found[2]:
        end(world, ends, key)


RULE = Rule(
    name="allegiance",
    claim="Shaken groups lose bands to rivals, weak ones join their like, young ones end first.",
    source="Price 2012 (decapitation and age); defection and mergers: own design",
    parameters=AllegianceParameters,
    reads=(
        "bands.key", "bands.cell", "bands.home", "cells.last_present", "actors.insurgent",
        "actors.founded", "leaders.actor", "leaders.constituent", "leaders.fell",
        "pairs.affinity", "pairs.stance", "pairs.hostility", "communities.first",
        "communities.loyalty",
    ),
    writes=(
        "bands.owner", "bands.constituent", "bands.objective", "bands.fighters",
        "bands.foreign", "actors.alive", "actors.treasury", "actors.income", "actors.ceiling",
        "actors.external", "actors.inflow_rate", "actors.strike_capacity", "actors.disarray",
        "cells.troops", "cells.support", "cells.influence", "leaders.in_office",
        "leaders.vacant_until", "communities.people", "developments.kind",
        "developments.actor", "developments.other", "developments.post",
        "developments.amount", "ledger.people", "ledger.fighters",
    ),
    apply=apply,
)  # fmt: skip
