"""What can be set in a scenario from the page, read from the schema: nothing is listed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotated_types import Ge, Gt, Le
from pydantic.fields import FieldInfo

from sim.scenario.declared import declared
from sim.scenario.schema import Actor, Outlet, Scenario, Time
from sim.scenario.yaml_text import plain
from sim.units import Section, source_of, unit_of
from sim.view.setup import TIMELINE, Setup


@dataclass(frozen=True)
class Field:
    """A value that can be set: where in the scenario, what it is there, what it may be.

    `low` and `high` are the ends of its range where it has any; `told` is the range in words.
    """

    path: str
    label: str
    kind: str  # number or switch
    value: Any  # as the scenario was opened
    default: Any  # of the schema; None where the scenario must say
    low: float | None
    high: float | None
    whole: bool
    told: str
    unit: str
    about: str
    source: str


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together: a rule, an actor; `switch` turns the whole of it on and off."""

    section: str
    name: str
    about: str
    source: str
    switch: Field | None
    fields: tuple[Field, ...]


def field_groups(setup: Setup) -> tuple[FieldGroup, ...]:
    """All that can be set in a scenario as it was opened."""
    opened = Setup(setup.start, replicate=setup.replicate)
    scenario = opened.scenario
    return (*_run(scenario), *_timeline(scenario), *_actors(scenario), *_rules(opened))


def values_of(groups: Iterable[FieldGroup], draft: Mapping[str, Any]) -> dict[str, Any]:
    """What the reader wrote, as values to set; only what is offered can be set.

    Numbers are written as in YAML; what is no number stays text, for the check to refuse.
    """
    offered = {each.path: each for group in groups for each in _all(group)}
    return {
        path: _value(offered[path], written) for path, written in draft.items() if path in offered
    }


def _all(group: FieldGroup) -> Iterator[Field]:
    yield from group.fields
    if group.switch is not None:
        yield group.switch


def _value(field: Field, written: Any) -> Any:
    if field.kind == "switch" or not isinstance(written, str):
        return written
    try:
        return plain(written.strip())
    except ValueError:
        return written


def _run(scenario: Scenario) -> Iterator[FieldGroup]:
    seed = _field(Scenario, "seed", "seed", scenario.seed)
    fields = (seed, *_numbers(Time, scenario.time, "time"))
    yield FieldGroup("The run", "Seed and weeks", "", "", None, fields)


def _timeline(scenario: Scenario) -> Iterator[FieldGroup]:
    for name, event in scenario.timeline.items():
        path = f"{TIMELINE}.{name}.enabled"
        switch = _field(type(event), "enabled", path, event.enabled)
        about = f"{event.date:%Y-%m-%d}: {(type(event).__doc__ or '').strip()}"
        label = name.replace("_", " ").capitalize()
        yield FieldGroup("Planned interventions", label, about, event.source, switch, ())


def _actors(scenario: Scenario) -> Iterator[FieldGroup]:
    for name, actor in scenario.actors.items():
        path = f"actors.{name}"
        fields = [*_numbers(Actor, actor, path)]
        if actor.outlet is not None:
            fields += _numbers(Outlet, actor.outlet, f"{path}.outlet")
        yield FieldGroup("Actors", actor.name, "", actor.source, None, tuple(fields))


def _rules(setup: Setup) -> Iterator[FieldGroup]:
    for rule, own in setup.case.rules:
        path = f"rules.{rule.name}"
        yield FieldGroup(
            "Rules of the week",
            rule.name.replace("_", " ").capitalize(),
            rule.claim,
            rule.source,
            _field(rule.parameters, "enabled", f"{path}.enabled", own.enabled),
            tuple(_numbers(rule.parameters, own, path)),
        )


def _numbers(model: type[Section], values: Section, path: str) -> Iterator[Field]:
    """Every number of a section that is declared with a unit."""
    for name, info in model.model_fields.items():
        if unit_of(info):
            yield _field(model, name, f"{path}.{name}", getattr(values, name))


def _field(model: type[Section], name: str, path: str, value: Any) -> Field:
    info = model.model_fields[name]
    low, high = _ends(info)
    return Field(
        path=path,
        label=name.replace("_", " ").capitalize(),
        kind="switch" if info.annotation is bool else "number",
        value=value,
        default=None if info.is_required() else info.default,
        low=low,
        high=high,
        whole=info.annotation is int,
        told=declared(model, [name]).range,
        unit=unit_of(info),
        about=info.description or "",
        source=source_of(info),
    )


def _ends(info: FieldInfo) -> tuple[float | None, float | None]:
    low = high = None
    for bound in info.metadata:
        match bound:
            case Ge(ge=end) | Gt(gt=end):
                low = end
            case Le(le=end):
                high = end
    return low, high  # type: ignore[return-value]
