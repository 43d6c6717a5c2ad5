"""Rows of a design: the points of a batch, each a value for every varied path, made when asked for.

A batch may have a million points, so none is kept: a row follows from its place.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from sim.scenario.axes import Axis
from sim.scenario.override import Override
from sim.scenario.sampling import Cube

Row = tuple[Override, ...]

_MOST_PROBES = 60


@dataclass(frozen=True)
class Rows(Sequence[Row]):
    """Points in order: those of `at` that are `kept` (all where None), then those of `more`.

    `telling` are places that between them show every value, or the ends of what is drawn from.
    """

    paths: tuple[str, ...]
    at: Callable[[int], Row]
    size: int
    telling: Sequence[int] = ()
    kept: Sequence[int] | None = None
    more: tuple[Row, ...] = ()

    def __len__(self) -> int:
        return self._own + len(self.more)

    @property
    def _own(self) -> int:
        return self.size if self.kept is None else len(self.kept)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        if place >= self._own:
            return self.more[place - self._own]
        return self.at(place if self.kept is None else self.kept[place])

    def without(self, unwanted: Callable[[Row], bool]) -> Rows:
        """The rows but for those that are unwanted."""
        return replace(self, kept=[n for n in range(self.size) if not unwanted(self.at(n))])

    def probes(self) -> list[int]:
        """Places of a few rows that show what the others hold: ends, and each value of a list."""
        last = len(self) - 1
        own = sorted({0, last, *(n for n in self.telling if n <= last)})
        step = math.ceil(len(own) / _MOST_PROBES)
        return [*own[::step], *range(self._own, len(self))][:_MOST_PROBES]


def key_of(row: Row) -> str:
    """Text that is the same for rows of the same values."""
    return json.dumps([override.value for override in row])


def listed(paths: Sequence[str], rows: Sequence[Row]) -> Rows:
    """Rows that are written out."""
    return Rows(tuple(paths), rows.__getitem__, len(rows), range(len(rows)))


def grid(axes: Sequence[Axis]) -> Rows:
    """Every combination of levels; the last axis changes fastest."""
    sizes = [len(axis.levels) for axis in axes]
    strides = [math.prod(sizes[number + 1 :]) for number in range(len(axes))]

    def at(place: int) -> Row:
        return tuple(
            axis.levels[place // stride % size]
            for axis, stride, size in zip(axes, strides, sizes, strict=True)
        )

    each = (
        level * stride for stride, size in zip(strides, sizes, strict=True) for level in range(size)
    )
    return Rows(_paths(axes), at, math.prod(sizes), list(each))


def together(axes: Sequence[Axis]) -> Rows:
    """First levels of all axes together, then second ones; axes are of one length."""
    rows = list(zip(*(axis.levels for axis in axes), strict=True))
    return listed(_paths(axes), rows)


def sampled(axes: Sequence[Axis], cube: Cube) -> Rows:
    """Values at points of the unit cube, one column an axis."""

    def at(place: int) -> Row:
        return tuple(axis.at(float(u)) for axis, u in zip(axes, cube[place], strict=True))

    ends = [*cube.argmin(axis=0).tolist(), *cube.argmax(axis=0).tolist()]
    rows = Rows(_paths(axes), at, len(cube), ends)
    few = all(axis.quantile is None or axis.whole for axis in axes)
    return replace(rows, kept=list(_first_of_each(rows))) if few else rows


def _first_of_each(rows: Rows) -> Iterator[int]:
    """Places of rows that repeat none before them: the same point twice would be the same runs."""
    seen: set[str] = set()
    for place in range(rows.size):
        if (key := key_of(rows.at(place))) not in seen:
            seen.add(key)
            yield place


def _paths(axes: Sequence[Axis]) -> tuple[str, ...]:
    return tuple(axis.path for axis in axes)


def values_of(row: Row) -> dict[str, Any]:
    """Values of a row by path."""
    return {override.path: override.value for override in row}
