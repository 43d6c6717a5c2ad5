"""Set up objects from a world, lead them through a week, and read their state back."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from sim.randomness import rule_key
from sim.world.world import World
from tests.bench.peers import clash
from tests.bench.peers.object_cells import Relations

CELL = ("troops", "coverage", "coercion", "security", "presence", "cooperation", "mark", "sphere",
        "last_present", "appeal", "momentum")  # fmt: skip
PEOPLE = ("loyalty", "baseline", "fear")


class Objects:
    """Cells, communities and bands, each made by its framework's own maker.

    A maker is called without arguments for a new object, which then takes its state.
    """

    def __init__(self, world: World, cell: Any, community: Any, band: Any) -> None:
        self.world, self.relations = world, Relations(world)
        self.cells = [cell() for _ in range(world.grid.size)]
        self.people = [community() for _ in range(world.communities.size)]
        self.bands = [band() for _ in range(world.bands.count)]
        for k, one in enumerate(self.cells):
            one.start(world, k, self.relations)
            near = world.grid.neighbours[k].tolist()
            one.neighbours = [None if n < 0 else self.cells[n] for n in near]
        for c, one in enumerate(self.people):
            one.start(world, c, self.cells[world.communities.cell[c]])
        at = {(one.group, one.cell): one for one in self.people}
        for one in self.people:
            one.kin = [at.get((one.group, near)) for near in one.cell.neighbours]
        for u, one in enumerate(self.bands):
            one.start(world, u, self.cells)

    def week(self, seed: int | None, each: Callable[[Sequence[Any], str], object]) -> None:
        """One week; `each(objects, method)` calls a method of all in order, as a framework does.

        Draws are the model's under `seed`, or Python's own (faster) without one.
        """
        relations = self.relations
        relations.week += 1
        relations.entries = [[0] * len(row) for row in relations.entries]
        each(self.cells, "count_troops")
        relations.take_stock(self.cells)
        each(self.cells, "weigh")
        relations.uniform = self.draws(seed, "movement")
        each(self.bands, "move")
        for cell in self.cells:
            cell.bands = []
        for band in self.bands:
            band.cell.bands.append(band)
        for method in ("count_troops", "cover", "stand", "listen"):
            each(self.cells, method)
        relations.uniform = self.draws(seed, "battles")
        each(self.cells, "fight")
        each(self.people, "drift")
        harmed = [one for one in self.people if one.harm]
        for a in relations.actors:
            for one in harmed:
                if a in one.harm:
                    one.grieve(a)
        for one in harmed:
            one.harm = {}
        relations.uniform = self.draws(seed, "loyalty")
        each(self.people, "converse")

    def draws(self, seed: int | None, rule: str) -> clash.Draw:
        """Draws of one rule this week."""
        if seed is None:
            return lambda agent, draw: random.random()
        return clash.keyed(int(rule_key(seed, rule, self.relations.week)))

    def write(self) -> None:
        """Write the state back into the world."""
        world = self.world
        for name in CELL:
            getattr(world.cells, name)[:] = list(
                zip(*(getattr(one, name) for one in self.cells), strict=True)
            )
        for name in ("heat", "people", "density_base"):
            getattr(world.cells, name)[:] = [getattr(one, name) for one in self.cells]
        for name in PEOPLE:
            getattr(world.communities, name)[:] = list(
                zip(*(getattr(one, name) for one in self.people), strict=True)
            )
        world.communities.people[:] = [one.people for one in self.people]
        world.communities.threat[:] = [one.threat for one in self.people]
        world.pairs.entries[:] = self.relations.entries
        world.clock.week = self.relations.week
        rows = {id(one): k for k, one in enumerate(self.cells)}
        bands, count = world.bands, len(self.bands)
        bands.count = count
        for name in ("key", "owner", "fighters", "foreign", "experience"):
            getattr(bands, name)[:count] = [getattr(one, name) for one in self.bands]
        bands.cell[:count] = [rows[id(one.cell)] for one in self.bands]
        bands.home[:count] = [rows[id(one.home)] for one in self.bands]
