"""What can be done in a run from the page: the kinds of intervention, read from the schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.declared import declared
from sim.scenario.schema import Actor, Scenario
from sim.scenario.terms import Force, Place
from sim.scenario.timeline_schema import Dated, InterventionEvent
from sim.scenario.yaml_text import plain
from sim.units import unit_of
from sim.vocabulary import ACTOR_TYPES, ActorType

MODELS: tuple[type[Dated], ...] = get_args(get_args(InterventionEvent)[0])

LABELS = {
    "deployment": "Send fighters",
    "withdrawal": "Withdraw fighters",
    "inflow": "Let foreign fighters come",
    "targeting": "Change the targets of air strikes",
    "stance": "Declare war, truce or pact",
    "pact_offer": "Offer a pact",
    "funding": "Change outside support",
    "coup": "Overthrow a state's command",
    "leader_killed": "Kill a leader",
}
"""What each kind is called where the reader acts; one that is not here goes by its own name."""

SUGGESTED = {"force.fighters": "300", "factor": "0.5", "weekly": "10"}
"""What stands in a field at first where the schema has no default."""

_ABLE: dict[tuple[str, str], Callable[[Actor], bool]] = {
    ("targeting", "actor"): lambda actor: _type(actor).air,
    ("coup", "actor"): lambda actor: _type(actor).governs,
    ("pact_offer", "actor"): lambda actor: _type(actor).governs or _type(actor).foreign,
    ("pact_offer", "to"): lambda actor: _type(actor).insurgent,
    ("leader_killed", "actor"): lambda actor: _type(actor).hides or actor.leader is not None,
}
"""Which actors a kind can be about; all others can be about any."""


_OF_ALL = {*Dated.model_fields, "kind"}


class Option(NamedTuple):
    """Something to choose; `of` is the actor that it belongs to, "" where it is for all."""

    value: str
    label: str
    of: str = ""


@dataclass(frozen=True)
class Blank:
    """Something to fill in: `form` says how.

    Forms: choice or place (one of the options), shares (a number for each option), number.
    """

    path: str
    label: str
    form: str
    options: tuple[Option, ...]
    value: str
    required: bool
    unit: str
    told: str
    about: str


def _anybody(actor: Actor) -> bool:
    return True


def _type(actor: Actor) -> ActorType:
    return ACTOR_TYPES[actor.type]


@dataclass(frozen=True)
class Kind:
    """A kind of intervention and what it asks for."""

    name: str
    label: str
    about: str
    blanks: tuple[Blank, ...]


def kinds(scenario: Scenario, places: Sequence[Option]) -> tuple[Kind, ...]:
    """Every kind of intervention that some actor of the scenario can be the subject of."""
    found = [_Reader(model, scenario, tuple(places)).kind() for model in MODELS]
    return tuple(
        kind for kind in found if all(each.options or each.form == "number" for each in kind.blanks)
    )


class _Reader:
    """Reads a kind from the model of its events."""

    def __init__(self, model: type[Dated], scenario: Scenario, places: tuple[Option, ...]) -> None:
        self._model = model
        self._places = places
        self._actors = scenario.actors
        self._name: str = get_args(model.model_fields["kind"].annotation)[0]

    def kind(self) -> Kind:
        own = [key for key in self._model.model_fields if key not in _OF_ALL]
        blanks = tuple(blank for key in own for blank in self._blanks(self._model, key, key))
        label = LABELS.get(self._name, self._name.replace("_", " ").capitalize())
        return Kind(self._name, label, (self._model.__doc__ or "").strip(), blanks)

    def _blanks(self, model: type[BaseModel], key: str, path: str) -> Iterator[Blank]:
        info = model.model_fields[key]
        annotation = _bare(info.annotation)
        if annotation is Force:
            for part in Force.model_fields:
                yield from self._blanks(Force, part, f"{path}.{part}")
        elif get_origin(annotation) is tuple:
            first = self._blank(model, key, f"{path}.0", "choice", self._who(key))
            yield first
            yield replace(first, path=f"{path}.1", label="And", about="")
        elif get_origin(annotation) is dict:
            yield self._blank(model, key, path, "shares", self._who(key))
        elif annotation is Place:
            yield self._blank(model, key, path, "place", self._places)
        elif annotation in (int, float):
            yield self._blank(model, key, path, "number", ())
        elif (options := self._options(key, annotation)) or info.is_required():
            free = () if info.is_required() or info.default else (Option("", "not said"),)
            yield self._blank(model, key, path, "choice", (*free, *options))

    def _options(self, key: str, annotation: Any) -> tuple[Option, ...]:
        if annotation is bool:
            return Option("true", "yes"), Option("false", "no")
        if get_origin(annotation) is Literal:
            return tuple(Option(word, word.capitalize()) for word in get_args(annotation))
        return self._parts() if key == "constituent" else self._who(key)

    def _who(self, key: str) -> tuple[Option, ...]:
        able = _ABLE.get((self._name, key), _anybody)
        return tuple(
            Option(name, actor.name) for name, actor in self._actors.items() if able(actor)
        )

    def _parts(self) -> tuple[Option, ...]:
        return tuple(
            Option(part, constituent.name, name)
            for name, actor in self._actors.items()
            for part, constituent in actor.constituents.items()
        )

    def _blank(
        self, model: type[BaseModel], key: str, path: str, form: str, options: tuple[Option, ...]
    ) -> Blank:
        info = model.model_fields[key]
        plain_default = isinstance(info.default, (str, int, float))
        default = str(info.default).removesuffix(".0") if plain_default else ""
        return Blank(
            path=path,
            label=key.replace("_", " ").capitalize(),
            form=form,
            options=options,
            value=SUGGESTED.get(path, default),
            required=info.is_required(),
            unit=unit_of(info),
            told=declared(model, [key]).range,
            about=info.description or "",
        )


def event_of(kind: Kind, written: Mapping[str, Any]) -> dict[str, Any]:
    """An intervention as the timeline has it, date aside, from what was filled in by path.

    What is left empty is left out; what makes no sense is left for the check to refuse.
    """
    event: dict[str, Any] = {"kind": kind.name}
    for blank in kind.blanks:
        value = _value(blank, written.get(blank.path, ""))
        if value is None:
            continue
        *above, last = blank.path.split(".")
        node = event
        for name in above:
            node = node.setdefault(name, {})
        node[last] = value
    if "between" in event:
        event["between"] = list(event["between"].values())
    return event


def _value(blank: Blank, written: Any) -> Any:
    if blank.form == "shares":
        given = written if isinstance(written, dict) else {}
        shares = {each.value: _plain(given.get(each.value, "")) for each in blank.options}
        return {name: share for name, share in shares.items() if share is not None} or None
    if blank.form == "place":
        offered = written in [each.value for each in blank.options]
        return json.loads(written) if offered else written
    return (
        _plain(written)
        if blank.form == "number" or written in ("true", "false")
        else written or None
    )


def _plain(written: Any) -> Any:
    try:
        return plain(str(written).strip())
    except ValueError:
        return written


def _bare(annotation: Any) -> Any:
    """An annotation without bounds and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        [member] = [item for item in get_args(annotation) if item is not NoneType]
        return _bare(member)
    return annotation
