"""What outputs note of the weeks of a run: each thing once, whoever needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.world.logs import Log
from sim.world.state import Counts, Flags, arrays
from sim.world.world import World

Noted = str | Callable[[World], Any]
"""What can be noted: an array of the world by its name ("pairs.stance"), a list of what happened
in the week by its own ("events"), or a function that gives an array, or None if there is nothing.
"""

_FIRST_ROOM = 2**18  # bytes


class Notes:
    """Things noted week by week; `notes["pairs.stance"]` is that array with the weeks in front.

    A run can add actors and posts: an array has room for those of the last week in every week, and
    zeros where they did not exist yet. There is room from the start for the number of notes that is
    `expected`, 0 where that is not known.
    """

    def __init__(self, noted: Iterable[Noted], expected: int = 0) -> None:
        self.weeks: list[int] = []
        self._actors: list[int] = []
        every = dict.fromkeys(noted)
        lists = [what for what in every if isinstance(what, str) and "." not in what]
        state = tuple(what for what in every if isinstance(what, str) and "." in what)
        groups: list[tuple[Noted, ...]] = [state, *((what,) for what in every if callable(what))]
        self._arrays = [_Arrays(these, expected) for these in groups if these]
        self._lists = {what: _Entries(what) for what in lists}

    def note(self, world: World) -> None:
        """Note the present week."""
        self.weeks.append(world.clock.week)
        self._actors.append(world.actors.size)
        for kept in self._arrays:
            kept.note(world)
        for entries in self._lists.values():
            entries.note(world)

    def __getitem__(self, what: Noted) -> Any:
        """Of an array: weeks x its axes; of a list: its fields, and `note`, number of the note."""
        if what in self._lists:
            return self._lists[what].whole()
        return next(kept.whole(what) for kept in self._arrays if what in kept.these)

    @property
    def existing(self) -> Flags:
        """Whether an actor had come into being, dead or alive: weeks x A."""
        actors = np.array(self._actors)
        return np.arange(actors.max(initial=0)) < actors[:, None]


class _Arrays:
    """Arrays that are noted in the same weeks, each in a block with the weeks in front."""

    def __init__(self, these: tuple[Noted, ...], expected: int) -> None:
        self.these = these
        self._expected = expected
        self._of = _getter(these)
        self._blocks: list[NDArray[Any]] = [np.empty(0) for _ in these]
        self._shapes: list[tuple[int, ...] | None] = [None for _ in these]
        self._count = self._room = 0  # weeks

    def note(self, world: World) -> None:
        values = self._of(world)
        if values is None:
            self._expected = 0  # what is missing in one week is not there in all others
            return
        if self._count == self._room:
            size = sum(value.nbytes for value in values)
            self._room = 2 * self._count or max(self._expected, _FIRST_ROOM // max(1, size), 1)
            self._shapes = [None for _ in values]
        week = self._count
        for number, value in enumerate(values):
            if value.shape != self._shapes[number]:
                self._grow(number, value)
            self._blocks[number][week] = value
        self._count += 1

    def _grow(self, number: int, value: NDArray[Any]) -> None:
        """Make a block with room for all weeks and the axes of `value`, which never shrink."""
        room = np.zeros((self._room, *value.shape), value.dtype)
        if self._count:
            old = self._blocks[number][: self._count]
            room[tuple(map(slice, old.shape))] = old
        self._blocks[number], self._shapes[number] = room, value.shape

    def whole(self, what: Noted) -> NDArray[Any]:
        return self._blocks[self.these.index(what)][: self._count]


def _getter(these: tuple[Noted, ...]) -> Callable[[World], tuple[NDArray[Any], ...] | None]:
    """What gives several arrays of the world, or what one function makes, if anything."""
    if len(these) > 1:
        return attrgetter(*map(str, these))
    (only,) = these
    of = only if callable(only) else attrgetter(only)

    def alone(world: World) -> tuple[NDArray[Any], ...] | None:
        value = of(world)
        return None if value is None else (value,)

    return alone


class _Entries:
    """Entries of a list that every week begins anew, one week after the other."""

    def __init__(self, section: str) -> None:
        self._of = attrgetter(section)
        self._all: Log | None = None
        self._ends: list[int] = []

    def note(self, world: World) -> None:
        log = self._of(world)
        if self._all is None:
            names = [item.name for item in arrays(log)]
            self._fields = attrgetter(*names)
            self._all = type(log)(**{name: getattr(log, name)[:0] for name in names})
        begin, end = self._all.count, self._all.count + log.count
        if log.count:
            self._all.reserve(log.count)
            for kept, now in zip(self._fields(self._all), self._fields(log), strict=True):
                kept[begin:end] = now[: log.count]
        self._all.count = end
        self._ends.append(end)

    def whole(self) -> dict[str, NDArray[Any]]:
        end = self._ends[-1]
        fields = {item.name: getattr(self._all, item.name)[:end] for item in arrays(self._all)}
        note: Counts = np.repeat(np.arange(len(self._ends)), np.diff(self._ends, prepend=0))
        return {"note": note, **fields}
