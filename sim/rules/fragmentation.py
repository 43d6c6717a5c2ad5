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

from dataclasses import dataclass

import numpy as np

from sim.arithmetic import exp, logistic
from sim.kernel import kernel
from sim.randomness import normal, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY, SPLINTER, TOPICS, Stance
from sim.world.affinity import affinity
from sim.world.births import add_post
from sim.world.distances import far_half, steps_from
from sim.world.secession import secede
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_ALLIANCE = TOPICS.index("state_alliance")


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


@dataclass(frozen=True)
class Survey:
    """What the week finds: A actors, M constituents."""

    strength: Counts  # A
    own: Counts  # M fighters
    pressed: Counts  # M fighters with hostile fighters in their cell
    distance: Floats  # M, 0..1


@kernel
def count_parts(
    count: int, owner: Ints, constituent: Ints, cell: Ints, fighters: Counts, hostility: Floats,
    troops: Counts, strength: Counts, own: Counts, pressed: Counts,
) -> None:  # fmt: skip
    """Fill `strength` (A), and by constituent (M) `own` fighters and those `pressed` by enemies."""
    strength[:] = 0
    own[:] = 0
    pressed[:] = 0
    for u in range(count):
        a, m, k = owner[u], constituent[u], cell[u]
        strength[a] += fighters[u]
        if m < 0:
            continue
        own[m] += fighters[u]
        for b in range(len(strength)):
            if b != a and troops[b, k] > 0 and hostility[a, b] > 0.5:
                pressed[m] += fighters[u]
                break


@kernel
def compare(
    actor: Ints, wanted: Floats, position: Floats, tolerance: Floats, bargains: Flags,
    distance: Floats,
) -> None:  # fmt: skip
    """Fill `distance` (M): half of 1 - affinity between a part's positions and what is done."""
    done = np.empty(wanted.shape[1])
    relevance = np.ones(wanted.shape[1])
    for m in range(len(actor)):
        a = actor[m]
        done[:] = position[a]
        if bargains[a]:
            done[_ALLIANCE] = 1.0
        distance[m] = 0.5 * (1.0 - affinity(wanted[m], tolerance[a], done, relevance))


def survey(world: World) -> Survey:
    """Count the parts and measure how far each is from what its actor does."""
    bands, actors, parts = world.bands, world.actors, world.constituents
    strength = np.empty(actors.size, np.int64)
    own, pressed = np.empty(len(parts.actor), np.int64), np.empty(len(parts.actor), np.int64)
    count_parts(
        bands.count, bands.owner, bands.constituent, bands.cell, bands.fighters,
        world.pairs.hostility, world.cells.troops, strength, own, pressed,
    )  # fmt: skip
    official = actors.governs | actors.foreign
    bargains = np.any(official & (world.pairs.stance == Stance.PACT), axis=1)
    distance = np.empty(len(own))
    compare(parts.actor, parts.position, actors.position, actors.tolerance, bargains, distance)
    return Survey(strength, own, pressed, distance)


def quarrel(world: World, p: FragmentationParameters, found: Survey) -> None:
    """Carry the discord of every constituent with fighters one week on."""
    parts, leaders = world.constituents, world.leaders
    leaderless = np.zeros(len(found.strength), np.bool_)
    vacant = ~leaders.in_office & (leaders.vacant_until > world.clock.week)
    leaderless[leaders.actor[vacant & (leaders.constituent == NOBODY)]] = True
    for m in np.flatnonzero(found.own):
        share = found.own[m] / found.strength[parts.actor[m]]
        usual = parts.share[m] if parts.share[m] > 0.0 else share
        parts.share[m] = p.share_memory * usual + (1.0 - p.share_memory) * share
        called = p.by_distance * found.distance[m]
        called += p.by_losses * max(0.0, 1.0 - share / usual)
        called += p.by_vacancy * leaderless[parts.actor[m]]
        called -= p.by_enemies * found.pressed[m] / found.own[m]
        parts.discord[m] += p.pace * (min(max(called, 0.0), 1.0) - parts.discord[m])


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


def fall_out(world: World, p: FragmentationParameters, found: Survey, key: np.uint64) -> None:
    """Let constituents that have fallen out with their actor leave it."""
    for m in np.flatnonzero(found.own >= p.least).tolist():
        quarrelsome = logistic(p.steepness * (world.constituents.discord[m] - p.midpoint))
        chance = 1.0 - exp(-p.rate * quarrelsome)
        if can_leave(world, p, found, m) and uniform(key, np.uint64(m), 0) < chance:
            leave(world, found, m)


def bereft(world: World) -> list[tuple[int, int]]:
    """Insurgent groups whose leader died this week, and the cell where he was."""
    leaders, actors = world.leaders, world.actors
    died = (leaders.fell == world.clock.week) & ~leaders.in_office & (leaders.cell != NOBODY)
    of_the_whole = died & (leaders.constituent == NOBODY)
    mourning = of_the_whole & (actors.insurgent & actors.alive)[leaders.actor]
    return list(zip(leaders.actor[mourning].tolist(), leaders.cell[mourning].tolist(), strict=True))


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
            splinter(world, p, a, seat, key)


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


def splinter(world: World, p: FragmentationParameters, a: int, seat: int, key: np.uint64) -> None:
    """Split off the half of a group that is farther from where its leader died."""
    bands, actors = world.bands, world.actors
    own = np.flatnonzero((bands.owner[: bands.count] == a) & (bands.fighters[: bands.count] > 0))
    rows = far_half(world, own, seat)
    fighters = int(bands.fighters[rows].sum())
    if not p.least <= fighters <= int(bands.fighters[own].sum()) - p.least:
        return
    position = actors.position[a].copy()
    for topic in range(len(position)):
        step = p.novelty * normal(uniform(key, np.uint64(a), 2 + topic))
        position[topic] = min(1.0, max(-1.0, position[topic] + step))
    name = actors.names[a].partition(SPLINTER)[0]
    label = actors.labels[a].partition(" splinter")[0]
    born = secede(world, a, rows, position, name + SPLINTER, f"{label} splinter")
    add_post(world, born)


def apply(world: World, p: FragmentationParameters, key: np.uint64) -> None:
    """Quarrel, fall out, break up over a leader's death."""
    found = survey(world)
    mourning = bereft(world)  # before parts that fall out this week become groups themselves
    quarrel(world, p, found)
    if world.clock.before_start:
        return
    fall_out(world, p, found, key)
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
