"""The chosen pair of actors, or what is worth knowing of all pairs where none is chosen."""

from __future__ import annotations

import json
from typing import Any

import anywidget
import solara
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.film import Film
from sim.view.pair import Names, pair_told, rows_of
from sim.view.pair_lines import pair_charts
from sim.view.panels.relations import LOOKS, cast_text, named
from sim.view.panels.series import Charts
from sim.view.past import Past
from sim.view.relations import overview, table
from sim.view.state import Sift
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


class OverviewWidget(anywidget.AnyWidget):
    """Lists of pairs and the net of all; `told` is JSON, `pair` says which one was clicked."""

    _esm = assets.text("common.js", "net.js", "overview.js")
    _css = assets.text("pair.css")
    told = synced("[]")
    cast = synced("[]")
    looks = synced("[]")
    table = synced({})
    pair = synced([])


class PairWidget(anywidget.AnyWidget):
    """A pair in words and parts; `told` is JSON.

    What the reader did comes back: `asked` is a week, the others count clicks.
    """

    _esm = assets.text("common.js", "pair.js")
    _css = assets.text("pair.css")
    told = synced("{}")
    start = synced("2000-01-01")
    asked = synced(-1)
    turned = synced(0)
    closed = synced(0)
    followed = synced(0)


@solara.component
def Pair(model: WatchedModel) -> None:
    """The chosen pair, or the overview."""
    film, names = model.film, state.pair.value
    if names is None or rows_of(film, names) is None:
        Overview(model)
        return
    with solara.Div(classes=["sim-pair"]):
        Told(model)
        with solara.Div(classes=["sim-pair-lines"]):
            Charts(model, lambda film: pair_charts(film, names), f"pair {' '.join(names)}")


@solara.component
def Overview(model: WatchedModel) -> None:
    """Wars, partners and suspicions of the week looked at."""
    update_counter.get()
    film = model.film
    frame = film.at(state.week.value)
    OverviewWidget.element(
        told=json.dumps(overview(film, frame)),
        looks=LOOKS,
        table=table(film, frame),
        cast=solara.use_memo(lambda: cast_text(film), [film, len(film.cast)]),
        pair=[],
        on_pair=lambda pair: state.pair.set(named(film, pair)),
    ).key(f"overview {id(film)}")


@solara.component
def Told(model: WatchedModel) -> None:
    """What the two of the chosen pair hold of each other, and why."""
    update_counter.get()
    film, names = model.film, state.pair.value
    past = solara.use_memo(lambda: _past(film, names), [film, names])
    if past is None:  # the pair was left in the moment in which a week came
        return
    PairWidget.element(
        told=json.dumps(pair_told(film, film.at(state.week.value), past)),
        start=film.scene.start.isoformat(),
        asked=-2,
        on_asked=lambda week: state.week.set(None if week >= film.last else week),
        on_turned=lambda _: state.pair.set(names[::-1]),
        on_closed=lambda _: state.pair.set(None),
        on_followed=lambda _: follow(names),
    ).key(f"pair {id(film)}")


def follow(names: Names) -> None:
    """Show what happened between two in the feed."""
    state.sift.set(Sift(*names))
    state.tab.set("events")


def _past(film: Film, names: Any) -> Past | None:
    rows = rows_of(film, names) if names else None
    return Past(film, *rows) if rows else None
