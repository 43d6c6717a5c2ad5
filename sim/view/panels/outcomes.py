"""Outcomes of a batch by alternative, and what alternatives change in them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import anywidget
import solara

from sim.view import assets
from sim.view.gathering import Gathering
from sim.view.outcome_rows import outcome_cards
from sim.view.panels.fans import group_looks
from sim.view.widgets import synced


class OutcomesWidget(anywidget.AnyWidget):
    """A card for each outcome; `cards` and `groups` are JSON text."""

    _esm = assets.text("common.js", "outcomes.js")
    _css = assets.text("outcomes.css")
    cards = synced("[]")
    groups = synced("[]")


@solara.component
def Outcomes(gathering: Gathering, read: int, groups: Sequence[str]) -> None:
    """Dots, median and bands of every outcome; `read` says how many runs are known so far."""
    folder = gathering.folder
    known = 0 if folder.outcomes is not None else read
    cards = solara.use_memo(
        lambda: json.dumps(outcome_cards(folder, gathering.outcomes, groups)),
        [folder, known, groups],
    )
    OutcomesWidget.element(cards=cards, groups=json.dumps(group_looks(groups)))
