"""Interventions in words."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.schema import Scenario
from sim.scenario.summary import described
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

_STANCES = {
    "war": "{} and {} are at war",
    "rivalry": "{} and {} become rivals",
    "neutral": "{} and {} are at peace",
    "truce": "{} and {} conclude a truce",
    "pact": "{} and {} conclude a pact",
    "alliance": "{} and {} form an alliance",
}


def deed(scenario: Scenario, event: InterventionEvent) -> str:
    """What happens, in a sentence without a full stop."""
    labels = {name: actor.name for name, actor in scenario.actors.items()}
    if isinstance(event, StanceEvent):
        return _STANCES[event.stance].format(*(labels[name] for name in event.between))
    return _of_one(event, labels[event.actor], labels, scenario)


def _of_one(
    event: InterventionEvent, who: str, labels: Mapping[str, str], scenario: Scenario
) -> str:
    match event:
        case DeploymentEvent():
            where = described(event.force.place)
            return f"{event.force.fighters:,} fighters of {who} arrive: {where}"
        case WithdrawalEvent():
            return f"{who} withdraws {event.share:.0%} of its fighters: {described(event.place)}"
        case InflowEvent():
            return f"{event.weekly:g} foreign fighters a week begin to join {who}"
        case TargetingEvent():
            return f"The air strikes of {who} change"
        case PactOfferEvent():
            return f"{who} offers {labels[event.to]} a pact"
        case FundingEvent():
            return f"Outside support of {who} is multiplied by {event.factor:g}"
        case CoupEvent():
            return f"The command of {who} is overthrown"
        case LeaderKilledEvent():
            return f"The leader of {_led(event, who, scenario)} is killed{_by(event, labels)}"
    raise TypeError(event)


def _led(event: LeaderKilledEvent, who: str, scenario: Scenario) -> str:
    if event.constituent is None:
        return who
    return f"{scenario.actors[event.actor].constituents[event.constituent].name} ({who})"


def _by(event: LeaderKilledEvent, labels: Mapping[str, str]) -> str:
    return "" if event.by is None else f" by {labels[event.by]}"
