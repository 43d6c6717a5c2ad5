"""Windows on the world's arrays that Mesa takes for agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.vocabulary import ACTOR_TYPES, Stance

if TYPE_CHECKING:
    from sim.model.conflict_model import ConflictModel

TYPE_NAMES = {kind.code: name for name, kind in ACTOR_TYPES.items()}

FIRST_COMMUNITY = 1_000_000
"""Unique id of the first community: actors count from 1 and can be born, bands have huge keys."""


class Window(mesa.Agent):  # type: ignore[misc]  # mesa has no types
    """An agent that reads the world's arrays.

    `mesa.Agent.__init__` is left out on purpose: it would put every window into `model.agents`,
    and in Mesa 3.3 it keeps each model with agents in memory for ever.
    """

    model: ConflictModel

    def __init__(self, model: ConflictModel, unique_id: int) -> None:
        self.model = model
        self.unique_id = unique_id


class ActorAgent(Window):
    """An armed actor; `name` is its id in the scenario, `label` the name to show."""

    def __init__(self, model: ConflictModel, row: int) -> None:
        super().__init__(model, row + 1)
        actors = model.world.actors
        self.row = row
        self.pos = None
        self.name = actors.names[row]
        self.label = actors.labels[row]
        self.type = TYPE_NAMES[int(actors.type[row])]

    def __repr__(self) -> str:
        return f"<ActorAgent {self.name}>"

    @property
    def alive(self) -> bool:
        """Whether it still exists; `model.agents` holds no other actors."""
        return bool(self.model.world.actors.alive[self.row])

    @property
    def fighters(self) -> int:
        """Fighters in all its bands, foreign fighters included."""
        bands = self.model.world.bands
        own = bands.owner[: bands.count] == self.row
        return int(bands.fighters[: bands.count][own].sum())

    @property
    def cells_held(self) -> int:
        """Cells of the study area that it controls and nobody contests."""
        return int(np.count_nonzero(self.model.held(self.name)))

    @property
    def share(self) -> float:
        """Share of the study area's cells that it controls and nobody contests."""
        return self.model.share(self.name)

    @property
    def treasury(self) -> float:
        """Weeks of pay of one fighter in hand."""
        return float(self.model.world.actors.treasury[self.row])

    def stance_towards(self, other: ActorAgent) -> Stance:
        """True relation, from war to alliance."""
        return Stance(int(self.model.world.pairs.stance[self.row, other.row]))

    def hostility_towards(self, other: ActorAgent) -> float:
        """Readiness to use force against the other, 0..1."""
        return float(self.model.world.pairs.hostility[self.row, other.row])


def _position(agent: CommunityAgent | BandAgent) -> tuple[int, int]:
    """Column and row of its cell on the lattice, from the south-west."""
    grid = agent.model.world.grid
    return int(grid.x[agent.cell]), int(grid.y[agent.cell])


def _refuse(agent: CommunityAgent | BandAgent, value: object) -> None:
    raise AttributeError("the rules move agents, not Mesa")


class CommunityAgent(Window):
    """The people of one identity group in one cell."""

    pos = property(_position, _refuse)

    def __init__(self, model: ConflictModel, row: int) -> None:
        super().__init__(model, FIRST_COMMUNITY + row)
        communities = model.world.communities
        self.row = row
        self.group = communities.groups[communities.group[row]]

    @property
    def cell(self) -> int:
        """Cell they live in, an index into `world.grid` and `world.cells`."""
        return int(self.model.world.communities.cell[self.row])

    @property
    def people(self) -> int:
        """People, displaced guests among them."""
        return int(self.model.world.communities.people[self.row])

    @property
    def displaced(self) -> int:
        """People who came here in flight."""
        return int(self.model.world.communities.displaced[self.row])

    def loyalty_to(self, actor: ActorAgent) -> float:
        """Attitude to an actor, -1..1."""
        return float(self.model.world.communities.loyalty[actor.row, self.row])

    def fear_of(self, actor: ActorAgent) -> float:
        """Fear of an actor, 0..1."""
        return float(self.model.world.communities.fear[actor.row, self.row])


class BandAgent(Window):
    """An armed unit, known by the key of its descent; ask `alive` before anything else."""

    pos = property(_position, _refuse)

    @property
    def row(self) -> int:
        """Row in `world.bands` this week."""
        return self.model.band_rows()[self.unique_id]

    @property
    def alive(self) -> bool:
        """Whether it still exists; a band that merges into another does not."""
        return self.unique_id in self.model.band_rows()

    @property
    def fighters(self) -> int:
        """Size, foreign fighters included; 0 once gone."""
        return int(self.model.world.bands.fighters[self.row]) if self.alive else 0

    @property
    def foreign(self) -> int:
        """Foreign fighters among them."""
        return int(self.model.world.bands.foreign[self.row])

    @property
    def owner(self) -> ActorAgent:
        """Actor that it belongs to."""
        world = self.model.world
        return self.model.actor(world.actors.names[world.bands.owner[self.row]])

    @property
    def cell(self) -> int:
        """Cell it is in, an index into `world.grid` and `world.cells`."""
        return int(self.model.world.bands.cell[self.row])

    @property
    def home(self) -> int:
        """Cell it comes from."""
        return int(self.model.world.bands.home[self.row])

    @property
    def hidden(self) -> bool:
        """Whether it lives hidden among the people."""
        return bool(self.model.world.bands.hidden[self.row])
