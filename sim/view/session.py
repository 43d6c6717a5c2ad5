"""What belongs to one browser tab besides the reader's choices: its model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import solara

from sim.view.watched import WatchedModel


@dataclass(frozen=True)
class Session:
    """The model shown, and the keywords with which Reset builds the next one."""

    model: solara.Reactive[WatchedModel]
    parameters: solara.Reactive[dict[str, Any]]
