"""Rule 19b, fragmentation: parts of actors fall out and become actors of their own.

A constituent's discord with its actor moves towards d D + l L + v V - e E, within 0 and 1: D is
half of 1 - affinity between its positions and what the actor does (who has a pact with a state is
seen to approve of it), L how far its part of the fighters has shrunk, V whether the actor has no
leader now, E the part of its fighters with enemies in their cell. It breaks away with weekly hazard
r * sigma(s (discord - m)). The death of the leader of the whole may split any insurgent group, with
probability sigma(-2 + 2 heterogeneity + spread): the fighters' mean D, and x / (1 + x) for their
mean distance x from the leader in reaches. Then the constituent most at odds leaves, or where there
is none the half of the bands that is farther away, with positions drawn near the old ones.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.randomness import happens, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY
from sim.world.distances import steps_from
from sim.world.parts import Survey, compare, count_parts
from sim.world.secession import secede, splinter
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World


class FragmentationParameters(Parameters):
    """Parameters of fragmentation."""

    by_distance: float = parameter(
        1.0, "d: discord over positions that are wholly opposed.", unit="share", ge=0, le=5,
        source="own design",
    )  # fmt: skip
    by_losses: float = parameter(
        0.5, "l: discord of a constituent that alone has lost all its fighters.", unit="share",
        ge=0, le=5, source="own design",
    )  # fmt: skip
    by_vacancy: float = parameter(
        0.2, "v: discord while nobody leads the whole.", unit="share", ge=0, le=5,
        source="own design",
    )  # fmt: skip
    by_enemies: float = parameter(
        0.1, "e: discord that full pressure by enemies takes away.", unit="share", ge=0, le=5,
        source="own design: a common enemy unites",
    )  # fmt: skip
    pace: float = parameter(
        0.05, "Weekly approach of discord to what calls for it.", unit="per week", gt=0, le=1,
        source="own design: about five months",
    )  # fmt: skip
    share_memory: float = parameter(
        0.98, "What remains of the past in a constituent's usual part of the fighters.",
        unit="share", ge=0, le=1, source="own design: about a year",
    )  # fmt: skip
    rate: float = parameter(
        0.02, "r: hazard of a constituent wholly at odds with its actor.", unit="per week", ge=0,
        le=10, source="own design: an open quarrel ends in about a year",
    )  # fmt: skip
    steepness: float = parameter(
        12, "s: steepness of the hazard in discord.", unit="per share", ge=0, le=100,
        source="own design",
    )  # fmt: skip
    midpoint: float = parameter(
        0.5, "m: discord at which half of the rate is reached.", unit="share", ge=0, le=1,
        source="own design: few splits in a decade",
    )  # fmt: skip
    least: int = parameter(
        30, "Fighters that a part needs to stand alone.", unit="fighters", ge=1, le=100_000,
        source="own design",
    )  # fmt: skip
    on_death: float = parameter(
        -2, "Log-odds that the death of a leader splits a group of one mind in one place.",
        unit="log-odds", ge=-20, le=20, source="own design: one in eight",
    )  # fmt: skip
    heterogeneity: float = parameter(
        2, "Effect of constituents wholly opposed to their actor.", unit="log-odds", ge=0, le=20,
        source="own design",
    )  # fmt: skip
    spread: float = parameter(
        1, "Effect of bands infinitely far from the leader.", unit="log-odds", ge=0, le=20,
        source="own design",
    )  # fmt: skip
    novelty: float = parameter(
        0.1, "Standard deviation of a splinter's positions around its parent's.", unit="-1..1",
        ge=0, le=2, source="own design",
    )  # fmt: skip


@kernel
def leaderless(a: int, week: int, actor: Ints, constituent: Ints, in_office: Flags, until: Ints
) -> bool:  # fmt: skip
    """Whether the post of an actor's own leader stands empty."""
    for post in range(len(actor)):
        vacant = not in_office[post] and until[post] > week
        if actor[post] == a and constituent[post] < 0 and vacant:
            return True
    return False


@kernel
def quarrel(
    week: int, by_distance: float, by_losses: float, by_vacancy: float, by_enemies: float,
    pace: float, memory: float, strength: Counts, own: Counts, pressed: Counts,
    distance: Floats, part_of: Ints, share: Floats, discord: Floats, leader_of: Ints,
    leader_part: Ints, in_office: Flags, vacant_until: Ints,
) -> None:  # fmt: skip
    """Carry the discord (M) of every constituent with fighters one week on."""
    for m in range(len(own)):
        if own[m] == 0:
            continue
        a = part_of[m]
        now = own[m] / strength[a]
        usual = share[m] if share[m] > 0.0 else now
        share[m] = memory * usual + (1.0 - memory) * now
        called = by_distance * distance[m] + by_losses * max(0.0, 1.0 - now / usual)
        if leaderless(a, week, leader_of, leader_part, in_office, vacant_until):
            called += by_vacancy
        called -= by_enemies * pressed[m] / own[m]
        discord[m] += pace * (min(max(called, 0.0), 1.0) - discord[m])


@kernel
def give_up(
    key: np.uint64, rate: float, steepness: float, midpoint: float, least: int, own: Counts,
    discord: Floats, leaving: Flags,
) -> int:  # fmt: skip
    """Fill `leaving` (M): who has had enough of its actor this week; how many there are."""
    found = 0
    for m in range(len(own)):
        leaving[m] = False
        if own[m] >= least:
            quarrelsome = logistic(steepness * (discord[m] - midpoint))
            leaving[m] = happens(rate * quarrelsome, uniform(key, np.uint64(m), 0))
            found += leaving[m]
    return found


@kernel
def find_bereft(
    week: int, actor: Ints, constituent: Ints, cell: Ints, in_office: Flags, fell: Ints,
    alive: Flags, insurgent: Flags, bereft: Flags,
) -> int:  # fmt: skip
    """Fill `bereft` (L): posts of insurgent groups whose leader died this week; how many."""
    found = 0
    for post in range(len(actor)):
        died = fell[post] == week and not in_office[post] and cell[post] >= 0
        a = actor[post]
        bereft[post] = died and constituent[post] < 0 and insurgent[a] and alive[a]
        found += bereft[post]
    return found


@kernel
def fall_out(
    key: np.uint64, week: int, by_distance: float, by_losses: float, by_vacancy: float,
    by_enemies: float, pace: float, memory: float, rate: float, steepness: float,
    midpoint: float, least: int, alive: Flags, governs: Flags, foreign: Flags,
    insurgent: Flags, position: Floats, tolerance: Floats, stance: Ints, hostility: Floats,
    troops: Counts, count: int, owner: Rows, constituent: Ints, cell: Rows, fighters: Counts,
    part_of: Ints, wanted: Floats, share: Floats, discord: Floats, leader_of: Ints,
    leader_part: Ints, seat: Ints, in_office: Flags, vacant_until: Ints, fell: Ints,
    strength: Counts, own: Counts, pressed: Counts, distance: Floats, leaving: Flags,
    bereft: Flags,
) -> int:  # fmt: skip
    """Fill what the week finds, let parts quarrel; how many are `leaving` (M) or `bereft` (L)."""
    splits = find_bereft(week, leader_of, leader_part, seat, in_office, fell, alive, insurgent,
                         bereft)  # fmt: skip
    count_parts(count, owner, constituent, cell, fighters, hostility, troops, strength, own,
                pressed)  # fmt: skip
    compare(part_of, wanted, position, tolerance, governs, foreign, stance, distance)
    quarrel(week, by_distance, by_losses, by_vacancy, by_enemies, pace, memory, strength, own,
            pressed, distance, part_of, share, discord, leader_of, leader_part, in_office,
            vacant_until)  # fmt: skip
    return splits + give_up(key, rate, steepness, midpoint, least, own, discord, leaving)


def can_leave(world: World, p: FragmentationParameters, found: Survey, m: int) -> bool:
    """Whether a constituent could stand alone and is not all that its actor has left."""
    a = world.constituents.actor[m]
    return bool(world.actors.alive[a] and p.least <= found.own[m] < found.strength[a])


def leave(world: World, found: Survey, m: int) -> None:
    """Make a constituent an actor under its own name, positions and leader."""
    parts, bands, leaders = world.constituents, world.bands, world.leaders
    a = int(parts.actor[m])
    rows = np.flatnonzero(bands.constituent[: bands.count] == m)
    born = secede(
        world, a, rows, parts.position[m], parts.names[m], parts.labels[m], parts.ucdp_ids[m]
    )
    found.strength[a] -= found.own[m]
    post = leaders.constituent == m
    leaders.actor[post], leaders.constituent[post] = born, NOBODY
    parts.actor[m], parts.discord[m] = born, 0.0
    found.own[m] = 0


def break_up(
    world: World,
    p: FragmentationParameters,
    found: Survey,
    groups: list[tuple[int, int]],
    key: np.uint64,
) -> None:
    """Let groups without their leader, each with the cell where he died, split."""
    for a, seat in groups:
        if found.strength[a] == 0:
            continue
        if uniform(key, np.uint64(a), 1) >= logistic(split_odds(world, p, found, a, seat)):
            continue
        parts = [
            m
            for m in np.flatnonzero(world.constituents.actor == a).tolist()
            if can_leave(world, p, found, m)
        ]
        if parts:
            leave(world, found, max(parts, key=lambda m: (world.constituents.discord[m], -m)))
        else:
            splinter(world, a, seat, p.least, p.novelty, key)


def split_odds(world: World, p: FragmentationParameters, found: Survey, a: int, seat: int) -> float:
    """Log-odds that the death of a group's leader, at `seat`, splits it."""
    bands, parts = world.bands, world.constituents
    mixed = 0.0
    for m in np.flatnonzero(parts.actor == a):
        mixed += float(found.own[m] / found.strength[a] * found.distance[m])
    rows = np.flatnonzero(bands.owner[: bands.count] == a)
    steps = int((steps_from(world, seat, rows) * bands.fighters[rows]).sum())
    reaches = steps / int(found.strength[a]) * world.grid.cell_km / float(world.actors.reach_km[a])
    return p.on_death + p.heterogeneity * mixed + p.spread * reaches / (1.0 + reaches)


def apply(world: World, p: FragmentationParameters, key: np.uint64) -> None:
    """Quarrel, fall out, break up over a leader's death."""
    actors, bands, pairs = world.actors, world.bands, world.pairs
    parts, leaders, count = world.constituents, world.leaders, len(world.constituents.actor)
    if not count and world.clock.week not in leaders.fell.tolist():
        return
    own, pressed = np.empty((2, count), np.int64)
    found = Survey(np.empty(actors.size, np.int64), own, pressed, np.empty(count))
    leaving, bereft = np.empty(count, np.bool_), np.empty(len(leaders.actor), np.bool_)
    splits = fall_out(
        key, world.clock.week, p.by_distance, p.by_losses, p.by_vacancy, p.by_enemies, p.pace,
        p.share_memory, p.rate, p.steepness, p.midpoint, p.least, actors.alive, actors.governs,
        actors.foreign, actors.insurgent, actors.position, actors.tolerance, pairs.stance,
        pairs.hostility, world.cells.troops, bands.count, bands.owner, bands.constituent,
        bands.cell, bands.fighters, parts.actor, parts.position, parts.share, parts.discord,
        leaders.actor, leaders.constituent, leaders.cell, leaders.in_office,
        leaders.vacant_until, leaders.fell, *found, leaving, bereft,
    )  # fmt: skip
    if world.clock.before_start or not splits:
        return
    # who mourns is settled before parts that leave become groups themselves
    mourning = list(zip(leaders.actor[bereft].tolist(), leaders.cell[bereft].tolist(), strict=True))
    for m in np.flatnonzero(leaving).tolist():
        if can_leave(world, p, found, m):
            leave(world, found, m)
    break_up(world, p, found, mourning, key)


RULE = Rule(
    name="fragmentation",
    claim="Parts at odds with what their group does leave it, most easily when its leader dies.",
    source="own design",
    parameters=FragmentationParameters,
    reads=(
        "actors.alive", "actors.governs", "actors.foreign", "actors.insurgent",
        "actors.tolerance", "actors.reach_km", "bands.cell", "bands.fighters",
        "communities.group", "constituents.position", "groups.position", "groups.tolerance",
    ),
    writes=(
        "constituents.actor", "constituents.discord", "constituents.share", "bands.owner",
        "bands.constituent", "actors.position", "actors.treasury", "actors.income",
        "actors.ceiling", "actors.external", "actors.active",
        "actors.active_long", "cells.troops", "cells.support", "cells.influence",
        "cells.coverage", "cells.coercion", "cells.presence", "cells.cooperation",
        "cells.sphere", "cells.last_present", "communities.natural", "groups.affinity",
        "pairs.affinity", "pairs.stance", "pairs.stance_since", "pairs.hostility", "pairs.attacked",
        "pairs.losses", "pairs.leaked", "pairs.guarded",
        "leaders.actor", "leaders.constituent", "leaders.cell", "leaders.in_office",
        "leaders.number", "leaders.since", "leaders.vacant_until", "leaders.fell",
        "leaders.killer", "developments.kind", "developments.actor", "developments.other",
        "developments.post", "developments.amount", "ledger.fighters",
    ),
    apply=apply,
    founds=True,
)  # fmt: skip
