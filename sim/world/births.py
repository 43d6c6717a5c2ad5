"""Actors born in a run: splinters of others. There is no limit to how many."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.vocabulary import NOBODY
from sim.world.state import arrays
from sim.world.world import SECTIONS, World

_NOT_INHERITED = ("cells", "ledger")
"""Sections in which the newborn begins with the fill values: it is nowhere and did nothing."""


_MADE_ANEW = (
    "treasury",
    "income",
    "ceiling",
    "external",
    "inflow_rate",
    "reporting",
    "strength_mean",
)
"""Means of an actor that the newborn has none of."""


def found(world: World, parent: int, name: str, label: str, ucdp_id: int | None = None) -> int:
    """Add an actor that begins as its parent's like; its index.

    Every array along actors gets one more row, and column where it has two such axes, at the end,
    and lists by actor an empty last one:
    the indices of others do not change. Mind, means and standing with the people are the parent's;
    what it does in cells, and who belongs to it, the caller fills in. `name` is made unique.
    """
    for section in SECTIONS:
        if section != "grid":
            _grow(getattr(world, section), parent, section not in _NOT_INHERITED)
    actors, pairs = world.actors, world.pairs
    born = actors.size - 1
    actors.names = (*actors.names, _unique(name, actors.names, "_"))
    actors.labels = (*actors.labels, _unique(label, actors.labels, " "))
    actors.ucdp_ids = (*actors.ucdp_ids, ucdp_id)
    actors.ucdp_names = (*actors.ucdp_names, actors.labels[born])
    actors.outlets = (*actors.outlets, "")
    actors.parent[born], actors.born[born] = parent, True
    actors.founded[born] = world.clock.week
    for own in _MADE_ANEW:
        getattr(actors, own)[born] = 0.0
    for item in arrays(pairs):
        values = getattr(pairs, item.name)
        values[..., born, parent] = values[..., parent, born] = item.metadata["fill"]
    world.strategies.append(world.strategies[parent])
    return born


def add_post(world: World, actor: int, constituent: int = NOBODY) -> int:
    """Add a post of a leader, taken up this week; its index."""
    leaders = world.leaders
    for item in arrays(leaders):
        old = getattr(leaders, item.name)
        fill = np.full(1, item.metadata["fill"], old.dtype)
        setattr(leaders, item.name, np.concatenate([old, fill]))
    leaders.actor[-1], leaders.constituent[-1] = actor, constituent
    leaders.in_office[-1], leaders.number[-1] = True, 1
    leaders.since[-1] = world.clock.week
    leaders.names = (*leaders.names, "")
    return len(leaders.actor) - 1


def _grow(section: Any, parent: int, inherits: bool) -> None:
    for item in arrays(section):
        values = getattr(section, item.name)
        for axis, dim in enumerate(item.metadata["dims"]):
            if dim not in ("A", "A1"):
                continue
            row = values.take([parent if dim == "A" else -1], axis)
            if dim == "A" and not inherits:
                row[:] = item.metadata["fill"]
            values = np.concatenate([values, row], axis)
        setattr(section, item.name, values)


def _unique(name: str, taken: tuple[str, ...], join: str) -> str:
    number, chosen = 2, name
    while chosen in taken:
        chosen = f"{name}{join}{number}"
        number += 1
    return chosen
