"""Rule 18b, relations: what insurgent groups become to each other.

The log-odds of hostility add up grievance, affinity, belief in a deal, opportunity and weariness;
hostility follows slowly. Affinity compares positions as they are perceived: who is believed to
bargain with a state is taken to approve of it. War breaks out above a level of hostility that
lasts, a truce ends it below a lower one (hysteresis), and weariness of losses is what brings it
there. States, guests and militias keep the relations that the scenario gives them.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import TOPICS, HostilityDriver, Stance
from sim.world.affinity import affinity
from sim.world.bands import count_fighters
from sim.world.casualties import count_dead
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_WAR, _RIVALRY, _TRUCE = int(Stance.WAR), int(Stance.RIVALRY), int(Stance.TRUCE)
_INERTIA, _GRIEVANCE = int(HostilityDriver.INERTIA), int(HostilityDriver.GRIEVANCE)
_AFFINITY, _BELIEF = int(HostilityDriver.AFFINITY), int(HostilityDriver.BELIEF)
_OPPORTUNITY, _WEARINESS = int(HostilityDriver.OPPORTUNITY), int(HostilityDriver.WEARINESS)
_ALLIANCE = TOPICS.index("state_alliance")


class RelationsParameters(Parameters):
    """Parameters of relations."""

    inertia: float = parameter(
        -3,
        "Log-odds of hostility without any cause.",
        unit="log-odds",
        ge=-20,
        le=20,
        source="calibrated: own prototype",
    )
    by_grievance: float = parameter(
        2,
        "Effect of a grievance of 1.",
        unit="log-odds",
        ge=0,
        le=20,
        source="calibrated: own prototype",
    )
    by_affinity: float = parameter(
        -2,
        "Effect of full affinity.",
        unit="log-odds",
        ge=-20,
        le=20,
        source="calibrated: own prototype",
    )
    by_belief: float = parameter(
        0.3,
        "Effect of each unit of believed log-odds of a deal above -4.",
        unit="log-odds",
        ge=0,
        le=5,
        source="calibrated: own prototype",
    )
    by_opportunity: float = parameter(
        0.5,
        "Effect of being twice as strong as the other.",
        unit="log-odds",
        ge=0,
        le=20,
        source="own design; windows of opportunity: Pischedda 2018",
    )
    by_weariness: float = parameter(
        -4,
        "Effect of full weariness.",
        unit="log-odds",
        ge=-20,
        le=0,
        source="calibrated: own prototype",
    )
    tiring: float = parameter(
        3,
        "Weariness by losing all fighters to the other once.",
        unit="share",
        ge=0,
        le=100,
        source="own design: a third of the strength lost wearies fully",
    )
    rest: float = parameter(
        0.985,
        "What remains of weariness after a week.",
        unit="share",
        ge=0,
        le=1,
        source="own design: half is gone after a year",
    )
    pace: float = parameter(
        0.1,
        "Weekly approach of hostility to what causes call for.",
        unit="per week",
        gt=0,
        le=1,
        source="calibrated: own prototype",
    )
    war_at: float = parameter(
        0.6, "Hostility that leads to war.", unit="share", ge=0, le=1, source="own design"
    )
    war_weeks: int = parameter(
        4, "Time it must last.", unit="weeks", ge=1, le=520, source="own design"
    )
    truce_at: float = parameter(
        0.35, "Hostility that lets a war end.", unit="share", ge=0, le=1, source="own design"
    )
    truce_weeks: int = parameter(
        8, "Time it must last.", unit="weeks", ge=1, le=520, source="own design"
    )


@kernel
def perceive(position: Floats, collusion: float, perceived: Floats) -> None:
    """Fill `perceived` (T): the other's positions, moved to approving of state alliances."""
    perceived[:] = position
    belief = logistic(collusion)
    perceived[_ALLIANCE] = position[_ALLIANCE] + belief * (1.0 - position[_ALLIANCE])


@kernel
def opportunity(own: float, other: float) -> float:
    """0 for the weaker or equal, 1 for who is twice as strong or more."""
    if other <= 0.0:
        return 0.0
    return min(1.0, max(0.0, own / other - 1.0))


@kernel
def relate(
    inertia: float,
    by_grievance: float,
    by_affinity: float,
    by_belief: float,
    by_opportunity: float,
    by_weariness: float,
    tiring: float,
    rest: float,
    pace: float,
    alive: Flags,
    insurgent: Flags,
    position: Floats,
    tolerance: Floats,
    strength: Counts,
    dead: Counts,
    collusion: Floats,
    grievance: Floats,
    weariness: Floats,
    affinities: Floats,
    drivers: Floats,
    hostility: Floats,
) -> None:
    """Carry affinity, weariness and hostility of every pair one week on."""
    actors, topics = position.shape
    perceived = np.empty(topics)
    relevance = np.ones(topics)
    for a in range(actors):
        for b in range(actors):
            if a == b or not (insurgent[a] and insurgent[b] and alive[a] and alive[b]):
                continue
            perceive(position[b], collusion[a, b], perceived)
            affinities[a, b] = affinity(position[a], tolerance[a], perceived, relevance)
            lost = dead[a, b] / max(1.0, float(strength[a]))
            weariness[a, b] = min(1.0, rest * weariness[a, b] + tiring * lost)
            drivers[_INERTIA, a, b] = inertia
            drivers[_GRIEVANCE, a, b] = by_grievance * grievance[a, b]
            drivers[_AFFINITY, a, b] = by_affinity * affinities[a, b]
            drivers[_BELIEF, a, b] = by_belief * (collusion[a, b] + 4.0)
            drivers[_OPPORTUNITY, a, b] = by_opportunity * opportunity(
                float(strength[a]), float(strength[b])
            )
            drivers[_WEARINESS, a, b] = by_weariness * weariness[a, b]
            total = 0.0
            for d in range(drivers.shape[0]):
                total += drivers[d, a, b]
            hostility[a, b] += pace * (logistic(total) - hostility[a, b])


@kernel
def next_stance(stance: int, hostility: float, war_at: float, truce_at: float) -> int:
    """Stance that a pair's higher hostility calls for: war above, truce after war below."""
    if stance != _WAR and hostility >= war_at:
        return _WAR
    if stance == _WAR and hostility < truce_at:
        return _TRUCE
    return stance


@kernel
def settle(
    war_at: float,
    war_weeks: int,
    truce_at: float,
    truce_weeks: int,
    alive: Flags,
    insurgent: Flags,
    hostility: Floats,
    stance: Ints,
    weeks: Ints,
) -> None:
    """Change stances that another level of hostility has called for long enough."""
    actors = len(insurgent)
    for a in range(actors):
        for b in range(a):
            if not (insurgent[a] and insurgent[b] and alive[a] and alive[b]):
                continue
            level = max(hostility[a, b], hostility[b, a])
            called = next_stance(stance[a, b], level, war_at, truce_at)
            if called == stance[a, b]:
                weeks[a, b] = weeks[b, a] = 0
                continue
            weeks[a, b] += 1
            weeks[b, a] = weeks[a, b]
            if weeks[a, b] >= (war_weeks if called == _WAR else truce_weeks):
                stance[a, b] = stance[b, a] = called
                weeks[a, b] = weeks[b, a] = 0


def apply(world: World, p: RelationsParameters, key: np.uint64) -> None:
    """Resent, compare, tire, grow hostile; then change stances."""
    actors, pairs, events, bands = world.actors, world.pairs, world.events, world.bands
    dead = np.empty((actors.size, actors.size), np.int64)
    strength = np.empty(actors.size, np.int64)
    count_fighters(bands.count, bands.owner, bands.fighters, strength)
    count_dead(events.count, events.side_a, events.side_b, events.deaths_a, events.deaths_b, dead)
    relate(
        p.inertia,
        p.by_grievance,
        p.by_affinity,
        p.by_belief,
        p.by_opportunity,
        p.by_weariness,
        p.tiring,
        p.rest,
        p.pace,
        actors.alive,
        actors.insurgent,
        actors.position,
        actors.tolerance,
        strength,
        dead,
        pairs.collusion,
        pairs.grievance,
        pairs.weariness,
        pairs.affinity,
        pairs.hostility_drivers,
        pairs.hostility,
    )
    settle(
        p.war_at,
        p.war_weeks,
        p.truce_at,
        p.truce_weeks,
        actors.alive,
        actors.insurgent,
        pairs.hostility,
        pairs.stance,
        pairs.stance_weeks,
    )


RULE = Rule(
    name="relations",
    claim="Jealousy, belief in treason and opportunity make rivals enemies; losses tire them.",
    source="Athena (JPL): affinity; Pischedda 2018: windows; weariness: own design",
    parameters=RelationsParameters,
    reads=(
        "bands.owner",
        "bands.fighters",
        "events.side_a",
        "events.side_b",
        "events.deaths_a",
        "events.deaths_b",
        "actors.alive",
        "actors.insurgent",
        "actors.position",
        "actors.tolerance",
        "pairs.collusion",
        "pairs.grievance",
    ),
    writes=(
        "pairs.weariness",
        "pairs.affinity",
        "pairs.hostility_drivers",
        "pairs.hostility",
        "pairs.stance",
        "pairs.stance_weeks",
    ),
    apply=apply,
)
