"""Rule 18b, relations: how hostile insurgent groups and militias are to each other, and why.

The log-odds of hostility add up what there is without cause, grievance, affinity, belief in a
deal, windows of opportunity and of vulnerability, the hostility of allies, and weariness; hostility
follows slowly. Windows (Pischedda 2018) count by the share of own cells in which the other is too:
one is open to the stronger of two, the other where the rival lost fighters fast. Affinity compares
positions as they are perceived: who is believed to bargain with a state is taken to approve of it.
A militia that stands for a people has the affinity of its people, their mean loyalty to the other,
and an insurgent group sees the militia in the same light: by how its people stand to the group.
Allies do not fight: hostility is 0 while an alliance lasts. A truce takes nothing from hostility;
it is kept because who is not at war fights little (`battles`), and is broken where hostility stays.
States and guests keep the relations that the scenario, pacts and alliances give them.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import TOPICS, HostilityDriver, Stance
from sim.world.actors import relate
from sim.world.affinity import affinity
from sim.world.bands import count_fighters
from sim.world.casualties import count_dead
from sim.world.cells import share_cells
from sim.world.peoples import follow_people
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.windows import ramp, superiority
from sim.world.world import World

_ALLIED, _TOPIC = int(Stance.ALLIANCE), TOPICS.index("state_alliance")
_INERTIA, _GRIEVANCE = int(HostilityDriver.INERTIA), int(HostilityDriver.GRIEVANCE)
_AFFINITY, _BELIEF = int(HostilityDriver.AFFINITY), int(HostilityDriver.BELIEF)
_OPPORTUNITY, _VULNERABILITY = int(HostilityDriver.OPPORTUNITY), int(HostilityDriver.VULNERABILITY)
_ALLIES, _WEARINESS = int(HostilityDriver.ALLIES), int(HostilityDriver.WEARINESS)


class RelationsParameters(Parameters):
    """Parameters of relations."""

    inertia: float = parameter(
        -3, "Log-odds of hostility without any cause.", unit="log-odds", ge=-20, le=20,
        source="calibrated: own prototype",
    )  # fmt: skip
    defence: float = parameter(
        0.7, "The same between a militia and an insurgent group.", unit="log-odds", ge=-20, le=20,
        source="own design: militias exist to fight insurgents; a people that neither likes nor "
        "dislikes a group rather resists it",
    )  # fmt: skip
    by_grievance: float = parameter(
        2, "Effect of a grievance of 1.", unit="log-odds", ge=0, le=20,
        source="calibrated: own prototype",
    )  # fmt: skip
    by_affinity: float = parameter(
        -2, "Effect of full affinity.", unit="log-odds", ge=-20, le=20,
        source="calibrated: own prototype",
    )  # fmt: skip
    by_people: float = parameter(
        -4, "Effect of a people's full loyalty between its militia and an insurgent group.",
        unit="log-odds", ge=-20, le=20,
        source="own design: at a loyalty of -.2 its militia is at war, at .4 it is not",
    )  # fmt: skip
    by_belief: float = parameter(
        2.5, "Effect of being certain of a deal; less in proportion to its probability.",
        unit="log-odds", ge=0, le=20,
        source="own design: treason believed at accusation weighs as a grievance of 1",
    )  # fmt: skip
    by_opportunity: float = parameter(
        2, "Effect of being twice as strong as the other where both are in all own cells.",
        unit="log-odds", ge=0, le=20,
        source="own design; windows of opportunity: Pischedda 2018",
    )  # fmt: skip
    by_vulnerability: float = parameter(
        4, "Effect of the other's collapse where both are in all own cells.", unit="log-odds",
        ge=0, le=20, source="own design; windows of vulnerability: Pischedda 2018",
    )  # fmt: skip
    fall_from: float = parameter(
        0.2, "Fall of strength against the quarter's mean that opens the window.", unit="share",
        ge=0, le=1, source="own design: a fifth of the fighters is seen",
    )  # fmt: skip
    fall_to: float = parameter(
        0.4, "Fall that opens it fully.", unit="share", gt=0, le=1, source="own design",
    )  # fmt: skip
    by_allies: float = parameter(
        0.5, "Effect of an ally that is wholly hostile to the other.", unit="log-odds", ge=0,
        le=20, source="own design: an ally's enemy is an enemy, in part",
    )  # fmt: skip
    by_weariness: float = parameter(
        -4, "Effect of full weariness.", unit="log-odds", ge=-20, le=0,
        source="calibrated: own prototype",
    )  # fmt: skip
    tiring: float = parameter(
        3, "Weariness by losing all fighters to the other once.", unit="share", ge=0, le=100,
        source="own design: a third of the strength lost wearies fully",
    )  # fmt: skip
    rest: float = parameter(
        0.985, "What remains of weariness after a week.", unit="share", ge=0, le=1,
        source="own design: half is gone after a year",
    )  # fmt: skip
    pace: float = parameter(
        0.1, "Weekly approach of hostility to what causes call for.", unit="per week", gt=0,
        le=1, source="calibrated: own prototype",
    )  # fmt: skip
    quarter: int = parameter(
        13, "Time over which strength and losses are remembered.", unit="weeks", ge=1, le=520,
        source="own design: a quarter",
    )  # fmt: skip


@kernel
def perceive(position: Floats, collusion: float, perceived: Floats) -> None:
    """Fill `perceived` (T): the other's positions, moved to approving of state alliances."""
    perceived[:] = position
    belief = logistic(collusion)
    perceived[_TOPIC] = position[_TOPIC] + belief * (1.0 - position[_TOPIC])


@kernel
def opportunity(own: float, other: float) -> float:
    """0 for the weaker or equal, 1 for who is twice as strong or more."""
    return superiority(own, other, 1.0, 2.0)


@kernel
def vulnerability(strength: float, mean: float, fall_from: float, fall_to: float) -> float:
    """0 for who is as strong as in the past quarter, 1 for who lost `fall_to` of it."""
    return ramp(1.0 - strength / mean, fall_from, fall_to) if mean > 0.0 else 0.0


@kernel
def compare(
    related: Flags, tribal: Flags, position: Floats, tolerance: Floats, collusion: Floats,
    affinities: Floats,
) -> None:  # fmt: skip
    """Affinity of related pairs by positions, for all who do not stand for a people."""
    actors, topics = position.shape
    perceived = np.empty(topics)
    relevance = np.ones(topics)
    for a in range(actors):
        for b in range(actors):
            if related[a, b] and not tribal[a]:
                perceive(position[b], collusion[a, b], perceived)
                affinities[a, b] = affinity(position[a], tolerance[a], perceived, relevance)


@kernel
def enmity_of_allies(a: int, b: int, alive: Flags, stance: Ints, hostility: Floats) -> float:
    """Highest hostility towards b among a's living allies, in [0, 1]."""
    worst = 0.0
    for c in range(len(alive)):
        if c != a and c != b and alive[c] and stance[a, c] == _ALLIED:
            worst = max(worst, hostility[c, b])
    return worst


@kernel
def remember(quarter: int, strength: Counts, dead: Counts, mean: Floats, losses: Floats) -> None:
    """Carry the fading means of strength (A) and of losses (A A) one week on."""
    step = 1.0 / quarter
    for a in range(len(mean)):
        mean[a] = strength[a] if mean[a] == 0.0 else mean[a] + step * (strength[a] - mean[a])
        for b in range(len(mean)):
            losses[a, b] += step * (dead[a, b] - losses[a, b])


@kernel
def tire(
    tiring: float, rest: float, related: Flags, tribal: Flags, strength: Counts, dead: Counts,
    weariness: Floats,
) -> None:  # fmt: skip
    """Carry weariness one week on: by the share of the own fighters whom the other killed.

    Who stands for a people does not tire.
    """
    for a in range(len(strength)):
        for b in range(len(strength)):
            if related[a, b] and not tribal[a]:
                lost = dead[a, b] / max(1.0, float(strength[a]))
                weariness[a, b] = min(1.0, rest * weariness[a, b] + tiring * lost)


@kernel
def drive(
    inertia: float, defence: float, by_grievance: float, by_affinity: float, by_people: float,
    by_belief: float, by_opportunity: float, by_vulnerability: float, fall_from: float,
    fall_to: float, by_allies: float, by_weariness: float, related: Flags, alive: Flags,
    insurgent: Flags, strength: Counts, mean: Floats, overlap: Floats, stance: Ints,
    affinities: Floats, grievance: Floats, collusion: Floats, weariness: Floats,
    hostility: Floats, drivers: Floats,
) -> None:  # fmt: skip
    """Fill `drivers` for every related pair from last week's hostility and this week's causes."""
    actors = len(alive)
    for a in range(actors):
        for b in range(actors):
            if not related[a, b]:
                continue
            stronger = opportunity(float(strength[a]), float(strength[b]))
            weakened = vulnerability(float(strength[b]), mean[b], fall_from, fall_to)
            alike = insurgent[a] == insurgent[b]
            drivers[_INERTIA, a, b] = inertia if alike else defence
            drivers[_GRIEVANCE, a, b] = by_grievance * grievance[a, b]
            drivers[_AFFINITY, a, b] = (by_affinity if alike else by_people) * affinities[a, b]
            drivers[_BELIEF, a, b] = by_belief * logistic(collusion[a, b])
            drivers[_OPPORTUNITY, a, b] = by_opportunity * stronger * overlap[a, b]
            drivers[_VULNERABILITY, a, b] = by_vulnerability * weakened * overlap[a, b]
            drivers[_ALLIES, a, b] = by_allies * enmity_of_allies(a, b, alive, stance, hostility)
            drivers[_WEARINESS, a, b] = by_weariness * weariness[a, b]


@kernel
def follow_causes(
    pace: float, related: Flags, stance: Ints, drivers: Floats, hostility: Floats
) -> None:
    """Move hostility towards what the drivers call for; allies have none."""
    actors = len(related)
    for a in range(actors):
        for b in range(actors):
            if not related[a, b]:
                continue
            total = 0.0
            for d in range(drivers.shape[0]):
                total += drivers[d, a, b]
            hostility[a, b] += pace * (logistic(total) - hostility[a, b])
            if stance[a, b] == _ALLIED:
                hostility[a, b] = 0.0


@kernel
def carry_on(
    inertia: float, defence: float, by_grievance: float, by_affinity: float, by_people: float,
    by_belief: float, by_opportunity: float, by_vulnerability: float, fall_from: float,
    fall_to: float, by_allies: float, by_weariness: float, tiring: float, rest: float,
    pace: float, quarter: int, alive: Flags, governs: Flags, foreign: Flags, insurgent: Flags,
    tribal: Flags, members: Flags, area: Flags, position: Floats, tolerance: Floats,
    mean: Floats, count: int, owner: Rows, fighters: Counts, first: Rows, occupied: Rows,
    events: int, side_a: Ints, side_b: Ints, deaths_a: Counts, deaths_b: Counts, at: Ints,
    people: Counts, loyalty: Floats, stance: Ints, grievance: Floats, collusion: Floats,
    affinities: Floats, weariness: Floats, losses: Floats, drivers: Floats, hostility: Floats,
) -> None:  # fmt: skip
    """Carry all relations one week on; in one piece, since a call from Python takes long."""
    actors = len(alive)
    related, dead = np.empty((actors, actors), np.bool_), np.empty((actors, actors), np.int64)
    strength, overlap = np.empty(actors, np.int64), np.empty((actors, actors))
    relate(alive, governs, foreign, insurgent, tribal, related)
    count_fighters(count, owner, fighters, strength)
    count_dead(events, side_a, side_b, deaths_a, deaths_b, dead)
    share_cells(at.shape[1], first, occupied, overlap)
    compare(related, tribal, position, tolerance, collusion, affinities)
    follow_people(tribal, insurgent, members, area, at, people, loyalty, affinities)
    tire(tiring, rest, related, tribal, strength, dead, weariness)
    drive(inertia, defence, by_grievance, by_affinity, by_people, by_belief, by_opportunity,
          by_vulnerability, fall_from, fall_to, by_allies, by_weariness, related, alive, insurgent,
          strength, mean, overlap, stance, affinities, grievance, collusion, weariness, hostility,
          drivers)  # fmt: skip
    follow_causes(pace, related, stance, drivers, hostility)
    remember(quarter, strength, dead, mean, losses)


def apply(world: World, p: RelationsParameters, key: np.uint64) -> None:
    """Compare, remember, tire, and grow hostile by all that."""
    actors, pairs, bands = world.actors, world.pairs, world.bands
    events, communities = world.events, world.communities
    carry_on(
        p.inertia, p.defence, p.by_grievance, p.by_affinity, p.by_people, p.by_belief,
        p.by_opportunity, p.by_vulnerability, p.fall_from, p.fall_to, p.by_allies,
        p.by_weariness, p.tiring, p.rest, p.pace, p.quarter, actors.alive, actors.governs,
        actors.foreign, actors.insurgent, actors.tribal, actors.members, actors.area,
        actors.position, actors.tolerance, actors.strength_mean, bands.count, bands.owner,
        bands.fighters, world.cells.first_occupied, bands.occupied, events.count, events.side_a,
        events.side_b, events.deaths_a, events.deaths_b, communities.at, communities.people,
        communities.loyalty, pairs.stance, pairs.grievance, pairs.collusion, pairs.affinity,
        pairs.weariness, pairs.losses, pairs.hostility_drivers, pairs.hostility,
    )  # fmt: skip


RULE = Rule(
    name="relations",
    claim="Jealousy, belief in treason and windows make rivals enemies; losses tire them.",
    source="Athena (JPL): affinity; Pischedda 2018: windows; weariness: own design",
    parameters=RelationsParameters,
    reads=(
        "bands.owner", "bands.occupied", "bands.fighters", "events.side_a", "events.side_b",
        "events.deaths_a", "events.deaths_b", "cells.first_occupied", "communities.at",
        "communities.people", "communities.loyalty", "actors.alive", "actors.insurgent",
        "actors.tribal", "actors.governs", "actors.foreign", "actors.members", "actors.area",
        "actors.position", "actors.tolerance", "pairs.collusion", "pairs.grievance",
        "pairs.stance",
    ),
    writes=(
        "actors.strength_mean", "pairs.losses", "pairs.weariness", "pairs.affinity",
        "pairs.hostility_drivers", "pairs.hostility",
    ),
    apply=apply,
)  # fmt: skip
