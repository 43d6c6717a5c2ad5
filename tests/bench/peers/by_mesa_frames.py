"""The minimal workload in mesa-frames: ground, opinions and bands are sets of agents in Polars."""

from __future__ import annotations

import numpy as np
from mesa_frames import ModelDF

from sim.randomness import rule_key
from sim.world.world import World
from tests.bench.peers.by_numpy import fight
from tests.bench.peers.frames import Bands, Ground, Opinions, col, pl
from tests.bench.peers.numpy_fixed import FEEL, Fixed, uniform
from tests.bench.peers.numpy_people import converse, grieve


class Model(ModelDF):
    """The minimal workload from a world, whose arrays the steps in NumPy share."""

    def __init__(self, world: World) -> None:
        super().__init__(seed=1)
        self.world, self.fixed = world, Fixed(world)
        self.ground, self.opinions, self.bands = (
            Ground(self, world), Opinions(self, world), Bands(self, world)
        )  # fmt: skip
        for agents in (self.ground, self.opinions, self.bands):
            self.agents += agents
        self.pairs, self.near, self.office = _pairs(world, self.fixed), _near(world), None

    def week(self, seed: int) -> None:
        """One week."""
        world, ground, opinions, bands = self.world, self.ground, self.opinions, self.bands
        world.clock.week += 1
        world.communities.harm[:] = 0
        week, keys = world.clock.week, bands.agents["key"].to_numpy()
        key = rule_key(seed, "movement", week)
        ground.count(bands.agents)
        ground.weigh(self.pairs)
        reach = float(self.fixed.reach[0, 0])
        bands.move(ground.agents, self.near, reach, [uniform(key, keys, draw) for draw in (0, 1)])
        ground.count(bands.agents)
        ground.stand(self.land(), self.pairs, self.near.filter(col("step") < 8), week)
        ground.listen(opinions.agents)
        self.hand_over(ground, ("troops", "cooperation", "momentum"))
        for name in Bands.NAMES:
            getattr(world.bands, name)[: world.bands.count] = bands.agents[name]
        fight(world, self.fixed, rule_key(seed, "battles", week))
        self.take_back()
        heat = pl.DataFrame({"cell": np.arange(world.grid.size), "heat": world.cells.heat})
        opinions.drift(ground.agents, heat)
        world.communities.threat *= FEEL.threat_memory
        for name in ("loyalty", "fear"):
            array = getattr(world.communities, name)
            array[:] = opinions.agents[name].to_numpy().reshape(array.shape)
        grieve(world, self.fixed)
        converse(world, self.fixed, rule_key(seed, "loyalty", week))
        opinions.agents = opinions.agents.with_columns(
            loyalty=world.communities.loyalty.ravel(), fear=world.communities.fear.ravel()
        )

    def land(self) -> pl.DataFrame:
        """What a cell is to each actor this week, and how many people must be covered."""
        world, cells = self.world, self.world.cells
        people = np.bincount(world.communities.cell, world.communities.people, world.grid.size)
        cells.people[:] = people
        base = np.where(people > 20_000, np.sqrt(20_000.0 * people), people)
        cells.density_base[:] = np.maximum(base, 2000.0)
        actors, size = world.actors.size, world.grid.size
        return pl.DataFrame(
            {
                "actor": np.repeat(np.arange(actors), size),
                "cell": np.tile(np.arange(size), actors),
                "base": np.tile(cells.density_base, actors),
                "heat": np.tile(cells.heat, actors),
                "office": self.fixed.office.ravel(),
                "own_skill": np.repeat(world.actors.skill, size),
            }
        )

    def hand_over(self, ground: Ground, names: tuple[str, ...]) -> None:
        """Fill the world's arrays from the ground."""
        for name in names:
            array = getattr(self.world.cells, name)
            array[:] = ground.agents[name].to_numpy().reshape(array.shape)

    def take_back(self) -> None:
        """Take what battles changed; bands without fighters are gone."""
        world = self.world
        self.ground.agents = self.ground.agents.with_columns(momentum=world.cells.momentum.ravel())
        people = np.tile(world.communities.people, world.actors.size)
        self.opinions.agents = self.opinions.agents.with_columns(people=people)
        count = world.bands.count
        changed = {
            n: getattr(world.bands, n)[:count] for n in ("fighters", "foreign", "experience")
        }
        after = self.bands.agents.with_columns(**changed)
        self.bands.agents = after.filter(col("fighters") > 0)
        world.bands.compact()


def _pairs(world: World, fixed: Fixed) -> pl.DataFrame:
    """What each actor is to each other one."""
    actors = world.actors.size
    other, actor = (part.ravel() for part in np.meshgrid(range(actors), range(actors)))
    return pl.DataFrame(
        {
            "actor": actor,
            "other": other,
            "h": fixed.hostility.ravel(),
            "repels": fixed.repels.ravel(),
            "intrudes": fixed.intrudes.ravel(),
            "skill": world.actors.skill[other],
        }
    ).filter(col("actor") != col("other"))


def _near(world: World) -> pl.DataFrame:
    """Each cell's neighbours (steps 0 to 7) and itself (8), with their place."""
    grid = world.grid
    to = np.column_stack([grid.neighbours, np.arange(grid.size)])
    cell, step = np.nonzero(to >= 0)
    to = to[cell, step].astype(np.int64)
    places = {"x": grid.x[to].astype(np.int64), "y": grid.y[to].astype(np.int64)}
    return pl.DataFrame({"cell": cell, "step": step, "to": to} | places)


def run(world: World, weeks: int, seed: int | None) -> None:
    """Carry a world `weeks` weeks on."""
    model = Model(world)
    for _ in range(weeks):
        model.week(1 if seed is None else seed)
    model.hand_over(model.ground, ("troops", *Ground.NAMES))
    shape = world.communities.baseline.shape
    world.communities.baseline[:] = model.opinions.agents["baseline"].to_numpy().reshape(shape)
    for name in Bands.NAMES:
        getattr(world.bands, name)[: world.bands.count] = model.bands.agents[name]
