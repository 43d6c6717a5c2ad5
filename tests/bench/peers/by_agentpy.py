"""The minimal workload in AgentPy: cells, communities and bands are lists of its agents."""

from __future__ import annotations

import agentpy

from sim.world.world import World
from tests.bench.peers.object_cells import CellActs
from tests.bench.peers.object_people import BandActs, CommunityActs
from tests.bench.peers.objects import Objects


class Cell(CellActs, agentpy.Agent):
    """A cell as an agent."""


class Community(CommunityActs, agentpy.Agent):
    """A community as an agent."""


class Band(BandActs, agentpy.Agent):
    """A band as an agent."""


class Model(agentpy.Model):
    """The minimal workload from a world, given as the parameter `world`."""

    def setup(self) -> None:
        """Make the agents."""
        self.objects = Objects(
            self.p.world, lambda: Cell(self), lambda: Community(self), lambda: Band(self)
        )
        for name in ("cells", "people", "bands"):
            setattr(self.objects, name, agentpy.AgentList(self, getattr(self.objects, name)))

    def step(self) -> None:
        """One week."""
        objects = self.objects
        objects.week(self.p.draws, lambda agents, method: getattr(agents, method)())
        gone = [band for band in objects.bands if not band.fighters]
        for band in gone:
            objects.bands.remove(band)


def run(world: World, weeks: int, seed: int | None) -> None:
    """Carry a world `weeks` weeks on; without a seed Python's own draws are used."""
    model = Model({"world": world, "draws": seed})
    model.sim_setup(weeks)
    for _ in range(weeks):
        model.sim_step()
    model.objects.write()
