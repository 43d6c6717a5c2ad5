"""Rule 18a, grievance: jealousy over a sphere, own dead, and the dead of one's people.

An insurgent group resents its like that newly enters cells of its sphere beyond what it has come to
expect. Own dead at the other's hand are resented by groups and militias alike. A militia that
stands for a people resents in the same way those of its people whom the other killed in its area.
Grievance fades.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.world.actors import relate
from sim.world.casualties import count_dead
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World


class GrievanceParameters(Parameters):
    """Parameters of grievance."""

    jealousy: float = parameter(
        0.12, "Grievance by each cell of the sphere entered beyond what is expected.",
        unit="0..4", ge=0, le=4,
        source="calibrated: own trial runs of the Sahel scenario (first clash in 2019)",
    )  # fmt: skip
    blood: float = parameter(
        0.004, "Grievance by each own dead at the other's hand.", unit="0..4", ge=0, le=1,
        source="calibrated: own prototype",
    )  # fmt: skip
    people: float = parameter(
        0.004, "Grievance of a militia by each of its people whom the other killed.",
        unit="0..4", ge=0, le=1, source="own design: as own dead, for these are their families",
    )  # fmt: skip
    memory: float = parameter(
        0.97, "What remains of grievance after a week.", unit="share", ge=0, le=1,
        source="calibrated: own prototype",
    )  # fmt: skip
    expectation: float = parameter(
        0.98, "What remains of the past in expected entries after a week.", unit="share",
        ge=0, le=1, source="own design: about a year",
    )  # fmt: skip


@kernel
def mourn(
    tribal: Flags, members: Flags, area: Flags, events: int, side_a: Ints, cell: Ints,
    group: Ints, deaths_civilians: Counts, mourned: Counts,
) -> None:  # fmt: skip
    """Fill `mourned` (A A): people of the first, in its area, killed by the second this week."""
    mourned[:, :] = 0
    for i in range(events):
        if group[i] < 0 or deaths_civilians[i] == 0:
            continue
        for a in range(len(tribal)):
            if tribal[a] and members[a, group[i]] and area[a, cell[i]]:
                mourned[a, side_a[i]] += deaths_civilians[i]


@kernel
def resent(
    jealousy: float, blood: float, people: float, memory: float, expectation: float,
    related: Flags, insurgent: Flags, entries: Counts, dead: Counts, mourned: Counts, mean: Floats,
    grievance: Floats,
) -> None:  # fmt: skip
    """Carry the grievance of every related pair one week on."""
    actors = len(related)
    for a in range(actors):
        for b in range(actors):
            if not related[a, b]:
                continue
            surplus = max(0.0, entries[a, b] - mean[a, b])
            mean[a, b] = expectation * mean[a, b] + (1.0 - expectation) * entries[a, b]
            level = memory * grievance[a, b] + blood * dead[a, b] + people * mourned[a, b]
            if insurgent[a] and insurgent[b]:
                level += jealousy * surplus
            grievance[a, b] = min(4.0, level)


@kernel
def resent_the_week(
    jealousy: float, blood: float, people: float, memory: float, expectation: float,
    alive: Flags, governs: Flags, foreign: Flags, insurgent: Flags, tribal: Flags,
    members: Flags, area: Flags, events: int, side_a: Ints, side_b: Ints, cell: Ints,
    group: Ints, deaths_a: Counts, deaths_b: Counts, deaths_civilians: Counts, entries: Counts,
    mean: Floats, grievance: Floats,
) -> None:  # fmt: skip
    """Count the dead and resent them."""
    actors = len(alive)
    related = np.empty((actors, actors), np.bool_)
    dead, mourned = np.empty((2, actors, actors), np.int64)
    relate(alive, governs, foreign, insurgent, tribal, related)
    count_dead(events, side_a, side_b, deaths_a, deaths_b, dead)
    mourn(tribal, members, area, events, side_a, cell, group, deaths_civilians, mourned)
    resent(jealousy, blood, people, memory, expectation, related, insurgent, entries, dead,
           mourned, mean, grievance)  # fmt: skip


def apply(world: World, p: GrievanceParameters, key: np.uint64) -> None:
    """Resent this week's entries and deaths."""
    actors, pairs, events = world.actors, world.pairs, world.events
    resent_the_week(
        p.jealousy, p.blood, p.people, p.memory, p.expectation, actors.alive, actors.governs,
        actors.foreign, actors.insurgent, actors.tribal, actors.members, actors.area,
        events.count, events.side_a, events.side_b, events.cell, events.group, events.deaths_a,
        events.deaths_b, events.deaths_civilians, pairs.entries, pairs.entries_mean,
        pairs.grievance,
    )  # fmt: skip


RULE = Rule(
    name="grievance",
    claim="Groups resent entries into their sphere that they did not expect, and their dead.",
    source="own design: the jealousy of spheres in the founding case",
    parameters=GrievanceParameters,
    reads=(
        "events.side_a", "events.side_b", "events.cell", "events.group", "events.deaths_a",
        "events.deaths_b", "events.deaths_civilians", "actors.alive", "actors.insurgent",
        "actors.tribal", "actors.governs", "actors.foreign", "actors.members", "actors.area",
        "pairs.entries",
    ),
    writes=("pairs.entries_mean", "pairs.grievance"),
    apply=apply,
)  # fmt: skip
