"""The minimal workload: a world by hand in which bands move, are seen, fight, and are judged.

It is what five rules of the model do at their default parameters (movement, presence, information,
battles, loyalty) where nothing else happens: no births, pacts, alliances or changes of control.
Every implementation starts from such a world and must leave the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.rules import battles, information, loyalty, movement, presence
from sim.rules.rule import Parameters, Rule
from sim.vocabulary import NOBODY, Stance
from sim.world.bands import Bands
from sim.world.communities import Communities, kin_next_door
from sim.world.state import allocate
from sim.world.world import FIXED_SIZES, Ledger, World
from tests.worlds import small_world

WEEK: tuple[tuple[Rule, Parameters], ...] = tuple(
    (rule, rule.parameters())
    for rule in (movement.RULE, presence.RULE, information.RULE, battles.RULE, loyalty.RULE)
)
"""The rules of the minimal workload in the order of the model's week."""

GROUPS = 4
TYPES = ("state_forces", "rebel_group", "rebel_group")  # of the actors, in turn


@dataclass(frozen=True)
class Size:
    """How much of everything there is."""

    width: int = 80
    height: int = 40
    communities: int = 5_000
    bands: int = 1_500
    actors: int = 6

    @property
    def cells(self) -> int:
        """Number of cells."""
        return self.width * self.height


SAHEL = Size()
TINY = Size(width=9, height=7, communities=90, bands=60, actors=4)


def made(size: Size, seed: int = 1) -> World:
    """A world of this size; the same size and seed give the same world."""
    chance = np.random.default_rng(seed)
    names = {f"actor{a}": TYPES[a % len(TYPES)] for a in range(size.actors)}
    world = small_world(size.width, size.height, actors=names, groups=tuple("abcd"))
    world.grid.accessibility[:] = chance.random(size.cells)
    _settle(world, size, chance)
    _muster(world, size, chance)
    _oppose(world, size, chance)
    return world


def _settle(world: World, size: Size, chance: np.random.Generator) -> None:
    """People: communities at random places, at most one of a group in a cell."""
    axes = {"C": size.communities, "C1": size.communities + 1, "K": size.cells, "A": size.actors}
    axes |= {"K1": size.cells + 1, "G": GROUPS, "R": 0} | FIXED_SIZES
    people = world.communities = allocate(Communities, axes, groups=tuple("abcd"))
    world.ledger = allocate(Ledger, axes)
    places = np.sort(chance.choice(size.cells * GROUPS, size.communities, replace=False))
    people.cell[:], people.group[:] = places // GROUPS, places % GROUPS
    people.first[:] = np.searchsorted(people.cell, np.arange(size.cells + 1))
    people.at[people.group, people.cell] = np.arange(size.communities)
    people.kin[:] = kin_next_door(people.cell, people.group, people.at, world.grid.neighbours)
    people.people[:] = 1 + chance.lognormal(8.0, 1.0, size.communities)
    people.natural[:] = chance.uniform(-0.6, 0.8, people.natural.shape)
    people.baseline[:] = chance.uniform(-0.5, 0.5, people.natural.shape)
    people.loyalty[:] = people.baseline
    world.cells.control[:] = chance.integers(NOBODY, size.actors, size.cells)


def _muster(world: World, size: Size, chance: np.random.Generator) -> None:
    """Bands: each near the middle of its actor's own land."""
    bands = world.bands = allocate(Bands, {"U": size.bands}, count=size.bands)
    owner = chance.integers(0, size.actors, size.bands)
    corner = np.array([size.width, size.height])
    centre = chance.uniform(0.3, 0.7, (size.actors, 2)) * corner
    place = chance.normal(centre[owner], 0.15 * corner).clip(0, corner - 1).astype(int)
    bands.owner[:], bands.cell[:] = owner, place[:, 1] * size.width + place[:, 0]
    bands.home[:] = bands.cell
    bands.key[:] = chance.integers(0, 2**63, size.bands, dtype=np.uint64)
    bands.fighters[:] = chance.integers(30, 90, size.bands)
    bands.foreign[:] = bands.fighters // 10
    bands.mobile[:] = True
    world.actors.skill[:] = chance.uniform(0.8, 1.2, size.actors)
    world.actors.exposure[:] = np.where(world.actors.hides, 0.1, 0.8)
    world.actors.band_size[:] = 60


def _oppose(world: World, size: Size, chance: np.random.Generator) -> None:
    """Relations: everybody is everybody's rival, and some are at war."""
    pairs = world.pairs
    hostility = chance.uniform(0.1, 0.9, (size.actors, size.actors))
    pairs.hostility[:] = np.maximum(hostility, hostility.T)
    np.fill_diagonal(pairs.hostility, 0.0)
    war = pairs.hostility > 0.75
    pairs.stance[:] = np.where(war, int(Stance.WAR), int(Stance.RIVALRY))


STATE = (
    "cells.people", "cells.density_base", "cells.troops", "cells.coverage", "cells.coercion",
    "cells.security", "cells.presence", "cells.cooperation", "cells.mark", "cells.sphere",
    "cells.last_present", "cells.appeal", "cells.heat", "cells.momentum", "communities.people",
    "communities.loyalty", "communities.baseline", "communities.fear", "communities.threat",
    "bands.cell", "bands.home", "bands.fighters", "bands.foreign", "bands.experience",
    "pairs.entries",
)  # fmt: skip
"""What the week changes, as "section.array"; bands in their first `count` rows."""


def part(world: World, name: str) -> Any:
    """An array of a world by its name "section.array", bands only those that there are."""
    section, array = name.split(".")
    values = getattr(getattr(world, section), array)
    return values[: world.bands.count] if section == "bands" else values


def differences(one: World, other: World) -> dict[str, float]:
    """Largest difference of each part of the state that is not the same bits, relative to 1."""
    if one.bands.count != other.bands.count:
        return {"bands.count": float(abs(one.bands.count - other.bands.count))}
    return {
        name: float(np.max(np.abs(a.astype(float) - b) / np.maximum(1.0, np.abs(b))))
        for name in STATE
        if (a := part(one, name)).tobytes() != (b := part(other, name)).tobytes()
    }
