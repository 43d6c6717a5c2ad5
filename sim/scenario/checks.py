"""What the schema cannot say about a scenario: names that must exist, dates, shares."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from sim.errors import nearest
from sim.scenario.document import Keys
from sim.scenario.schema import Scenario
from sim.scenario.timeline_schema import (
    DeploymentEvent,
    LeaderKilledEvent,
    PactOfferEvent,
    StanceEvent,
    TargetingEvent,
)
from sim.vocabulary import ACTOR_TYPES, RESERVED_IDS

Finding = tuple[Keys, str]
"""Where in the scenario, and what is wrong there."""


def findings(scenario: Scenario, shortened: bool) -> Iterator[Finding]:
    """Everything wrong with a scenario that is right by the schema; map and tables left aside.

    With `shortened`, the run was cut short for a trial, and later interventions do no harm.
    """
    yield from _actors(scenario)
    yield from _constituents(scenario)
    yield from _ties_and_relations(scenario)
    yield from _timeline(scenario)
    yield from _dates(scenario, shortened)
    yield from _shares(scenario)


def _actors(scenario: Scenario) -> Iterator[Finding]:
    for name, actor in scenario.actors.items():
        keys: Keys = ("actors", name)
        kind = ACTOR_TYPES[actor.type]
        if name in RESERVED_IDS:
            yield keys, f"'{name}' has a meaning of its own in the tables; take another id."
        if kind.governs and actor.country is None:
            yield (*keys, "country"), "is missing; a state governs a country, name it."
        if not kind.governs and actor.country is not None:
            yield (*keys, "country"), "only a state (type state_forces) governs; remove it."
        if actor.targets and not kind.air:
            yield (
                (*keys, "targets"),
                "only a type that strikes from the air has targets; remove it.",
            )
        if actor.strike_capacity > 0 and not kind.air:
            message = "only a type that strikes from the air (external_forces) can have it."
            yield (*keys, "strike_capacity"), message
        if actor.parent is not None:
            yield from known(actor.parent, scenario.actors, "actor", (*keys, "parent"))
        if actor.founded is not None and actor.founded > scenario.time.start:
            message = f"{actor.founded} is after the start; an actor of the scenario exists then."
            yield (*keys, "founded"), message
        if actor.parent == name:
            yield (*keys, "parent"), "an actor cannot be its own parent."
        for number, member in enumerate(actor.members):
            yield from known(member, scenario.groups, "group", (*keys, "members", number))
        for target in actor.targets:
            yield from known(target, scenario.actors, "actor", (*keys, "targets", target))
        for number, force in enumerate(actor.forces):
            place = (*keys, "forces", number, "constituent")
            yield from _part(scenario, name, force.constituent, place)
    yield from _twice({name: actor.name for name, actor in scenario.actors.items()}, "actors")
    yield from _twice({name: group.name for name, group in scenario.groups.items()}, "groups")


def _constituents(scenario: Scenario) -> Iterator[Finding]:
    """Ids of constituents, which become those of actors where they break away."""
    owners: dict[str, str] = {}
    for name, actor in scenario.actors.items():
        for part in actor.constituents:
            keys: Keys = ("actors", name, "constituents", part)
            if part in RESERVED_IDS:
                yield keys, f"'{part}' has a meaning of its own in the tables; take another id."
            if part in scenario.actors:
                yield keys, f"'{part}' is an actor; it would need that id itself if it broke away."
            if part in owners:
                yield keys, f"'{part}' is a constituent of '{owners[part]}' as well; take another."
            owners.setdefault(part, name)


def _twice(labels: dict[str, str], section: str) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, label in labels.items():
        if label in seen:
            yield (section, name, "name"), f"'{label}' is the name of '{seen[label]}' as well."
        seen.setdefault(label, name)


def _ties_and_relations(scenario: Scenario) -> Iterator[Finding]:
    for number, tie in enumerate(scenario.ties):
        yield from known(tie.group, scenario.groups, "group", ("ties", number, "group"))
        yield from known(tie.actor, scenario.actors, "actor", ("ties", number, "actor"))
    seen: dict[frozenset[str], int] = {}
    for number, relation in enumerate(scenario.relations):
        keys: Keys = ("relations", number, "between")
        yield from _pair(relation.between, scenario, keys)
        pair = frozenset(relation.between)
        if pair in seen:
            yield keys, f"is given already by relations.{seen[pair]}; keep one."
        seen.setdefault(pair, number)


def _pair(pair: tuple[str, str], scenario: Scenario, keys: Keys) -> Iterator[Finding]:
    for place, name in enumerate(pair):
        yield from known(name, scenario.actors, "actor", (*keys, place))
    if pair[0] == pair[1]:
        yield keys, "names one actor twice; a relation is between two."


def _timeline(scenario: Scenario) -> Iterator[Finding]:
    for name, event in scenario.timeline.items():
        keys: Keys = ("timeline", name)
        if isinstance(event, StanceEvent):
            yield from _pair(event.between, scenario, (*keys, "between"))
        else:
            yield from known(event.actor, scenario.actors, "actor", (*keys, "actor"))
        if isinstance(event, TargetingEvent):
            for target in event.targets:
                yield from known(target, scenario.actors, "actor", (*keys, "targets", target))
        if isinstance(event, DeploymentEvent):
            place = (*keys, "force", "constituent")
            yield from _part(scenario, event.actor, event.force.constituent, place)
        if isinstance(event, PactOfferEvent):
            yield from _offer(scenario, event, keys)
        if isinstance(event, LeaderKilledEvent):
            yield from _part(scenario, event.actor, event.constituent, (*keys, "constituent"))
            if event.by is not None:
                yield from known(event.by, scenario.actors, "actor", (*keys, "by"))


def _offer(scenario: Scenario, event: PactOfferEvent, keys: Keys) -> Iterator[Finding]:
    """Only those can make a pact between whom the rule of pacts knows one."""
    yield from known(event.to, scenario.actors, "actor", (*keys, "to"))
    types = {name: ACTOR_TYPES[actor.type] for name, actor in scenario.actors.items()}
    offers, answers = types.get(event.actor), types.get(event.to)
    if offers is not None and not (offers.governs or offers.foreign):
        yield (*keys, "actor"), f"'{event.actor}' is neither a state nor a guest; only these offer."
    if answers is not None and not answers.insurgent:
        yield (*keys, "to"), f"'{event.to}' is no rebel group; only these are offered pacts."


def _part(scenario: Scenario, actor: str, part: str | None, keys: Keys) -> Iterator[Finding]:
    """A constituent that must be one of the actor's; the actor itself is checked elsewhere."""
    if part is not None and actor in scenario.actors:
        yield from known(part, scenario.actors[actor].constituents, "constituent", keys)


def _dates(scenario: Scenario, shortened: bool) -> Iterator[Finding]:
    start = scenario.time.start
    end = start + timedelta(days=7 * scenario.time.weeks + 6)
    for name, event in scenario.timeline.items():
        late = event.date > end and not shortened
        if event.enabled and (event.date < start or late):
            message = f"{event.date} is outside the run, {start} to {end}; change it or time, or "
            yield ("timeline", name, "date"), message + "switch it off with 'enabled: false'."


def _shares(scenario: Scenario) -> Iterator[Finding]:
    places = {place for group in scenario.groups.values() for place in group.shares}
    for place in sorted(places):
        total = 0.0
        holders = []
        for name, group in scenario.groups.items():
            share = _share(group.shares, place)
            total += share
            holders += [name] if share and place in group.shares else []
        if total > 1.0 + 1e-9 and holders:
            message = f"shares of all groups add up to {total:.4g} here; at most 1 is possible."
            yield ("groups", holders[-1], "shares", place), message


def _share(shares: dict[str, float], place: str) -> float:
    country = place.partition("/")[0]
    return next((shares[key] for key in (place, country, "*") if key in shares), 0.0)


def known(name: str | int, names: Collection[str], what: str, keys: Keys) -> Iterator[Finding]:
    """What is wrong where a name is not one of those that exist."""
    if name not in names:
        shown = str(name)[:80]
        yield keys, f"'{shown}' is not a known {what}. {nearest(shown, filter(None, names))}"
