"""The series of a run, past to newest, with the run before Reset behind them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anywidget
import solara
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.cell_lines import cell_charts
from sim.view.film import Film
from sim.view.lines import RECENT, Chart, charts, charts_text, points
from sim.view.scene import picture_text
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


class SeriesWidget(anywidget.AnyWidget):
    """Lines over time; `points` holds the newest weeks, `lacking` asks for earlier ones."""

    _esm = assets.text("common.js", "picture.js", "chart.js", "series.js")
    _css = assets.text("series.css")
    heading = synced("")
    picture = synced("")
    way_back = synced("")
    back = synced(0)
    charts = synced("[]")
    cast = synced("[]")
    points = synced({})
    ghost = synced({})
    ghost_told = synced("Dashed: the run before, with the same seed.")
    lacking = synced(-1)
    start = synced("2000-01-01")
    total = synced(1)
    week = synced(0)
    asked = synced(-1)
    hidden = synced([])
    group = synced(-1)
    group_options = synced("[]")


@solara.component
def Series(model: WatchedModel, **beside: Any) -> None:
    """Territory, deaths, fighters, loyalty and beliefs over time; `beside` as `Charts` takes it."""
    group = state.people.value
    groups = [[-1, "all people"], *enumerate(model.film.scene.group_labels)]
    Charts(
        model,
        lambda film: charts(film, group),
        f"series {group}",
        group=-1 if group is None else group,
        group_options=json.dumps(groups),
        on_group=lambda chosen: state.people.set(None if chosen < 0 else chosen),
        **beside,
    )


@solara.component
def Cell(model: WatchedModel, **beside: Any) -> None:
    """History of the pinned cell, or the series of the whole where none is pinned."""
    cell = state.pinned.value
    if cell is None:
        Series(model, **beside)
        return
    Charts(
        model,
        lambda film: cell_charts(film, cell),
        f"cell {cell}",
        heading=model.film.scene.place(cell),
        way_back="Whole area",
        on_back=lambda _: state.pinned.set(None),
        **beside,
    )


@solara.component
def Charts(
    model: WatchedModel,
    chosen: Callable[[Film], tuple[Chart, ...]],
    key: str,
    beside: Film | None = None,
    until: int = 0,
    **traits: Any,
) -> None:
    """Charts of a film; `key` says which, so that a change of them begins anew.

    Dashed stands another run, the one before Reset if none is given; of one that grows, what
    there was when `until` last changed.
    """
    update_counter.get()
    film, ghost = model.film, beside or state.ghost.value
    lacking, set_lacking = solara.use_state(-1, key=f"{id(film)} {key}")
    size = len(film.cast)
    drawn = solara.use_memo(lambda: chosen(film), [film, key, size])
    first = film.last - RECENT if lacking < 0 else min(lacking, film.last - RECENT)
    SeriesWidget.element(
        charts=solara.use_memo(lambda: charts_text(drawn), [film, key, size]),
        cast=solara.use_memo(lambda: cast_text(film), [film, size]),
        points=points(film, drawn, first),
        ghost=solara.use_memo(
            lambda: points(ghost, chosen(ghost), 0) if ghost else {}, [ghost, key, until]
        ),
        lacking=lacking,
        on_lacking=set_lacking,
        picture=picture_text(film.scene, film.last, "series"),
        start=film.scene.start.isoformat(),
        total=max(film.scene.weeks, film.last),
        week=film.at(state.week.value).week,
        asked=-2,
        on_asked=lambda week: state.week.set(None if week >= film.last else week),
        hidden=sorted(state.hidden.value),
        **traits,
    ).key(f"{id(film)} {key}")


def cast_text(film: Film) -> str:
    """Names and colours of the actors as JSON."""
    fields = ("label", "fill", "fill_dark")
    return json.dumps([{field: getattr(member, field) for field in fields} for member in film.cast])
