"""A model that keeps what the page shows, and in which the reader can intervene."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import SimError
from sim.model import ConflictModel
from sim.scenario.interventions import resolve_timeline
from sim.view.film import Film
from sim.view.scene import planned, scene_of
from sim.view.setup import Setup, setup_of_file


class TooLateError(SimError):
    """The run has ended; nothing can happen in it any more."""


class WatchedModel(ConflictModel):
    """A `ConflictModel` that films itself: one frozen frame a week, from week 0.

    Panels read `film` alone, so that a model may step while they draw. `case` is a `Setup` or
    the path of a scenario; its run is that of `sim run`, so `seed` stands for the scenario's own
    seed, of which the run is a replicate. Mesa's page builds the model anew from the same keywords
    at every Reset. Any thread may step it or intervene; once it is `left`, steps do nothing, so
    that who plays it stops.
    """

    def __init__(self, case: Setup | Path | str, *, seed: int | None = None, **kwargs: Any) -> None:
        if not isinstance(kwargs.get("scenario"), str):
            kwargs.pop("scenario", None)  # an object of Mesa 3.5, which its Reset hands on
        setup = case if isinstance(case, Setup) else setup_of_file(Path(case))
        values = kwargs if seed is None else {**kwargs, "seed": seed}
        self.setup = setup.changed(values) if values else setup
        super().__init__(self.setup.case, seed=self.setup.seed, collect=False)
        self._turn = threading.Lock()
        self.left = False
        self.film = Film(scene_of(self))
        self.film.note(self.world)

    def step(self) -> None:
        """Advance one week and film it; nothing where the page has left the model."""
        with self._turn:
            if self.left:
                self.running = False
                return
            super().step()
            self.film.note(self.world)

    def intervene(self, event: Mapping[str, Any]) -> None:
        """Let an intervention happen next week, as the scenario's timeline has it, date aside.

        It joins the run's own setup. InputError where it is no good, TooLateError where the run
        has ended; nothing happens then.
        """
        with self._turn:
            if self.film.finished:
                raise TooLateError("The run has ended. Go back to an earlier week.")
            setup = self.setup.with_intervention(event, self.week + 1)
            self.world.timeline = resolve_timeline(setup.scenario, self.world.grid)
            self.setup, self.case = setup, setup.case
            self.film.scene = replace(self.film.scene, planned=planned(self))


def computed(setup: Setup, week: int, tell: Callable[[int], None]) -> WatchedModel:
    """A model of a setup, carried on to a week; `tell` is told each week that is reached."""
    model = WatchedModel(setup)
    while model.week < week:
        model.step()
        tell(model.week)
    return model
