"""A good point as a pattern: the others of its design differ from it in a few sections alone.

A section is what the schema checks by itself: an actor, an intervention, the parameters of a rule.
Those that hold a varied value are checked anew at every point and everything else once; what one
section means for another is looked at again unless only rules differ.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations, product
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from sim.scenario.case import Case
from sim.scenario.checked import SHORTENING, is_sound
from sim.scenario.document import Document, Keys
from sim.scenario.override import Override, keys_of, with_value
from sim.scenario.recipe import NAMED_PARTS, Recipe, digest_of, part_of
from sim.scenario.rows import Row
from sim.scenario.schema import Scenario

_RULES = "rules"
_WHOLE = {"time", "area", "ties", "relations"}
"""Fields that are one section each; what is told in others is left to the whole check."""


class Pattern:
    """A checked point, from which those of other values at some paths are told.

    `document` and `recipe` are those of the point, `varied` its own values at the paths.
    """

    def __init__(self, document: Document, recipe: Recipe, varied: Sequence[Override]) -> None:
        case = recipe.case()
        self._scenario = case.scenario
        self._path = recipe.path
        self._sources = dict(recipe.sources)
        self._shortened = bool(document.replaced & SHORTENING)
        self._parts = recipe.parts()
        ways = [keys_of(document, override) for override in varied]
        self._ways = [(way[: _depth(way)], way[_depth(way) :]) for way in ways]
        sections = {section for section, _ in self._ways}
        self._given = {section: document.at(section) for section in sections}
        self._types = {section: _type(section, case) for section in sections}

    def digest(self, varied: Sequence[Override]) -> bytes | None:
        """Digest of the point with other values; None where the whole check finds out why not."""
        given = dict(self._given)
        for (section, way), override in zip(self._ways, varied, strict=True):
            given[section] = with_value(given[section], way, override.value)
        try:
            made = {
                section: self._types[section].validate_json(json.dumps(node), strict=True)
                for section, node in given.items()
            }
        except ValidationError:
            return None
        changed = {section: one for section, one in made.items() if section[0] != _RULES}
        if changed and not is_sound(
            self._changed(changed), self._path, self._sources, self._shortened
        ):
            return None
        parts = dict(self._parts)
        for section, one in made.items():
            parts |= part_of(section, self._types[section].dump_python(one, mode="json"))
        return digest_of(parts)

    def _changed(self, sections: dict[Keys, Any]) -> Scenario:
        fields: dict[str, Any] = {}
        for (field, *name), one in sections.items():
            if name:
                fields.setdefault(str(field), dict(getattr(self._scenario, str(field))))
                fields[str(field)][name[0]] = one
            else:
                fields[str(field)] = one
        return self._scenario.model_copy(update=fields)


def may_have_pattern(row: Row, after: Sequence[Override]) -> bool:
    """Whether rows differ in sections alone, each path on its own and nothing set over it."""
    paths = [override.path for override in row]
    return (
        all(_depth(tuple(path.split("."))) for path in paths)
        and not any(_within(*pair) for pair in combinations(paths, 2))
        and not any(_within(path, item.path) for path, item in product(paths, after))
    )


def _within(one: str, other: str) -> bool:
    """Whether a path leads into what the other names, or is the same."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _depth(way: Keys) -> int:
    """How many keys lead to the section that holds a node; 0 where none does by itself."""
    if way[0] in _WHOLE:
        return 1
    return 2 if way[0] in NAMED_PARTS and len(way) > 1 else 0


def _type(section: Keys, case: Case) -> TypeAdapter[Any]:
    field, *name = section
    if field == _RULES:
        return TypeAdapter(next(rule.parameters for rule, _ in case.rules if rule.name == name[0]))
    annotation: Any = Scenario.model_fields[str(field)].annotation
    return TypeAdapter(get_args(annotation)[1] if name else annotation)
