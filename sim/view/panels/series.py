"""The series of a run, past to newest, with the run before Reset behind them."""

from __future__ import annotations

import anywidget
import solara
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.lines import RECENT, charts, charts_text, points
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


class SeriesWidget(anywidget.AnyWidget):
    """Lines over time; `points` holds the newest weeks, `lacking` asks for earlier ones."""

    _esm = assets.text("common.js", "series.js")
    _css = assets.text("series.css")
    charts = synced("[]")
    points = synced({})
    ghost = synced({})
    lacking = synced(-1)
    start = synced("2000-01-01")
    total = synced(1)
    week = synced(0)
    asked = synced(-1)
    hidden = synced([])


@solara.component
def Series(model: WatchedModel) -> None:
    """Territory, deaths, fighters, loyalty and beliefs over time."""
    update_counter.get()
    film, ghost, group = model.film, state.ghost.value, state.people.value
    lacking, set_lacking = solara.use_state(-1, key=f"{id(film)} {group}")
    size = len(film.cast)
    drawn = solara.use_memo(lambda: charts(film, group), [film, group, size])
    text = solara.use_memo(lambda: charts_text(drawn), [drawn])
    first = film.last - RECENT if lacking < 0 else min(lacking, film.last - RECENT)
    past = solara.use_memo(
        lambda: {} if ghost is None else points(ghost, charts(ghost, group), 0), [ghost, group]
    )
    SeriesWidget.element(
        charts=text,
        points=points(film, drawn, first),
        ghost=past,
        lacking=lacking,
        on_lacking=set_lacking,
        start=film.scene.start.isoformat(),
        total=max(film.scene.weeks, film.last),
        week=film.at(state.week.value).week,
        asked=-1,
        on_asked=lambda week: state.week.set(None if week in (-1, film.last) else week),
        hidden=sorted(state.hidden.value),
    ).key(f"series {id(film)} {group}")
