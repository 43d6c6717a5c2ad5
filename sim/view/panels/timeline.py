"""The time line: where the run stands, what happened when, and the way back."""

from __future__ import annotations

import json

import anywidget
import solara
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.chronicle import Mark, happened, planned
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


class TimeWidget(anywidget.AnyWidget):
    """Scrubber over the weeks; `asked` is the week that the reader goes to, -1 the newest."""

    _esm = assets.text("common.js", "timeline.js")
    _css = assets.text("timeline.css")
    start = synced("2000-01-01")
    total = synced(1)
    last = synced(0)
    week = synced(0)
    asked = synced(-1)
    marks = synced("[]")


@solara.component
def Timeline(model: WatchedModel) -> None:
    """Date, scrubber over the past and marks of what happened."""
    update_counter.get()
    film = model.film
    found: list[Mark] = solara.use_memo(list, [film])
    seen = solara.use_ref((film, -1))
    if seen.current[0] is not film:
        seen.current = (film, -1)
    last = film.last
    if seen.current[1] < last:
        found += happened(film, seen.current[1] + 1)
        seen.current = (film, last)
    TimeWidget.element(
        start=film.scene.start.isoformat(),
        total=max(film.scene.weeks, last),
        last=last,
        week=film.at(state.week.value).week,
        asked=-1 if state.week.value is None else state.week.value,
        on_asked=lambda week: state.week.set(None if week < 0 or week >= film.last else week),
        marks=json.dumps([*planned(film), *found]),
    )
