"""What a varied path takes: a list of values, equal steps, or a distribution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sim.errors import InputError, Problem
from sim.scenario.batch_schema import Distribution, Steps
from sim.scenario.distributions import Quantile, fault, quantile
from sim.scenario.document import Document, Keys, Mark
from sim.scenario.override import Override, written
from sim.scenario.problems import validated

_ALLOWED = (
    "a list of values, {from: 0, to: 1, steps: 5}, or a distribution such as {uniform: [0, 1]}"
)
_MOST_VALUES = 1000


@dataclass(frozen=True)
class Axis:
    """Values of one varied path.

    `levels` are those that it lists. Where it draws from a distribution there are none, and
    it has its `quantile`s. `told` is what the batch says, in full.
    """

    path: str
    levels: tuple[Override, ...]
    quantile: Quantile | None
    mark: Mark
    told: Any
    whole: bool = False  # whole numbers, of which few are different
    bounded: bool = True  # the quantiles of 0 and 1 are numbers

    def at(self, share: float) -> Override:
        """Value at a share of the axis: that quantile, or that place among the levels."""
        if self.quantile is None:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        return Override(self.path, self.quantile(share), {(): self.mark})


def axes_of(document: Document) -> list[Axis]:
    """The axes of a batch file; raises InputError with every problem found."""
    axes: list[Axis] = []
    problems: list[Problem] = []
    for path in document.at(("vary",)) or {}:
        try:
            axes.append(_axis(document, path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return axes


def _axis(document: Document, path: str) -> Axis:
    keys: Keys = ("vary", path)
    given, mark = document.at(keys), document.marks[keys]
    if isinstance(given, list):
        if not 1 <= len(given) <= _MOST_VALUES:
            message = f"holds {len(given):,} values; allowed: 1 to {_MOST_VALUES:,}."
            raise InputError([document.problem(keys, message)])
        levels = tuple(written(document, (*keys, place), path) for place in range(len(given)))
        return Axis(path, levels, None, mark, given)
    if not isinstance(given, dict):
        raise InputError([document.problem(keys, f"is a single value; give {_ALLOWED}.")])
    if given.keys() & {"from", "to", "steps"}:
        steps = validated(Steps, document, keys).model_dump()
        values = list(_steps(steps["from"], steps["to"], steps["steps"]))
        return Axis(
            path, tuple(Override(path, each, {(): mark}) for each in values), None, mark, values
        )
    return _drawn(document, keys, path)


def _steps(first: float, last: float, count: int) -> Iterator[float]:
    low, high = Fraction(str(first)), Fraction(str(last))
    values = [low + (high - low) * place / (count - 1) for place in range(count)]
    whole = isinstance(first, int) and isinstance(last, int)
    if whole and all(value.denominator == 1 for value in values):
        yield from (int(value) for value in values)
    else:
        yield from (float(f"{float(value):.12g}") for value in values)


def _drawn(document: Document, keys: Keys, path: str) -> Axis:
    given = validated(Distribution, document, keys).model_dump(exclude_none=True)
    if len(given) != 1:
        message = f"names {len(given)} distributions and takes one; give {_ALLOWED}."
        raise InputError([document.problem(keys, message)])
    [(name, numbers)] = given.items()
    if wrong := fault(name, numbers):
        raise InputError([document.problem((*keys, name), wrong)])
    return Axis(
        path,
        (),
        quantile(name, numbers),
        document.marks[keys],
        {name: list(numbers)},
        whole=name == "integers",
        bounded=name != "normal" or len(numbers) == 4,
    )
