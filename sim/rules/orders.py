"""Rule 6b, orders: where each actor concentrates, whom it fights, where it hides or offers terms.

Every few weeks, or when a window opens on a rival, an actor's strategy turns its situation into an
intent: weights of tasks, a target, terms. A cell's worth is the sum over tasks of weight times
what the cell offers for the task, relative to the best one; part of the mobile bands, more at a
higher effort, is sent to the best cells. Who hides begins fewer fights and is seen less.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from sim.kernel import kernel
from sim.randomness import uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Task
from sim.world.bands import count_fighters, count_troops
from sim.world.situations import situation_of
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows
from sim.world.strategy import Intent
from sim.world.world import World
from sim.world.worth import (
    list_positive,
    mark_near,
    prize,
    rate_defence,
    rate_guard,
    rate_hunt,
    rate_land,
)

_EXPAND, _HUNT, _HOLD, _GUARD = (int(task) for task in Task)


class OrdersParameters(Parameters):
    """Parameters of orders."""

    review: int = parameter(
        8, "Interval at which an actor decides anew if no window opens.", unit="weeks", ge=1,
        le=520, source="own design: about two months, the length of a campaign",
    )  # fmt: skip
    committed: float = parameter(
        0.35, "Part of the mobile bands in range that is sent at the usual effort.", unit="share",
        ge=0, le=1,
        source="calibrated: own trial runs of the Sahel scenario: land held and events stay as "
        "they were when every actor sent 0.4",
    )  # fmt: skip
    people: float = parameter(
        0.3, "Worth of a cell's people.", unit="utility", ge=0, le=10, source="own design"
    )
    rent: float = parameter(
        0.3, "Worth of a rich resource site.", unit="utility", ge=0, le=10, source="own design"
    )
    help: float = parameter(
        3.0, "Worth of the people's cooperation.", unit="utility", ge=0, le=10, source="own design"
    )
    weakness: float = parameter(
        0.8, "Worth of land that no enemy covers.", unit="utility", ge=0, le=10,
        source="own design",
    )  # fmt: skip
    chance: float = parameter(
        0.5, "Range of what is unknown in an actor's judgement.", unit="utility", ge=0, le=10,
        source="own design",
    )  # fmt: skip
    quiet: float = parameter(
        0.7, "Part of its fights that a wholly hidden actor does not begin.", unit="share", ge=0,
        le=1, source="own design",
    )  # fmt: skip
    unseen: float = parameter(
        0.5, "Part of its visibility that a wholly hidden actor loses.", unit="share", ge=0, le=1,
        source="own design",
    )  # fmt: skip


LEAST_EFFORT, MOST_EFFORT = 0.5, 1.5
"""Bounds of the factor that effort makes of the part of bands sent: the closed form holds for one
prize and equal players, and must not empty or double an army."""


def shown(effort: float) -> float:
    """Factor of the part of bands sent: the root, since effort is spent on more than bands."""
    return min(max(sqrt(max(effort, 0.0)), LEAST_EFFORT), MOST_EFFORT)


@kernel
def add_task(weight: float, allowed: Flags, worth: Floats, score: Floats) -> None:
    """Add to `score` (K) the weight of a task times worth relative to the best allowed cell."""
    best = 0.0
    for k in range(len(worth)):
        best = max(best, worth[k] if allowed[k] else 0.0)
    if best > 0.0:
        for k in range(len(worth)):
            score[k] += weight * (worth[k] if allowed[k] else 0.0) / best


@kernel
def rate_cells(
    a: int, key: np.uint64, people: float, rent: float, help_: float, weakness: float,
    chance: float, task: Floats, wanted: Floats, guarded: Flags, area: Flags, hostility: Floats,
    base: Floats, site: Floats, accessibility: Floats, x: Ints, y: Ints, neighbours: Ints,
    troops: Counts, cooperation: Floats, visibility: Floats, coverage: Floats,
    influence: Floats, control: Ints, score: Floats,
) -> None:  # fmt: skip
    """Fill `score` (K): worth relative to the best cell of the actor's area, weighed by task."""
    cells = len(control)
    near, worth = np.empty(cells, np.bool_), np.empty(cells)
    enemies, prey = np.empty(len(wanted), np.uint32), np.empty(len(wanted), np.uint32)
    enemies = enemies[: list_positive(hostility[a], a, enemies)]
    prey = prey[: list_positive(wanted, a, prey)]
    score[:] = 0.0
    if task[_EXPAND] > 0.0:
        mark_near(a, troops, neighbours, near)
        for k in range(cells):
            near[k] = near[k] and area[a, k] and control[k] != a
        rate_land(a, people, rent, help_, weakness, base, site, cooperation, coverage, enemies,
                  hostility, worth)  # fmt: skip
        add_task(task[_EXPAND], near, worth, score)
    if task[_HUNT] > 0.0:
        rate_hunt(a, people, base, accessibility, cooperation, visibility, coverage, influence,
                  prey, wanted, worth)  # fmt: skip
        add_task(task[_HUNT], area[a], worth, score)
    if task[_HOLD] > 0.0:
        rate_defence(a, people, base, accessibility, enemies, hostility, troops, neighbours,
                     control, worth)  # fmt: skip
        add_task(task[_HOLD], area[a], worth, score)
    if task[_GUARD] > 0.0:
        rate_guard(a, guarded, x, y, troops, worth)
        add_task(task[_GUARD], area[a], worth, score)
    for k in range(cells):
        score[k] *= 1.0 + chance * uniform(key, np.uint64(k), a)


@kernel
def choose(score: Floats, x: Ints, y: Ints, chosen: Ints) -> int:
    """Fill `chosen` with the best cells of positive score, at least 3 apart; how many."""
    found = 0
    while found < len(chosen):
        best = -1
        for k in range(len(score)):
            if score[k] > 0.0 and (best < 0 or score[k] > score[best]):
                best = k
        if best < 0:
            return found
        chosen[found] = best
        found += 1
        for k in range(len(score)):
            apart = max(abs(x[k] - x[best]), abs(y[k] - y[best])) >= 3
            score[k] = score[k] if apart else 0.0
    return found


@kernel
def send(
    a: int, key: np.uint64, part: float, range_: float, chosen: Ints, x: Ints, y: Ints,
    count: int, band_key: Keys, owner: Rows, cell: Rows, mobile: Flags, objective: Ints,
) -> None:  # fmt: skip
    """Give part of the actor's mobile bands the nearest chosen cell in range, the others none."""
    for u in range(count):
        if owner[u] != a or not mobile[u]:
            continue
        objective[u] = -1
        if uniform(key, band_key[u], 0) >= part:
            continue
        nearest = range_
        for i in range(len(chosen)):
            k = chosen[i]
            steps = float(max(abs(x[k] - x[cell[u]]), abs(y[k] - y[cell[u]])))
            if steps < nearest:
                nearest = steps
                objective[u] = k


@kernel
def concentrate(
    a: int, key: np.uint64, people: float, rent: float, help_: float, weakness: float,
    chance: float, part: float, range_: float, target: int, focus: float, fronts: int,
    task: Floats, priority: Floats, guarded: Flags, area: Flags, hostility: Floats,
    base: Floats, site: Floats, accessibility: Floats, x: Ints, y: Ints, neighbours: Ints,
    troops: Counts, cooperation: Floats, visibility: Floats, coverage: Floats,
    influence: Floats, control: Ints, count: int, band_key: Keys, owner: Rows, cell: Rows,
    mobile: Flags, objective: Ints,
) -> None:  # fmt: skip
    """Send part of the actor's bands to the cells that its tasks make the best."""
    wanted = np.empty(len(hostility))
    prize(a, target, focus, hostility, priority, wanted)
    score = np.empty(len(control))
    rate_cells(a, key, people, rent, help_, weakness, chance, task, wanted, guarded, area,
               hostility, base, site, accessibility, x, y, neighbours, troops, cooperation,
               visibility, coverage, influence, control, score)  # fmt: skip
    chosen = np.empty(fronts, np.int32)
    found = choose(score, x, y, chosen)
    send(a, key, part, range_, chosen[:found], x, y, count, band_key, owner, cell, mobile,
         objective)  # fmt: skip


@kernel
def find_due(
    week: int, review: int, alive: Flags, window_since: Ints, count: int, owner: Rows,
    cell: Rows, fighters: Counts, troops: Counts, strength: Counts, due: Ints,
) -> int:  # fmt: skip
    """List in `due` (A) who decides anew: at its interval, or since a window on a rival opens.

    Counts `troops` (A K) and, if anybody is due, `strength` (A) beside; how many are due.
    """
    count_troops(count, owner, cell, fighters, troops)
    found = 0
    for a in range(len(alive)):
        now = (week + 3 * a) % review == 0
        for b in range(len(alive)):
            now = now or window_since[a, b] == week
        if now and alive[a]:
            due[found] = a
            found += 1
    if found > 0:
        count_fighters(count, owner, fighters, strength)
    return found


@kernel
def follow_orders(
    quiet: float, unseen: float, alive: Flags, aggression: Floats, visibility: Floats,
    hiding: Floats, target: Ints, terms: Ints, readiness: Floats, exposure: Floats,
) -> None:  # fmt: skip
    """Fill what orders make of `readiness` and `exposure` (A).

    Nobody targets or courts who no longer exists, nor do they.
    """
    for a in range(len(alive)):
        readiness[a] = aggression[a] * (1.0 - quiet * hiding[a])
        exposure[a] = visibility[a] * (1.0 - unseen * hiding[a])
        for aims in (target, terms):
            if not (alive[a] and alive[aims[a]]):
                aims[a] = -1


def apply(world: World, p: OrdersParameters, key: np.uint64) -> None:
    """Let who is due decide and send its bands; keep what orders make of readiness up to date."""
    actors, bands, cells = world.actors, world.bands, world.cells
    due, strength = np.empty(actors.size, np.int32), np.empty(actors.size, np.int64)
    found = find_due(
        world.clock.week, p.review, actors.alive, world.pairs.window_since, bands.count,
        bands.owner, bands.cell, bands.fighters, cells.troops, strength, due,
    )  # fmt: skip
    for a in due[:found].tolist():
        _decide(world, p, key, a, strength)
    follow_orders(
        p.quiet, p.unseen, actors.alive, actors.aggression, actors.visibility, actors.hiding,
        actors.target, actors.terms, actors.readiness, actors.exposure,
    )  # fmt: skip


def _decide(world: World, p: OrdersParameters, key: np.uint64, a: int, strength: Counts) -> None:
    """Let an actor's strategy decide, keep its intent, and send its bands."""
    actors, grid = world.actors, world.grid
    guarded = np.empty(grid.size, np.bool_)
    intent = world.strategies[a].decide(situation_of(world, a, strength, guarded))
    actors.task[a] = intent.expand, intent.hunt, intent.hold, intent.guard
    actors.hiding[a], actors.target[a], actors.terms[a] = intent.hiding, intent.target, intent.terms
    if actors.mobile[a] and actors.fronts[a] > 0:
        _concentrate(world, p, key, a, intent, guarded)


def _concentrate(
    world: World, p: OrdersParameters, key: np.uint64, a: int, intent: Intent, guarded: Flags
) -> None:
    """Send part of the actor's bands to the cells that its tasks make the best."""
    cells, bands, actors, grid = world.cells, world.bands, world.actors, world.grid
    part = p.committed * intent.committed * shown(actors.effort[a])
    concentrate(
        a, key, p.people, p.rent, p.help, p.weakness, p.chance, part,
        2.0 * actors.reach_km[a] / grid.cell_km, intent.target, intent.focus, actors.fronts[a],
        actors.task[a], actors.target_weight, guarded, actors.area, world.pairs.hostility,
        cells.density_base, grid.resource_rent, grid.accessibility, grid.x, grid.y,
        grid.neighbours, cells.troops, cells.cooperation, actors.exposure, cells.coverage,
        cells.influence, cells.control, bands.count, bands.key, bands.owner, bands.cell,
        bands.mobile, bands.objective,
    )  # fmt: skip


RULE = Rule(
    name="orders",
    claim="Actors concentrate where land is worth having, a rival can be hunted, or a pact asks.",
    source="own design; windows of opportunity and vulnerability: Pischedda 2018",
    parameters=OrdersParameters,
    reads=(
        "bands.key", "bands.owner", "bands.cell", "bands.fighters", "bands.mobile",
        "cells.density_base", "cells.cooperation", "cells.coverage", "cells.influence",
        "cells.control", "pairs.hostility", "pairs.affinity", "pairs.stance", "pairs.losses",
        "pairs.weariness", "pairs.opportunity", "pairs.vulnerability", "pairs.window_since",
        "actors.alive", "actors.mobile", "actors.governs", "actors.foreign", "actors.insurgent",
        "actors.country", "actors.fronts", "actors.reach_km", "actors.area", "actors.aggression",
        "actors.visibility", "actors.target_weight", "actors.strength_mean", "actors.threat",
        "actors.effort",
    ),
    writes=(
        "cells.troops", "bands.objective", "actors.task", "actors.hiding", "actors.target",
        "actors.terms", "actors.readiness", "actors.exposure",
    ),
    apply=apply,
)  # fmt: skip
