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
    zeros where they did not exist yet.
    """

    def __init__(self, noted: Iterable[Noted]) -> None:
        self.weeks: list[int] = []
        self._actors: list[int] = []
        self._kept = {what: _Entries(what) if _is_list(what) else _Arrays(what) for what in noted}

    def note(self, world: World) -> None:
        """Note the present week."""
        self.weeks.append(world.clock.week)
        self._actors.append(world.actors.size)
        for kept in self._kept.values():
            kept.note(world)

    def __getitem__(self, what: Noted) -> Any:
        """Of an array: weeks x its axes; of a list: its fields, and `note`, number of the note."""
        return self._kept[what].whole()

    @property
    def existing(self) -> Flags:
        """Whether an actor had come into being, dead or alive: weeks x A."""
        actors = np.array(self._actors)
        return np.arange(actors.max(initial=0)) < actors[:, None]


class _Arrays:
    """An array of each week, one after the other in a block."""

    def __init__(self, what: Noted) -> None:
        self._of = what if callable(what) else attrgetter(what)
        self._block: NDArray[Any] = np.empty(0)
        self._count = 0

    def note(self, world: World) -> None:
        value = self._of(world)
        if value is None:
            return
        if self._count == len(self._block) or value.shape != self._block.shape[1:]:
            self._grow(value)
        self._block[self._count] = value
        self._count += 1

    def _grow(self, value: NDArray[Any]) -> None:
        """Make room for as many weeks again, each with the axes of `value`, which never shrink."""
        weeks = 2 * self._count or max(1, _FIRST_ROOM // max(1, value.nbytes))
        room = np.zeros((weeks, *value.shape), value.dtype)
        if self._count:
            old = self._block[: self._count]
            room[tuple(map(slice, old.shape))] = old
        self._block = room

    def whole(self) -> NDArray[Any]:
        return self._block[: self._count]


class _Entries:
    """Entries of a list that every week begins anew, one week after the other."""

    def __init__(self, section: Noted) -> None:
        self._of = attrgetter(str(section))
        self._all: Log | None = None
        self._ends: list[int] = []

    def note(self, world: World) -> None:
        log = self._of(world)
        if self._all is None:
            empty = {item.name: getattr(log, item.name)[:0] for item in arrays(log)}
            self._all = type(log)(**empty)
        begin, end = self._all.count, self._all.count + log.count
        if log.count:
            self._all.reserve(log.count)
            for item in arrays(log):
                getattr(self._all, item.name)[begin:end] = getattr(log, item.name)[: log.count]
        self._all.count = end
        self._ends.append(end)

    def whole(self) -> dict[str, NDArray[Any]]:
        end = self._ends[-1]
        fields = {item.name: getattr(self._all, item.name)[:end] for item in arrays(self._all)}
        note: Counts = np.repeat(np.arange(len(self._ends)), np.diff(self._ends, prepend=0))
        return {"note": note, **fields}


def _is_list(what: Noted) -> bool:
    return isinstance(what, str) and "." not in what
