"""Dated interventions of a scenario, resolved to indices and weeks."""

from __future__ import annotations

import numpy as np

from sim.scenario.forces import constituent_index, is_mobile, spread_weight
from sim.scenario.ground import mask_of
from sim.scenario.schema import Scenario
from sim.scenario.timeline_schema import (
    CoupEvent,
    DeploymentEvent,
    FundingEvent,
    InflowEvent,
    InterventionEvent,
    LeaderKilledEvent,
    PactOfferEvent,
    StanceEvent,
    TargetingEvent,
    WithdrawalEvent,
)
from sim.vocabulary import NOBODY, Stance
from sim.world.grid import Grid
from sim.world.stances import hostility_of
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


def resolve_timeline(scenario: Scenario, grid: Grid) -> dict[int, tuple[Intervention, ...]]:
    """Enabled interventions by the week that holds their date, in the scenario's order."""
    weeks: dict[int, tuple[Intervention, ...]] = {}
    for name, event in scenario.timeline.items():
        if event.enabled:
            week = max(1, (event.date - scenario.time.start).days // 7)
            weeks[week] = (*weeks.get(week, ()), _resolve(name, event, scenario, grid))
    return weeks


def _resolve(name: str, event: InterventionEvent, scenario: Scenario, grid: Grid) -> Intervention:
    ids = list(scenario.actors)
    match event:
        case DeploymentEvent():
            return _deployment(name, event, scenario, grid)
        case WithdrawalEvent():
            weight = mask_of(event.place, grid).astype(np.float64)
            return Withdrawal(name, ids.index(event.actor), event.share, weight)
        case InflowEvent():
            return Inflow(name, ids.index(event.actor), event.weekly, event.decay_weeks)
        case TargetingEvent():
            weights = np.array([event.targets.get(other, np.nan) for other in ids])
            capacity = np.nan if event.strike_capacity is None else event.strike_capacity
            return Targeting(name, ids.index(event.actor), capacity, weights)
        case StanceEvent():
            stance = Stance[event.stance.upper()]
            first, second = (ids.index(other) for other in event.between)
            level = hostility_of(stance, event.hostility)
            return StanceChange(name, (first, second), stance, level)
        case PactOfferEvent():
            return PactOffer(name, ids.index(event.actor), ids.index(event.to))
        case FundingEvent():
            return Funding(name, ids.index(event.actor), event.factor)
        case CoupEvent():
            return Disarray(name, ids.index(event.actor), event.disarray)
        case LeaderKilledEvent():
            part = constituent_index(scenario, event.actor, event.constituent)
            killer = NOBODY if event.by is None else ids.index(event.by)
            return LeaderKilled(name, ids.index(event.actor), part, killer)


def _deployment(name: str, event: DeploymentEvent, scenario: Scenario, grid: Grid) -> Deployment:
    force, actor = event.force, scenario.actors[event.actor]
    part = constituent_index(scenario, event.actor, force.constituent)
    return Deployment(
        name,
        list(scenario.actors).index(event.actor),
        force.fighters,
        force.cells,
        spread_weight(force, grid),
        force.foreign,
        is_mobile(force, actor),
        part,
    )
