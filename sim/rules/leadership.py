"""Rule 19a, leadership: leaders are hunted, plotted against and succeeded.

A leader is where most of his men are together, or at his base. A state or guest b that is hostile
kills him with weekly hazard h0 * tips * reach: tips is what people of his cell tell b, by goodwill
or denunciation; reach is 1 - (1 - H c) e^-s, with b's coverage c of the cell, its hostility H and
the strikes s that its priorities leave for his group. A rival insurgent group plots against him
with hazard p0 * H^2 * m * presence, where the motive m is open war or else its belief that his
group deals with its enemies. The post then stands empty for some weeks, and the actor is in
disarray: less cohesion in battle, less restraint towards civilians. Disarray fades by the rule
timeline, to a third in about 12 weeks.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp, logistic
from sim.kernel import kernel
from sim.randomness import happens, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY, Development, Stance
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World

_WAR = int(Stance.WAR)


class LeadershipParameters(Parameters):
    """Parameters of leadership."""

    hunt: float = parameter(
        0.05, "h0: hazard of a leader whom everybody gives away, within full reach.",
        unit="per week", ge=0, le=10,
        source="own design: of five posts of JNIM and ISGS one or two fall in a year",
    )  # fmt: skip
    plot: float = parameter(
        0.02, "p0: hazard of a leader whom a wholly hostile rival can reach.", unit="per week",
        ge=0, le=10, source="own design: plots by rivals succeed more rarely than hunts",
    )  # fmt: skip
    relocation: int = parameter(
        8, "Interval at which a leader without a base joins the largest of his bands.",
        unit="weeks", ge=1, le=520, source="own design: leaders rarely move",
    )  # fmt: skip
    vacancy_least: int = parameter(
        2, "Shortest time until a successor takes office.", unit="weeks", ge=1, le=520,
        source="own design: 2 to 12 weeks",
    )  # fmt: skip
    vacancy_most: int = parameter(
        12, "Longest time until a successor takes office.", unit="weeks", ge=1, le=520,
        source="own design: 2 to 12 weeks",
    )  # fmt: skip
    disarray_least: float = parameter(
        0.1, "Least disarray caused by the death of an actor's leader.", unit="share", ge=0, le=1,
        source="own design: cohesion falls by 0.1 to 0.4, restraint by 10 to 40 %",
    )  # fmt: skip
    disarray_most: float = parameter(
        0.4, "Most disarray caused by it; a constituent's leader counts by his part of the men.",
        unit="share", ge=0, le=1,
        source="own design: cohesion falls by 0.1 to 0.4, restraint by 10 to 40 %",
    )  # fmt: skip


@kernel
def muster(
    actors: int, count: int, owner: Rows, constituent: Ints, cell: Rows, fighters: Counts,
    actor: Ints, part: Ints, following: Counts, seat: Ints,
) -> None:  # fmt: skip
    """Fill `following` (L) with a post's fighters and `seat` (L) with its largest band's cell."""
    posts = len(actor)
    first, after = np.full(actors, -1, np.int32), np.empty(posts, np.int32)  # by actor
    largest = np.zeros(posts, np.int64)
    for post in range(posts):
        after[post], first[actor[post]] = first[actor[post]], post
        following[post], seat[post] = 0, -1
    for u in range(count):
        post = first[owner[u]]
        while post >= 0:
            if part[post] < 0 or constituent[u] == part[post]:
                following[post] += fighters[u]
                if fighters[u] > largest[post]:
                    largest[post] = fighters[u]
                    seat[post] = cell[u]
            post = after[post]


@kernel
def take_seats(
    week: int, relocation: int, base: Ints, constituent: Ints, seat: Ints, cell: Ints
) -> None:
    """Let leaders without a base go where their largest band is, now and then."""
    for post in range(len(cell)):
        based = constituent[post] >= 0 and base[constituent[post]] >= 0
        due = (week + post) % relocation == 0 or cell[post] < 0
        if due and not based and seat[post] >= 0:
            cell[post] = seat[post]


@kernel
def strikes_on(b: int, a: int, alive: Flags, capacity: float, weight: Floats, hostility: Floats
) -> float:  # fmt: skip
    """Strikes a week that striker b's priorities leave for actor a."""
    total = 0.0
    for c in range(len(alive)):
        if alive[c]:
            total += weight[b, c] * hostility[b, c]
    return capacity * weight[b, a] * hostility[b, a] / total if total > 0.0 else 0.0


@kernel
def within_reach(coverage: float, strikes: float) -> float:
    """Chance of getting at somebody on the ground or from the air."""
    return 1.0 - (1.0 - min(1.0, coverage)) * exp(-strikes)


@kernel
def threaten(
    hunt: float, plot: float, actor: Ints, in_office: Flags, cell: Ints, following: Counts,
    alive: Flags, governs: Flags, foreign: Flags, insurgent: Flags, capacity: Floats,
    weight: Floats, area: Flags, hostility: Floats, stance: Ints, collusion: Floats,
    cooperation: Floats, denunciation: Floats, coverage: Floats, presence: Floats,
    danger: Floats,
) -> None:  # fmt: skip
    """Fill `danger` (L A): the weekly hazard that an actor kills the holder of a post."""
    danger[:, :] = 0.0
    for post in range(len(actor)):
        a, k = actor[post], cell[post]
        if not in_office[post] or following[post] == 0 or not alive[a] or k < 0:
            continue
        for b in range(len(alive)):
            h = hostility[b, a]
            if b == a or not alive[b] or h <= 0.0:
                continue
            if governs[b] or foreign[b]:
                strikes = 0.0
                if capacity[b] > 0.0 and area[b, k]:
                    strikes = strikes_on(b, a, alive, capacity[b], weight, hostility)
                tips = max(cooperation[b, k], denunciation[b, k])
                danger[post, b] = hunt * tips * within_reach(h * coverage[b, k], strikes)
            elif insurgent[b] and insurgent[a]:
                motive = 1.0 if stance[b, a] == _WAR else logistic(collusion[b, a])
                danger[post, b] = plot * h * h * motive * presence[b, k]


@kernel
def find_killers(key: np.uint64, danger: Floats, killer: Ints) -> int:
    """Fill `killer` (L) with who kills the holder of a post, -1 nobody; how many fall."""
    fallen = 0
    for post in range(len(killer)):
        killer[post] = -1
        total = 0.0
        for b in range(danger.shape[1]):
            total += danger[post, b]
        if not happens(total, uniform(key, np.uint64(post), 0)):
            continue
        fallen += 1
        mark = uniform(key, np.uint64(post), 1) * total
        for b in range(danger.shape[1]):
            if danger[post, b] > 0.0:
                killer[post] = b
                mark -= danger[post, b]
                if mark < 0.0:
                    break
    return fallen


@kernel
def count_vacancies(
    week: int, alive: Flags, actor: Ints, in_office: Flags, until: Ints, fell: Ints
) -> int:
    """Posts whose holder the scenario has just let die, or to which a successor may come."""
    found = 0
    for post in range(len(actor)):
        due = until[post] <= week and alive[actor[post]]
        found += not in_office[post] and (fell[post] == week or due)
    return found


@kernel
def watch(
    key: np.uint64, week: int, hunt: float, plot: float, relocation: int, count: int,
    owner: Rows, part_of: Ints, band_cell: Rows, fighters: Counts, base: Ints, actor: Ints,
    constituent: Ints, cell: Ints, in_office: Flags, until: Ints, fell: Ints, alive: Flags,
    governs: Flags, foreign: Flags, insurgent: Flags, capacity: Floats, weight: Floats,
    area: Flags, hostility: Floats, stance: Ints, collusion: Floats, cooperation: Floats,
    denunciation: Floats, coverage: Floats, presence: Floats, following: Counts, killer: Ints,
) -> int:  # fmt: skip
    """Muster, take seats, and fill `killer` (L); in how many posts something happens this week."""
    posts, actors = len(actor), len(alive)
    seat, danger = np.empty(posts, np.int32), np.empty((posts, actors))
    muster(actors, count, owner, part_of, band_cell, fighters, actor, constituent, following, seat)
    take_seats(week, relocation, base, constituent, seat, cell)
    threaten(hunt, plot, actor, in_office, cell, following, alive, governs, foreign, insurgent,
             capacity, weight, area, hostility, stance, collusion, cooperation, denunciation,
             coverage, presence, danger)  # fmt: skip
    fallen = find_killers(key, danger, killer)
    return fallen + count_vacancies(week, alive, actor, in_office, until, fell)


def kill(world: World, killer: Ints) -> None:
    """Let those die who fall to a `killer` (L) this week."""
    leaders = world.leaders
    for post in np.flatnonzero(killer != NOBODY):
        leaders.in_office[post] = False
        leaders.fell[post] = world.clock.week
        leaders.killer[post] = killer[post]
        note_death(world, int(post), by_scenario=False)


def note_death(world: World, post: int, by_scenario: bool) -> None:
    """Put a leader's death on record."""
    leaders = world.leaders
    world.developments.note(
        Development.LEADER_KILLED,
        int(leaders.actor[post]),
        int(leaders.killer[post]),
        post,
        float(by_scenario),
    )


def bereave(
    world: World, p: LeadershipParameters, post: int, following: Counts, key: np.uint64
) -> None:
    """Leave the post empty for a while and its actor in disarray."""
    leaders, actors = world.leaders, world.actors
    a = int(leaders.actor[post])
    span = max(p.vacancy_most - p.vacancy_least, 0) + 1
    weeks = p.vacancy_least + int(span * uniform(key, np.uint64(post), 2))
    leaders.vacant_until[post] = world.clock.week + weeks
    top = (leaders.actor == a) & (leaders.constituent == NOBODY)
    part = following[post] / max(int(following[top].sum()), int(following[post]), 1)
    range_ = max(p.disarray_most - p.disarray_least, 0.0)
    shock = p.disarray_least + range_ * uniform(key, np.uint64(post), 3)
    actors.disarray[a] = min(1.0, actors.disarray[a] + part * shock)


def succeed(world: World) -> None:
    """Fill the posts whose time of vacancy is over; an actor that is gone needs no leader."""
    leaders, week = world.leaders, world.clock.week
    waiting = ~leaders.in_office & (leaders.vacant_until <= week)
    for post in np.flatnonzero(waiting & world.actors.alive[leaders.actor]):
        leaders.in_office[post] = True
        leaders.number[post] += 1
        leaders.since[post] = week
        weeks = float(week - leaders.fell[post])
        world.developments.note(
            Development.LEADER_SUCCEEDED, int(leaders.actor[post]), post=int(post), amount=weeks
        )


def vacated(world: World) -> Counts:
    """Posts whose holder has died this week."""
    leaders = world.leaders
    return np.flatnonzero(~leaders.in_office & (leaders.fell == world.clock.week))


def apply(world: World, p: LeadershipParameters, key: np.uint64) -> None:
    """Kill leaders, empty their posts, let successors take office."""
    leaders, bands, actors = world.leaders, world.bands, world.actors
    pairs, cells, posts = world.pairs, world.cells, len(world.leaders.actor)
    if not posts:
        return
    following, killer = np.empty(posts, np.int64), np.empty(posts, np.int32)
    happens_in = watch(
        key, world.clock.week, p.hunt, p.plot, p.relocation, bands.count, bands.owner,
        bands.constituent, bands.cell, bands.fighters, world.constituents.base, leaders.actor,
        leaders.constituent, leaders.cell, leaders.in_office, leaders.vacant_until,
        leaders.fell, actors.alive, actors.governs, actors.foreign, actors.insurgent,
        actors.strike_capacity, actors.target_weight, actors.area, pairs.hostility,
        pairs.stance, pairs.collusion, cells.cooperation, cells.denunciation, cells.coverage,
        cells.presence, following, killer,
    )  # fmt: skip
    if world.clock.before_start or not happens_in:
        return
    for post in vacated(world):
        note_death(world, int(post), by_scenario=True)
    kill(world, killer)
    for post in vacated(world):
        bereave(world, p, int(post), following, key)
    succeed(world)


RULE = Rule(
    name="leadership",
    claim="Enemies kill the leaders they hear of and can reach; a death shakes cohesion for weeks.",
    source="own design; sign of what a leader's death does: Price 2012",
    parameters=LeadershipParameters,
    reads=(
        "constituents.base", "leaders.actor", "leaders.constituent", "bands.owner",
        "bands.constituent", "bands.cell", "bands.fighters", "actors.alive", "actors.governs",
        "actors.foreign", "actors.insurgent", "actors.strike_capacity", "actors.target_weight",
        "actors.area", "pairs.hostility", "pairs.stance", "pairs.collusion", "cells.cooperation",
        "cells.denunciation", "cells.coverage", "cells.presence",
    ),
    writes=(
        "leaders.cell", "leaders.in_office", "leaders.number", "leaders.since",
        "leaders.vacant_until", "leaders.fell", "leaders.killer", "actors.disarray",
        "developments.kind", "developments.actor", "developments.other", "developments.post",
        "developments.amount",
    ),
    apply=apply,
)  # fmt: skip
