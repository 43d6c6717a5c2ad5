"""Every point of a batch checked, and the digest of its content, without making each one whole."""

from __future__ import annotations

from sim.errors import InputError, Problem
from sim.scenario.design import Point
from sim.scenario.document import Document, Keys
from sim.scenario.pattern import Pattern, may_have_pattern
from sim.scenario.problems import MOST_PROBLEMS, in_order
from sim.scenario.recipe import digest_of
from sim.scenario.rows import Row
from sim.scenario.variants import Points, Variant


def digests_of(document: Document, points: Points) -> list[bytes]:
    """Digest of every point; raises InputError with the problems of all, or of a hundred."""
    seen: dict[bytes, int] = {}  # place of each among the points
    problems: list[Problem] = []
    failed = 0
    for variant in points.variants.values():
        digest = _Digests(variant)
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

    def __init__(self, variant: Variant) -> None:
        self._variant = variant
        self._pattern: Pattern | None = None

    def of(self, row: Row) -> bytes:
        """Digest of the point with the values of a row; raises InputError where it is no good."""
        varied = self._variant.varied(row)
        if self._pattern and (found := self._pattern.digest(varied)):
            return found
        recipe = self._variant.recipe(row)
        if self._pattern is None and may_have_pattern(varied, self._variant.after):
            self._pattern = Pattern(self._variant.document(row), recipe, varied)
        return digest_of(recipe.parts())


def _repeated(document: Document, first: Point, second: Point) -> InputError:
    """Two points of the same content would be the same runs."""
    values = [f"{path}={value}" for path, value in first.parameters.items()]
    named = ", ".join([f"'{first.alternative}'", *values])[:200]
    keys: Keys = ("alternatives", second.alternative)
    if second.alternative == first.alternative:
        keys = ("vary",) if document.at(("vary",)) else ("design",)
    message = f"makes the same scenario as {named}; change or remove it."
    return InputError([document.problem(keys, message)])
