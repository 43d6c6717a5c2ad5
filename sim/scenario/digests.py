"""Every point of a batch checked, and the digest of its content, without making each one whole.

A point that differs from a checked one in parameters of rules alone is good where these are, and
its content differs in those rules' parts alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import ValidationError

from sim.errors import InputError, Problem
from sim.scenario.design import Point
from sim.scenario.document import Document, Keys
from sim.scenario.problems import MOST_PROBLEMS, in_order
from sim.scenario.recipe import Recipe, digest_of, part_of_rule
from sim.scenario.rows import Row
from sim.scenario.variants import Points, Variant


def digests_of(document: Document, points: Points) -> list[bytes]:
    """Digest of every point; raises InputError with the problems of all, or of a hundred."""
    seen: dict[bytes, int] = {}  # place of each among the points
    problems: list[Problem] = []
    failed = 0
    for variant in points.variants.values():
        digest = _Digests(variant, points.rows.paths)
        for number in variant.rows:
            try:
                one = digest.of(points.rows[number])
            except InputError as error:
                problems += error.problems
                failed += 1
                if failed == MOST_PROBLEMS:
                    raise InputError(in_order(problems)) from None
                continue
            place = len(seen) + failed
            if one in seen:
                raise _repeated(document, points[seen[one]], points[place])
            seen[one] = place
    if problems:
        raise InputError(in_order(problems))
    return list(seen)


def look_at(points: Points) -> None:
    """Check some points of each variant; raises InputError with the problems of all."""
    problems: list[Problem] = []
    for variant in points.variants.values():
        for number in points.rows.probes():
            if number in variant.rows:
                try:
                    variant.recipe(points.rows[number])
                except InputError as error:
                    problems += error.problems
    if problems:
        raise InputError(in_order(problems))


class _Digests:
    """Digests of a variant's points, the first of them as a pattern for the others."""

    def __init__(self, variant: Variant, paths: Sequence[str]) -> None:
        self._variant = variant
        self._ways = [path.split(".") for path in paths]
        self._may_have_pattern = all(
            len(way) == 3 and way[0] == "rules" for way in self._ways
        ) and not any(override.path.startswith("rules") for override in variant.after)
        self._pattern: Recipe | None = None

    def of(self, row: Row) -> bytes:
        """Digest of the point with the values of a row; raises InputError where it is no good."""
        if self._pattern is not None:
            try:
                return self._changed(row)
            except ValidationError:
                pass  # the whole check says what is wrong, and where
        recipe = self._variant.recipe(row)
        if self._pattern is None and self._rules_alone(recipe):
            self._take(recipe)
        return digest_of(recipe.parts())

    def _rules_alone(self, recipe: Recipe) -> bool:
        """Whether rows set parameters of rules and nothing else, and nothing sets them again."""
        if not self._may_have_pattern:
            return False
        rules = {rule.name for rule, _ in recipe.case().rules}
        return all(way[1] in rules for way in self._ways)

    def _take(self, recipe: Recipe) -> None:
        case = recipe.case()
        self._pattern = recipe
        self._parts = recipe.parts()
        self._models = {rule.name: rule.parameters for rule, _ in case.rules}
        self._given = case.scenario.rules

    def _changed(self, row: Row) -> bytes:
        """Digest of the pattern with other parameters; raises ValidationError."""
        own: dict[str, dict[str, object]] = {}
        for (_, rule, parameter), override in zip(self._ways, row, strict=True):
            own.setdefault(rule, dict(self._given.get(rule, {})))[parameter] = override.value
        parts = dict(self._parts)
        for rule, values in own.items():
            checked = self._models[rule].model_validate_json(json.dumps(values), strict=True)
            parts |= part_of_rule(rule, checked)
        return digest_of(parts)


def _repeated(document: Document, first: Point, second: Point) -> InputError:
    """Two points of the same content would be the same runs."""
    values = [f"{path}={value}" for path, value in first.parameters.items()]
    named = ", ".join([f"'{first.alternative}'", *values])[:200]
    keys: Keys = ("alternatives", second.alternative)
    if second.alternative == first.alternative:
        keys = ("vary",) if document.at(("vary",)) else ("design",)
    message = f"makes the same scenario as {named}; change or remove it."
    return InputError([document.problem(keys, message)])
