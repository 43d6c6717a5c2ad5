"""What a scenario says, in plain lines: who exists, where, the week, what differs, what happens."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import numpy as np
from pydantic import BaseModel

from sim.rules.schedule import WEEK
from sim.scenario.case import Case
from sim.scenario.design import Batch
from sim.scenario.ground import resolve_grid
from sim.scenario.schema import Actor, Scenario
from sim.scenario.terms import Place
from sim.scenario.timeline_schema import InterventionEvent
from sim.units import unit_of
from sim.vocabulary import ACTOR_TYPES

WIDTH = 100


def summary(batch: Batch) -> Iterator[str]:
    """A batch file: its scenarios and runs, then the first scenario in full; or one scenario."""
    if len(batch.points) * batch.replicates > 1:
        yield from _batch(batch)
        yield ""
    yield from _case(batch.points[0].recipe.case())


def rule_lines() -> Iterator[str]:
    """The rules of the week in order, each with its claim and source."""
    for number, rule in enumerate(WEEK, 1):
        yield f"{number:2} {rule.name}"
        yield from _wrapped(rule.claim, "     ")
        yield from _wrapped(f"Source: {rule.source}", "     ")


def _batch(batch: Batch) -> Iterator[str]:
    runs = len(batch.points) * batch.replicates
    yield f"Batch {batch.name}: {batch.title}"
    yield f"{runs} runs: {len(batch.points)} scenarios x {batch.replicates} replicates"
    for name, title in batch.alternatives.items():
        yield f"  {name}: {title}"
    for path, told in batch.design.vary.items():
        yield f"  {path}: {_values(told)}"


def _values(told: Any) -> str:
    """What is said of a varied path: its values, or a distribution or file by name."""
    if isinstance(told, list):
        return ", ".join(map(str, told))
    [(name, given)] = told.items()
    return f"{name} {given}"


def _case(case: Case) -> Iterator[str]:
    scenario = case.scenario
    time = scenario.time
    yield f"{scenario.scenario}: {scenario.title}"
    yield from _wrapped(scenario.description, "  ")
    yield f"  {time.weeks} weeks from {time.start}, after {time.burn_in} weeks of burn-in"
    yield from _headed("Who", _actors(scenario))
    yield from _headed("Peoples", _groups(scenario))
    yield from _headed("Ties", _ties(scenario))
    yield from _headed("Relations", _relations(scenario))
    yield from _headed("Where", _land(scenario))
    yield from _headed("The week", _week(case))
    yield from _headed("Rule parameters that differ from the defaults", _differences(case))
    yield from _headed("Timeline", _timeline(scenario))
    yield from _headed("Tables", [_table(item.name, every) for item, every in case.outputs])
    yield from _headed("Outcomes", list(scenario.outcomes))
    sources = [line for source in scenario.sources for line in _wrapped(source, "")]
    yield from _headed("Sources", sources)


def _headed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _actors(scenario: Scenario) -> list[str]:
    lines = []
    width = max(len(name) for name in scenario.actors)
    for name, actor in scenario.actors.items():
        forces = sum(force.fighters for force in actor.forces)
        kind = ACTOR_TYPES[actor.type].label.lower()
        country = f" of {actor.country}" if actor.country else ""
        lines.append(f"{name:{width}}  {actor.name}: {kind}{country}, {forces:,} fighters")
        lines += [f"{'':{width}}    {line}" for line in (*_origin(actor), *_forces(actor))]
    return lines


def _origin(actor: Actor) -> Iterator[str]:
    """Strategy that is not its type's, foundation, leaders, parts and outlet, where named."""
    if actor.strategy not in (None, ACTOR_TYPES[actor.type].strategy):
        yield f"decides by {actor.strategy}"
    founded = f"founded {actor.founded}" if actor.founded else ""
    led = f"led by {actor.leader}" if actor.leader else ""
    if founded or led:
        yield ", ".join(part for part in (founded, led) if part)
    for name, part in actor.constituents.items():
        head = f", led by {part.leader}" if part.leader else ""
        base = f", from {described(part.base)}" if part.base else ""
        yield f"part {name}: {part.name}{head}{base}"
    if actor.outlet is not None:
        yield f"outlet {actor.outlet.name}: {actor.outlet.reporting:g} claims for each event"


def _forces(actor: Actor) -> Iterator[str]:
    for force in actor.forces:
        part = f" ({force.constituent})" if force.constituent else ""
        cells = f"{force.cells} cell" + ("s" if force.cells > 1 else "")
        yield f"{force.fighters:,} in {cells}, {described(force.place)}{part}"


def described(place: Place) -> str:
    """A place in words."""
    parts = [place.admin1 or "", place.country or ""]
    parts = [", ".join(part for part in parts if part)]
    if place.near is not None:
        parts.append(f"within {place.within_km:g} km of {place.near}")
    for axis in ("longitude", "latitude"):
        span = getattr(place, axis)
        if span is not None:
            parts.append(f"{axis} {span[0]:g} to {span[1]:g}")
    return "; ".join(part for part in parts if part) or "anywhere"


def _groups(scenario: Scenario) -> list[str]:
    return textwrap.wrap(", ".join(group.name for group in scenario.groups.values()), WIDTH - 2)


def _ties(scenario: Scenario) -> list[str]:
    return [
        f"{tie.group} -> {tie.actor}: {tie.loyalty:+g}, "
        + (described(tie.place) if tie.place else "everywhere")
        for tie in scenario.ties
    ]


def _relations(scenario: Scenario) -> list[str]:
    lines = []
    for relation in scenario.relations:
        own = "" if relation.hostility is None else f", hostility {relation.hostility:g}"
        lines.append(f"{' and '.join(relation.between)}: {relation.stance}{own}")
    return lines


def _land(scenario: Scenario) -> list[str]:
    grid = resolve_grid(scenario, scenario.seed)
    counted, people = int(grid.study.sum()), int(grid.population[grid.study].sum())
    lines = [f"{counted:,} cells, {people:,} people in the study area, of {grid.size:,} cells"]
    for index, (code, name) in enumerate(zip(grid.countries, grid.country_names, strict=True)):
        mine = grid.country == index
        outside = "" if np.any(mine & grid.study) else " (around the study area)"
        cells, persons = int(mine.sum()), int(grid.population[mine].sum())
        lines.append(f"{code}  {name}: {cells:,} cells, {persons:,} people{outside}")
    return lines


def _week(case: Case) -> list[str]:
    lines = []
    for number, (rule, own) in enumerate(case.rules, 1):
        head = f"{number:2} {'on ' if own.enabled else 'off'} {rule.name}: "
        lines += textwrap.wrap(head + rule.claim, WIDTH - 2, subsequent_indent=" " * 7)
    return lines


def _differences(case: Case) -> list[str]:
    return [line for rule, own in case.rules for line in differences(rule.name, own)]


def differences(name: str, parameters: BaseModel) -> list[str]:
    """Each parameter whose value is not the default, with both and the unit."""
    fields = type(parameters).model_fields
    return [
        f"{name}.{key} = {getattr(parameters, key)} {unit_of(field)}".rstrip()
        + f" (default {field.default})"
        for key, field in fields.items()
        if getattr(parameters, key) != field.default
    ]


def _timeline(scenario: Scenario) -> list[str]:
    events = sorted(scenario.timeline.items(), key=lambda item: item[1].date)
    return [f"{event.date} {name}: {_happening(event)}" for name, event in events]


def _happening(event: InterventionEvent) -> str:
    who = " and ".join(event.between) if event.kind == "stance" else event.actor
    if event.kind == "pact_offer":
        who += f" to {event.to}"
    if event.kind == "leader_killed" and event.constituent is not None:
        who += f" ({event.constituent})"
    return f"{event.kind}, {who}" + ("" if event.enabled else " (switched off)")


def _table(name: str, every: int) -> str:
    return name if every == 1 else f"{name}, every {every} weeks"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
