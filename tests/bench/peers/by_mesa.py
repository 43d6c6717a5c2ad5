"""The minimal workload as plain Mesa: cells, communities and bands are agents of one model."""

from __future__ import annotations

import mesa

from sim.world.world import World
from tests.bench.peers.object_cells import CellActs
from tests.bench.peers.object_people import BandActs, CommunityActs
from tests.bench.peers.objects import Objects


class Cell(CellActs, mesa.Agent):
    """A cell as an agent."""


class Community(CommunityActs, mesa.Agent):
    """A community as an agent."""


class Band(BandActs, mesa.Agent):
    """A band as an agent."""


class Model(mesa.Model):
    """The minimal workload from a world."""

    def __init__(self, world: World, seed: int | None) -> None:
        super().__init__(rng=1)
        self.draws = seed
        self.objects = Objects(
            world, lambda: Cell(self), lambda: Community(self), lambda: Band(self)
        )

    def step(self) -> None:
        """One week."""
        self.objects.week(self.draws, lambda agents, method: self.of(agents).do(method))
        for band in [band for band in self.objects.bands if not band.fighters]:
            self.objects.bands.remove(band)
            band.remove()

    def of(self, agents: list[mesa.Agent]) -> mesa.agent.AgentSet:
        """Mesa's own set of all agents of a kind."""
        return self.agents_by_type[type(agents[0])]


def run(world: World, weeks: int, seed: int | None) -> None:
    """Carry a world `weeks` weeks on; without a seed Python's own draws are used."""
    model = Model(world, seed)
    for _ in range(weeks):
        model.step()
    model.objects.write()
