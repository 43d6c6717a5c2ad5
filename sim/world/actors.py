"""The few: rebel groups, states, coalitions, militias, and what they are to each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernel import kernel
from sim.vocabulary import Stance
from sim.world.state import Counts, Flags, Floats, Ints, array


@dataclass(slots=True, kw_only=True)
class Actors:
    """Actors. Axes: A actors, T topics, K cells, G identity groups, J tasks.

    A run can add actors (`world.births`): never keep their number from one week to the next.
    Traits come from the type (`vocabulary.ACTOR_TYPES`), doctrine and means from the scenario.
    """

    alive: Flags = array("A", np.bool_, "flag", "still exists")
    type: Ints = array("A", np.int32, "code", "actor type")
    governs: Flags = array("A", np.bool_, "flag", "trait: a state")
    foreign: Flags = array("A", np.bool_, "flag", "trait: a guest that fights for its hosts")
    mobile: Flags = array("A", np.bool_, "flag", "trait: bands leave their home cell")
    hides: Flags = array("A", np.bool_, "flag", "trait: bands live hidden")
    air: Flags = array("A", np.bool_, "flag", "trait: strikes from the air")
    insurgent: Flags = array(
        "A", np.bool_, "flag", "trait: rivals its like for sphere and followers"
    )
    tribal: Flags = array("A", np.bool_, "flag", "stands for peoples and follows what they hold")
    country: Ints = array("A", np.int32, "index", "country of a state, -1 none", fill=-1)
    parent: Ints = array(
        "A", np.int32, "index", "actor it broke away from or answers to, -1 none", fill=-1
    )
    area: Flags = array("A K", np.bool_, "flag", "cells in which the actor operates at all")
    members: Flags = array(
        "A G", np.bool_, "flag", "identity groups it recruits from by right (militias)"
    )
    position: Floats = array("A T", np.float64, "-1..1", "position on a topic")
    tolerance: Floats = array("A T", np.float64, "share", "how much difference on a topic is borne")
    restraint: Floats = array("A", np.float64, "share", "restraint towards civilians")
    targeting_civilians: Floats = array(
        "A", np.float64, "per week", "base rate of one-sided violence of a band"
    )
    aggression: Floats = array("A", np.float64, "factor", "readiness to fight")
    readiness: Floats = array("A", np.float64, "factor", "the same as its orders leave it")
    skill: Floats = array("A", np.float64, "factor", "combat skill against equal numbers")
    recruiting: Floats = array("A", np.float64, "factor", "success in recruiting")
    visibility: Floats = array(
        "A", np.float64, "share", "chance of being seen without any help of the people"
    )
    exposure: Floats = array("A", np.float64, "share", "the same as its orders leave it")
    task: Floats = array("A J", np.float64, "relative", "weight of a task in its orders")
    hiding: Floats = array("A", np.float64, "share", "how far it keeps out of sight")
    target: Ints = array("A", np.int32, "index", "actor to be fought first, -1 none", fill=-1)
    terms: Ints = array("A", np.int32, "index", "actor to which it offers terms, -1", fill=-1)
    effort: Floats = array("A", np.float64, "factor", "effort of fighting, 1 without links", fill=1)
    strength_mean: Floats = array(
        "A", np.float64, "fighters", "fighters it had, fading mean of a quarter"
    )
    threat: Floats = array(
        "A", np.float64, "per quarter", "part of its strength that states and guests kill"
    )
    born: Flags = array("A", np.bool_, "flag", "born in the run, not named by the scenario")
    founded: Ints = array("A", np.int32, "week", "week of its foundation, negative before")
    transit: Floats = array(
        "A", np.float64, "share", "part of its foreign fighters that borders let through", fill=1
    )
    reporting: Floats = array(
        "A", np.float64, "factor", "claims of its outlet for each event of its own, 0 no outlet"
    )
    inflation: Floats = array(
        "A", np.float64, "factor", "enemy dead it claims for each one, median", fill=1
    )
    candour: Floats = array("A", np.float64, "share", "own dead it admits", fill=1)
    reach_km: Floats = array("A", np.float64, "km", "how far from home bands go readily")
    fronts: Ints = array("A", np.int32, "count", "objectives pursued at one time")
    external: Floats = array("A", np.float64, "fighters", "fighters that outside support pays for")
    band_size: Ints = array("A", np.int32, "fighters", "size of a new band")
    treasury: Floats = array(
        "A", np.float64, "pay of a fighter", "weeks of pay of one fighter in hand"
    )
    income: Floats = array("A", np.float64, "pay of a fighter", "income of the last week")
    ceiling: Floats = array("A", np.float64, "fighters", "fighters that income can pay")
    awareness: Floats = array(
        "A", np.float64, "share", "exposure-awareness omega of its inferences"
    )
    strike_capacity: Floats = array("A", np.float64, "strikes per week", "air strikes it can make")
    target_weight: Floats = array(
        "A A", np.float64, "relative", "priority of a target actor (column) for a striker (row)"
    )
    inflow_rate: Floats = array(
        "A", np.float64, "fighters per week", "foreign fighters arriving now"
    )
    inflow_decay: Floats = array(
        "A", np.float64, "weeks", "time in which the inflow falls to 1/e", fill=1
    )
    disarray: Floats = array(
        "A", np.float64, "share", "want of cohesion after a coup or a leader's death"
    )
    active: Floats = array("A", np.float64, "events", "events it began, short fading mean")
    active_long: Floats = array("A", np.float64, "events", "events it began, long fading mean")
    names: tuple[str, ...]  # ids as in the scenario
    labels: tuple[str, ...]  # names to show
    ucdp_ids: tuple[int | None, ...]
    ucdp_names: tuple[str, ...]
    outlets: tuple[str, ...]  # names of their outlets, "" where they have none

    @property
    def size(self) -> int:
        """Number of actors."""
        return len(self.alive)


@dataclass(slots=True)
class Pairs:
    """What actor (first axis) holds of actor (second axis); the true stance is symmetric."""

    affinity: Floats = array("A A", np.float64, "-1..1", "affinity by positions and tolerance")
    hostility: Floats = array(
        "A A", np.float64, "share", "readiness to use force against the other"
    )
    stance: Ints = array("A A", np.int32, "code", "true relation", fill=int(Stance.NEUTRAL))
    stance_since: Ints = array("A A", np.int32, "week", "week in which that relation began")
    grievance: Floats = array("A A", np.float64, "0..4", "grievance over intrusion and deaths")
    entries: Counts = array(
        "A A",
        np.int64,
        "cells",
        "cells of the first's sphere newly entered by the second this week",
    )
    entries_mean: Floats = array(
        "A A", np.float64, "cells", "entries a week that the first has come to expect"
    )
    weariness: Floats = array("A A", np.float64, "share", "how tired of fighting the second it is")
    collusion: Floats = array(
        "A A",
        np.float64,
        "log-odds",
        "belief that the second deals with the first's enemies",
        fill=-4,
    )
    belief_drivers: Floats = array(
        "BD A A", np.float64, "log-odds", "what moved that belief this week"
    )
    attacked: Floats = array(
        "A A",
        np.float64,
        "events",
        "attacks by states and guests on the second that the first knows of, long fading mean",
    )
    leaked: Ints = array(
        "A A", np.int32, "week", "last week a pact of the two became known", fill=-10_000
    )
    offer_due: Ints = array(
        "A A",
        np.int32,
        "week",
        "last week in which the scenario has the first offer the second a pact",
        fill=-10_000,
    )
    guarded: Floats = array(
        "A A",
        np.float64,
        "share",
        "part of the first's border cells that the second guards by a pact",
    )
    trust: Floats = array("A A", np.float64, "share", "trust in what the second's outlet says")
    losses: Floats = array(
        "A A", np.float64, "fighters", "own fighters the second killed in a week, fading mean"
    )
    opportunity: Floats = array(
        "A A", np.float64, "share", "window on the second by strength, while states are no threat"
    )
    vulnerability: Floats = array(
        "A A", np.float64, "share", "window on the second by losing ground to it"
    )
    window_since: Ints = array(
        "A A", np.int32, "week", "week in which the last window on it opened", fill=-10_000
    )
    accused: Ints = array(
        "A A", np.int32, "week", "last week the first accused the second", fill=-10_000
    )
    stance_weeks: Ints = array(
        "A A", np.int32, "weeks", "weeks for which another stance has been called for"
    )
    hostility_drivers: Floats = array(
        "HD A A", np.float64, "log-odds", "what pushes hostility up or down this week"
    )


@kernel
def relate(
    alive: Flags, governs: Flags, foreign: Flags, insurgent: Flags, tribal: Flags, related: Flags
) -> None:
    """Fill `related` (A A): directed pairs of the living whose relations arise in the run.

    One of the two at least is insurgent or stands for a people; neither is a state or a guest,
    whose relations the scenario, pacts and alliances decide.
    """
    for a in range(len(alive)):
        for b in range(len(alive)):
            drawn = insurgent[a] or tribal[a] or insurgent[b] or tribal[b]
            official = governs[a] or foreign[a] or governs[b] or foreign[b]
            related[a, b] = a != b and alive[a] and alive[b] and drawn and not official


def relating(actors: Actors) -> Flags:
    """Directed pairs (A A) of living actors whose relations arise in the run."""
    related = np.empty((actors.size, actors.size), np.bool_)
    relate(actors.alive, actors.governs, actors.foreign, actors.insurgent, actors.tribal, related)
    return related
