"""What belongs to one browser tab besides the reader's choices: its model, and the next one."""

from __future__ import annotations

from dataclasses import dataclass

import solara

from sim.view.setup import Setup
from sim.view.watched import WatchedModel


@dataclass(frozen=True)
class Wanted:
    """A run that is to take the place of the one shown, carried on to a week."""

    setup: Setup
    week: int = 0


@dataclass(frozen=True)
class Session:
    """The model shown; to have another computed and shown in its place, set `wanted`.

    The setup wanted must be a good one: ask for its `recipe` first and tell what is wrong there.
    """

    model: solara.Reactive[WatchedModel]
    wanted: solara.Reactive[Wanted | None]
