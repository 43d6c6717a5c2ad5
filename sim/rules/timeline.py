"""Rule 1, timeline: the dated interventions of the scenario happen.

Troops arrive and leave, foreign fighters begin to come, priorities of strikes change, pacts are
offered, signed or ended, outside support grows or is cut, a coup or a leader's death throws an
actor into disarray. Who is offered a pact answers in the rule `pacts`, as ever. Disarray then fades
by a constant factor a week.
"""

from __future__ import annotations

import numpy as np

from sim.randomness import marked_among, name_hash, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import NOBODY, FighterFlow
from sim.world.deploy import apportion, place_force
from sim.world.stances import set_relation
from sim.world.timeline import (
    Deployment,
    Disarray,
    Funding,
    Inflow,
    Intervention,
    LeaderKilled,
    PactOffer,
    StanceChange,
    Targeting,
    Withdrawal,
)
from sim.world.world import World


class TimelineParameters(Parameters):
    """Parameters of the timeline."""

    disarray_memory: float = parameter(
        0.92,
        "What remains of an actor's disarray after a week.",
        unit="share",
        ge=0,
        le=1,
        source="own design: an actor recovers in about 12 weeks",
    )


def belonging(world: World, actor: int, constituent: int) -> tuple[int, int]:
    """Actor and constituent that a change is about: one that broke away is an actor by itself."""
    if constituent == NOBODY or world.constituents.actor[constituent] == actor:
        return actor, constituent
    return int(world.constituents.actor[constituent]), NOBODY


def deploy(world: World, change: Deployment, key: np.uint64) -> None:
    """Place new bands; those whose place does not exist on this map do not come.

    An actor that had ended lives again by them.
    """
    actor, constituent = belonging(world, change.actor, change.constituent)
    placed = place_force(
        world,
        actor,
        change.fighters,
        change.cells,
        change.weight,
        change.foreign,
        change.mobile,
        constituent,
        key ^ np.uint64(name_hash(change.name)),
    )
    world.ledger.fighters[FighterFlow.DEPLOYED, actor] += placed
    world.actors.alive[actor] |= placed > 0


def withdraw(world: World, change: Withdrawal, key: np.uint64) -> None:
    """Take the share of fighters off the map, from every band there in proportion to its size.

    A state or guest keeps up so much smaller a force from then on, or recruits would replace them.
    """
    bands, actors, a = world.bands, world.actors, change.actor
    own = bands.owner[: bands.count] == a
    rows = np.flatnonzero(own & (change.weight[bands.cell[: bands.count]] > 0.0))
    strength = int(bands.fighters[: bands.count][own].sum())
    sizes = bands.fighters[rows]
    leaving = int(int(sizes.sum()) * change.share + 0.5)
    for row, part in zip(rows, apportion(leaving, sizes.astype(np.float64)), strict=True):
        u = uniform(key, bands.key[row], 0)
        bands.foreign[row] -= marked_among(part, bands.foreign[row], bands.fighters[row], u)
        bands.fighters[row] -= part
    if leaving > 0 and (actors.governs | actors.foreign)[a]:
        actors.external[a] *= 1.0 - leaving / strength
    world.ledger.fighters[FighterFlow.WITHDRAWN, a] -= leaving


def begin_inflow(world: World, change: Inflow) -> None:
    """Start a pulse of foreign fighters in place of any that runs."""
    world.actors.inflow_rate[change.actor] = change.weekly
    world.actors.inflow_decay[change.actor] = change.decay_weeks


def retarget(world: World, change: Targeting) -> None:
    """Set capacity and weights of strikes where the change names them."""
    actors = world.actors
    if not np.isnan(change.capacity):
        actors.strike_capacity[change.actor] = change.capacity
    row = actors.target_weight[change.actor]
    own = row[: len(change.weights)]  # actors born in the run are not named
    own[:] = np.where(np.isnan(change.weights), own, change.weights)


def change_stance(world: World, change: StanceChange) -> None:
    """Set the true relation of two actors and the hostility of each towards the other."""
    a, b = change.actors
    set_relation(world.pairs, a, b, change.stance, change.hostility, world.clock.week)


def kill_leader(world: World, change: LeaderKilled) -> None:
    """Empty the post, if somebody holds it; what follows is for the rule of leadership."""
    leaders, week = world.leaders, world.clock.week
    actor, constituent = belonging(world, change.actor, change.constituent)
    held = leaders.in_office & (leaders.actor == actor)
    for post in np.flatnonzero(held & (leaders.constituent == constituent)):
        leaders.in_office[post] = False
        leaders.fell[post] = leaders.vacant_until[post] = week
        leaders.killer[post] = change.by


def carry_out(world: World, change: Intervention, key: np.uint64) -> None:
    """Let one intervention happen."""
    actors = world.actors
    match change:
        case Deployment():
            deploy(world, change, key)
        case Withdrawal():
            withdraw(world, change, key)
        case Inflow():
            begin_inflow(world, change)
        case Targeting():
            retarget(world, change)
        case StanceChange():
            change_stance(world, change)
        case PactOffer():
            world.pairs.offer_due[change.actor, change.to] = world.clock.week
        case Funding():
            actors.external[change.actor] *= change.factor
        case LeaderKilled():
            kill_leader(world, change)
        case Disarray():
            actors.disarray[change.actor] = max(actors.disarray[change.actor], change.amount)


def apply(world: World, p: TimelineParameters, key: np.uint64) -> None:
    """Let disarray fade, then carry out this week's interventions in the scenario's order."""
    disarray = world.actors.disarray
    disarray *= p.disarray_memory
    for change in world.timeline.get(world.clock.week, ()):
        carry_out(world, change, key)


RULE = Rule(
    name="timeline",
    claim="What outsiders decide happens on its date, whatever the model would have done.",
    source="the scenario's own dated interventions, each with its source; recovery: own design",
    parameters=TimelineParameters,
    reads=(
        "actors.band_size",
        "actors.hides",
        "actors.governs",
        "actors.foreign",
        "leaders.actor",
        "leaders.constituent",
        "constituents.actor",
    ),
    writes=(
        "bands.key",
        "bands.owner",
        "bands.constituent",
        "bands.cell",
        "bands.home",
        "bands.fighters",
        "bands.foreign",
        "bands.experience",
        "bands.hidden",
        "bands.mobile",
        "bands.objective",
        "actors.inflow_rate",
        "actors.inflow_decay",
        "actors.strike_capacity",
        "actors.target_weight",
        "actors.external",
        "actors.disarray",
        "actors.alive",
        "pairs.stance",
        "pairs.stance_since",
        "pairs.hostility",
        "pairs.offer_due",
        "leaders.in_office",
        "leaders.fell",
        "leaders.vacant_until",
        "leaders.killer",
        "ledger.fighters",
    ),
    apply=apply,
)
