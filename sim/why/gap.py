"""Where two worlds differ: arrays compared entry by entry, the largest difference named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import (
    NOBODY,
    NOBODY_NAME,
    TOPICS,
    BeliefDriver,
    FighterFlow,
    HostilityDriver,
    LoyaltyDriver,
    PeopleFlow,
    Stance,
    Task,
)
from sim.world.state import arrays
from sim.world.world import SECTIONS, World

COMPARED = tuple(name for name in SECTIONS if name != "grid")

_DRIVERS: dict[str, type[IntEnum]] = {
    "HD": HostilityDriver,
    "BD": BeliefDriver,
    "LD": LoyaltyDriver,
    "FP": PeopleFlow,
    "FF": FighterFlow,
    "J": Task,
}
_HOLDS_ACTORS = {
    "cells.control", "bands.owner", "events.side_a", "events.side_b", "actors.target",
    "actors.terms", "developments.actor", "developments.other",
}  # fmt: skip
"""Arrays whose values are indices of actors."""


@dataclass(frozen=True)
class Gap:
    """How an array, of which its declaration tells the `meaning`, differs between two worlds.

    `entries` of the `size` entries that both have differ, most of all at `where`, where the one
    has `a` and the other `b`; `extra` entries only one of them has.
    """

    array: str
    meaning: str
    entries: int
    size: int
    extra: int
    where: str
    a: str
    b: str

    @property
    def told(self) -> str:
        """The difference in words."""
        if not self.entries:
            return f"{self.array}: rows, {self.a} | {self.b}"
        count = f"{self.entries:,} of {self.size:,}"
        return f"{self.array}: {count}, most {self.where}: {self.a} | {self.b}"


def gaps(one: World, other: World, names: Sequence[str] | None = None) -> Iterator[Gap]:
    """Differences of the arrays with these names, of all where none are given, in their order."""
    for section in COMPARED:
        first, second = getattr(one, section), getattr(other, section)
        for item in arrays(first):
            name = f"{section}.{item.name}"
            if names is not None and name not in names:
                continue
            found = _gap(one, name, item.metadata, _used(first, item), _used(second, item))
            if found is not None:
                yield found


def _used(section: Any, item: Any) -> NDArray[Any]:
    """An array, of bands and logs only the rows in use."""
    values: NDArray[Any] = getattr(section, item.name)
    return values[: section.count] if hasattr(section, "count") else values


def _gap(
    world: World, name: str, told: Mapping[str, Any], first: NDArray[Any], second: NDArray[Any]
) -> Gap | None:
    """Difference of an array; `told` is its declaration."""
    extra = abs(first.size - second.size)
    common = tuple(slice(min(lengths)) for lengths in zip(first.shape, second.shape, strict=True))
    ours, theirs = first[common], second[common]
    differs = ours != theirs
    entries = int(np.count_nonzero(differs))
    if not entries:
        rows = (str(len(first)), str(len(second)))
        return Gap(name, told["meaning"], 0, ours.size, extra, "", *rows) if extra else None
    size = np.abs(ours.astype(np.float64) - theirs.astype(np.float64))
    place = np.unravel_index(int(np.argmax(np.where(differs, size, -1.0))), ours.shape)
    where = ", ".join(
        _place(world, dim, int(i)) for dim, i in zip(told["dims"], place, strict=True)
    )
    return Gap(
        name,
        told["meaning"],
        entries,
        ours.size,
        extra,
        where,
        *(_value(world, name, each[place]) for each in (ours, theirs)),
    )


def _place(world: World, dim: str, index: int) -> str:
    """Name of a place along an axis."""
    grid, people = world.grid, world.communities
    if dim == "A":
        return world.actors.names[index]
    if dim == "G":
        return people.groups[index]
    if dim == "T":
        return TOPICS[index]
    if dim in _DRIVERS:
        return _DRIVERS[dim](index).name.lower()
    if dim == "K":
        return f"cell {grid.cell_id[index]} ({grid.admin1_names[grid.admin1[index]]})"
    if dim == "C":
        return f"{people.groups[people.group[index]]} in {_place(world, 'K', people.cell[index])}"
    return f"row {index}"


def _value(world: World, name: str, value: Any) -> str:
    """A value as the page writes it."""
    if name in _HOLDS_ACTORS:
        names = world.actors.names
        if value == NOBODY:
            return NOBODY_NAME
        return names[value] if value < len(names) else f"actor {value}"
    if name == "pairs.stance":
        return Stance(int(value)).name.lower()
    if isinstance(value, (np.bool_, bool)):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, np.floating) else str(value)
