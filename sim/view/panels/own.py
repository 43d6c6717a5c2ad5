"""Opening a scenario of one's own, from a file of the reader's or as pasted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import solara

from sim.errors import InputError, Problem
from sim.scenario.text_file import MOST_BYTES
from sim.view import assets, state
from sim.view.opened import Source
from sim.view.setup import setup_of_text
from sim.view.widgets import synced


class OwnWidget(anywidget.AnyWidget):
    """Field for a YAML text; `asked` is the text to open, `problems` what is wrong with it."""

    _esm = assets.text("common.js", "own.js")
    _css = assets.text("own.css")
    asked = synced({})
    problems = synced([])
    most = synced(MOST_BYTES)


@solara.component
def Own() -> None:
    """A YAML text becomes what is watched, or it is said what is wrong in which line."""
    problems, set_problems = solara.use_state([])

    def open_text(asked: Mapping[str, Any]) -> None:
        try:
            setup = setup_of_text(str(asked["text"]))
        except InputError as error:
            set_problems([_told(each) for each in error.problems])
            return
        set_problems([])
        label = f"{setup.scenario.title} (opened here)"
        state.watch(Source(label, lambda: setup))

    OwnWidget.element(asked={}, on_asked=open_text, problems=problems)


def _told(problem: Problem) -> list[Any]:
    return [problem.line, f"{problem.path}: {problem.message}"]
