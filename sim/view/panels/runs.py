"""The runs of a batch in a table, from which any one is watched again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import anywidget
import solara

from sim.view import assets
from sim.view.folder import Folder, group_text
from sim.view.gathering import Gathering
from sim.view.run_rows import PAGE, Choice, run_columns, run_page
from sim.view.widgets import synced


class RunsWidget(anywidget.AnyWidget):
    """A page of runs; `choice` and `watched` (place of a run) come back."""

    _esm = assets.text("common.js", "runs.js")
    _css = assets.text("runs.css")
    columns = synced("[]")
    groups = synced("[]")
    rows = synced("[]")
    count = synced(0)
    size = synced(PAGE)
    choice = synced({})
    watched = synced(-1)


@solara.component
def Runs(gathering: Gathering, read: int, watch: Callable[[int], None]) -> None:
    """Every run with its status and outcomes; `read` says how many are known so far."""
    folder: Folder = gathering.folder
    choice, set_choice = solara.use_state(Choice())

    def page() -> tuple[int, str]:
        count, rows = run_page(folder, gathering.outcomes, choice)
        return count, json.dumps(rows)

    known = 0 if folder.outcomes is not None else read
    count, rows = solara.use_memo(page, [folder, known, choice])
    RunsWidget.element(
        columns=json.dumps(run_columns(folder)),
        groups=json.dumps([[name, group_text(name)] for name in dict.fromkeys(folder.groups)]),
        rows=rows,
        count=count,
        choice=vars(choice),
        on_choice=lambda asked: set_choice(replace(Choice(), **asked)),
        watched=-1,
        on_watched=watch,
    )
