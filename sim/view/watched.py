"""A model that keeps what the page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.model import ConflictModel
from sim.scenario.case import Case
from sim.view.film import Film
from sim.view.scene import scene_of


class WatchedModel(ConflictModel):
    """A `ConflictModel` that films itself: one frozen frame a week, from week 0.

    Panels read `film` alone, so that a model may step while they draw. Keywords are those of
    `ConflictModel`; Mesa's page builds the model anew from them at every Reset.
    """

    def __init__(self, case: Case | Path | str, *, seed: int | None = None, **kwargs: Any) -> None:
        if not isinstance(kwargs.get("scenario"), str):
            kwargs.pop("scenario", None)  # an object of Mesa 3.5, which its Reset hands on
        super().__init__(case, seed=seed, collect=False, **kwargs)
        self.film = Film(scene_of(self))
        self.film.note(self.world)

    def step(self) -> None:
        """Advance one week and film it."""
        super().step()
        self.film.note(self.world)
