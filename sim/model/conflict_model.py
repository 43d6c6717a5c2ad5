"""The Mesa model around the engine: for notebooks, the page, and whoever thinks in Mesa.

The arrays of `model.world` are the truth. Agents are windows on them: their properties read the
arrays when asked, none can be set, and none acts by itself, because the rules of the week do.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from sim.engine import advance, burn_in
from sim.model.agents import ActorAgent, BandAgent, CommunityAgent
from sim.scenario.case import Case
from sim.scenario.load import load_case
from sim.scenario.setup import set_up
from sim.vocabulary import CONTESTED, NOBODY, NOBODY_NAME
from sim.world.state import Flags
from sim.world.world import World

AGENT_COLUMNS = ("name", "fighters", "cells_held", "treasury")
"""What the data collector takes of every actor each week."""


class ConflictModel(mesa.Model):  # type: ignore[misc]  # mesa has no types
    """A case as a Mesa model; `step` is one week and `running` turns false at the last.

    `case` is a `Case` or the path of a scenario; further keywords are fields of the scenario to
    change, by their path, as in `ConflictModel("sahel.yaml", **{"time.weeks": 52})`. `seed` or
    `rng` (a whole number, or a generator to draw one from) replaces the scenario's seed. Mesa's
    own `model.random` and `model.rng` are there for your code; the rules never draw from them.
    The world's bytes equal those of a run by the engine alone, whatever is collected.

    `model.agents` holds the actors that exist: one born in the run joins it, one that ended leaves
    it, and `actor` finds both. In the data collector a newborn has no share in earlier weeks.
    Communities and bands are made into agents when asked for: about 2 microseconds and 0.2 kB
    each, nothing if never asked. With `collect=False` the data collector stays empty.
    """

    def __init__(
        self,
        case: Case | Path | str,
        *,
        seed: int | None = None,
        rng: int | np.random.Generator | None = None,
        collect: bool = True,
        **kwargs: Any,
    ) -> None:
        self.case = _loaded(case, kwargs)
        self.seed = _chosen_seed(self.case, seed, rng)
        super().__init__(rng=self.seed)
        self.world: World = set_up(
            self.case.scenario, self.seed, self.case.strategies, self.case.traces
        )
        burn_in(self.world, self.case.rules, self.seed)
        self._actors: dict[str, ActorAgent] = {}
        self._communities: list[CommunityAgent] = []
        self._bands: dict[int, BandAgent] = {}
        self._band_rows: dict[int, int] | None = None
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "week": lambda model: model.week,
                "date": lambda model: model.date,
                "events": lambda model: model.world.events.count,
            },
            agent_reporters={name: name for name in AGENT_COLUMNS},
        )
        self._follow_actors()
        for holder in (CONTESTED, NOBODY_NAME):
            self._report_share(holder)
        self._collect = collect
        if collect:
            self.datacollector.collect(self)

    @property
    def week(self) -> int:
        """Present week; 0 at the start."""
        return self.world.clock.week

    @property
    def date(self) -> dt.date:
        """First day of the present week."""
        return self.world.clock.date

    def step(self) -> None:
        """Advance one week. Weeks after the last can be stepped too, as in any Mesa model."""
        advance(self.world, self.case.rules, self.seed)
        self._band_rows = None
        self._follow_actors()
        self.running = self.week < self.case.scenario.time.weeks
        if self._collect:
            self.datacollector.collect(self)

    def actor(self, name: str) -> ActorAgent:
        """The actor with this id, also one born in the run or one that ended."""
        return self._actors[name]

    def held(self, holder: str) -> Flags:
        """Cells (K) of the study area that count for an actor, for 'contested' or for 'nobody'."""
        cells, study = self.world.cells, self.world.grid.study
        if holder == CONTESTED:
            return cells.contested & study
        row = NOBODY if holder == NOBODY_NAME else self._actors[holder].row
        held: Flags = (cells.control == row) & ~cells.contested & study
        return held

    def share(self, holder: str) -> float:
        """Share of the study area's cells of an actor, of 'contested' or of 'nobody'."""
        study = self.world.grid.study
        return int(np.count_nonzero(self.held(holder))) / int(np.count_nonzero(study))

    def communities(self) -> AgentSet:
        """Every community as an agent, by cell and group; made once, then kept."""
        if not self._communities:
            count = self.world.communities.size
            self._communities = [CommunityAgent(self, row) for row in range(count)]
        return AgentSet(self._communities, random=self.random)

    def bands(self) -> AgentSet:
        """Every band of the present week as an agent, the same one for as long as it lives."""
        known = self._bands
        self._bands = {key: known.get(key) or BandAgent(self, key) for key in self.band_rows()}
        return AgentSet(list(self._bands.values()), random=self.random)

    def band_rows(self) -> dict[int, int]:
        """Row of every band of the present week by the band's key."""
        if self._band_rows is None:
            bands = self.world.bands
            self._band_rows = {int(k): row for row, k in enumerate(bands.key[: bands.count])}
        return self._band_rows

    def _follow_actors(self) -> None:
        """Make agents of actors born since, and keep in `agents` those that exist."""
        names = self.world.actors.names
        for row, name in enumerate(names[len(self._actors) :], len(self._actors)):
            self._actors[name] = ActorAgent(self, row)
            self._report_share(name)
        for actor in self._actors.values():
            if actor.alive and actor not in self.agents:
                self.register_agent(actor)
            elif not actor.alive and actor in self.agents:
                self.deregister_agent(actor)

    def _report_share(self, holder: str) -> None:
        """Have a holder's share collected from now on; weeks collected before have none."""
        collector = self.datacollector
        collected = len(collector.model_vars["week"])
        collector.model_reporters[f"share_{holder}"] = partial(ConflictModel.share, holder=holder)
        collector.model_vars[f"share_{holder}"] = [None] * collected


def _loaded(case: Case | Path | str, changes: dict[str, Any]) -> Case:
    if isinstance(case, Case):
        if changes:
            raise TypeError(f"a case is complete; to change {sorted(changes)} give its file")
        return case
    sets = [f"{path}={json.dumps(value, default=str)}" for path, value in changes.items()]
    return load_case(Path(case), sets)


def _chosen_seed(case: Case, seed: int | None, rng: int | np.random.Generator | None) -> int:
    if seed is not None and rng is not None:
        raise ValueError("give seed or rng, not both")
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(2**63))
    chosen = rng if seed is None else seed
    return case.scenario.seed if chosen is None else int(chosen)
