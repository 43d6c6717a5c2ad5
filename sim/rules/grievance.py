"""Rule 18a, grievance: the jealousy of an insurgent group over its sphere, and its dead.

A rival that newly enters cells of the sphere beyond what one has come to expect of it is resented;
so are the own dead at its hand. Grievance fades.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.world.casualties import count_dead
from sim.world.state import Counts, Flags, Floats
from sim.world.world import World


class GrievanceParameters(Parameters):
    """Parameters of grievance."""

    jealousy: float = parameter(
        0.12,
        "Grievance by each cell of the sphere entered beyond what is expected.",
        unit="0..4",
        ge=0,
        le=4,
        source="calibrated: own trial runs of the Sahel scenario (first clash in 2019)",
    )
    blood: float = parameter(
        0.004,
        "Grievance by each own dead at the other's hand.",
        unit="0..4",
        ge=0,
        le=1,
        source="calibrated: own prototype",
    )
    memory: float = parameter(
        0.97,
        "What remains of grievance after a week.",
        unit="share",
        ge=0,
        le=1,
        source="calibrated: own prototype",
    )
    expectation: float = parameter(
        0.98,
        "What remains of the past in expected entries after a week.",
        unit="share",
        ge=0,
        le=1,
        source="own design: about a year",
    )


@kernel
def resent(
    jealousy: float,
    blood: float,
    memory: float,
    expectation: float,
    alive: Flags,
    insurgent: Flags,
    entries: Counts,
    dead: Counts,
    mean: Floats,
    grievance: Floats,
) -> None:
    """Carry the grievance of every insurgent against every other one week on."""
    actors = len(alive)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (insurgent[a] and insurgent[b] and alive[a] and alive[b]):
                continue
            surplus = max(0.0, entries[a, b] - mean[a, b])
            mean[a, b] = expectation * mean[a, b] + (1.0 - expectation) * entries[a, b]
            level = memory * grievance[a, b] + jealousy * surplus + blood * dead[a, b]
            grievance[a, b] = min(4.0, level)


def apply(world: World, p: GrievanceParameters, key: np.uint64) -> None:
    """Resent this week's entries and deaths."""
    actors, pairs, events = world.actors, world.pairs, world.events
    dead = np.empty((actors.size, actors.size), np.int64)
    count_dead(events.count, events.side_a, events.side_b, events.deaths_a, events.deaths_b, dead)
    resent(
        p.jealousy,
        p.blood,
        p.memory,
        p.expectation,
        actors.alive,
        actors.insurgent,
        pairs.entries,
        dead,
        pairs.entries_mean,
        pairs.grievance,
    )


RULE = Rule(
    name="grievance",
    claim="Rival groups resent entries into their sphere that they did not expect, and their dead.",
    source="own design: the jealousy of spheres in the founding case",
    parameters=GrievanceParameters,
    reads=(
        "events.side_a",
        "events.side_b",
        "events.deaths_a",
        "events.deaths_b",
        "actors.alive",
        "actors.insurgent",
        "pairs.entries",
    ),
    writes=("pairs.entries_mean", "pairs.grievance"),
    apply=apply,
)
