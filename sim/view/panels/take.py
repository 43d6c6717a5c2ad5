"""Taking away: the scenario as run, the tables so far, the map as a moving picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import anywidget
import solara
import solara.lab
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.moving import MOST, map_gif
from sim.view.progress import now_and_then
from sim.view.scenario_text import scenario_text
from sim.view.session import Session
from sim.view.tables import tables_zip
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


@dataclass(frozen=True)
class File:
    """A file for the reader: what it is called, and what is in it."""

    name: str
    content: bytes


class TakeWidget(anywidget.AnyWidget):
    """Buttons; `asked` is what is wanted, `file` what the browser then saves and says it `got`."""

    _esm = assets.text("common.js", "take.js")
    _css = assets.text("take.css")
    last = synced(0)
    most = synced(MOST)
    asked = synced({})
    busy = synced("")
    name = synced("")
    file = synced(b"")
    got = synced(0)


@solara.component
def Take(session: Session) -> None:
    """Files are made when they are asked for, beside the run, and kept no longer than needed."""
    update_counter.get()
    model = session.model.value
    asked, set_asked = solara.use_state({})
    week, set_week = solara.use_state(-1)

    def make() -> File | None:
        return file_of(model, asked, now_and_then(set_week)) if asked else None

    task = solara.lab.use_task(make, dependencies=[asked], raise_error=False)
    file = task.value if task.finished and task.value else File("", b"")
    busy = f"Drawing week {week} …" if asked.get("what") == "gif" else "Computing the tables …"
    if task.error:
        solara.Text(str(task.exception), classes=["sim-problem"])
    TakeWidget.element(
        last=model.film.last,
        asked={},
        on_asked=set_asked,
        busy=busy if task.pending else "",
        name=file.name,
        file=file.content,
        on_got=lambda _: set_asked({}),
    )


def file_of(
    model: WatchedModel, asked: Mapping[str, Any], tell: Callable[[int], None] = lambda week: None
) -> File:
    """The file that is asked for: the scenario (yaml), the tables (zip) or the map (gif)."""
    film, setup = model.film, model.setup
    last = film.last
    stem = f"{setup.scenario.scenario}-seed-{setup.scenario.seed}"
    if asked["what"] == "yaml":
        return File(f"{stem}.yaml", scenario_text(setup).encode())
    if asked["what"] == "zip":
        return File(f"{stem}-week-{last}.zip", tables_zip(setup, max(1, last)))
    first, end = sorted(min(max(int(asked[side]), 0), last) for side in ("from", "to"))
    content = map_gif(film, state.mode.value, state.hidden.value, first, end, tell)
    return File(f"{stem}-weeks-{first}-to-{end}.gif", content)
