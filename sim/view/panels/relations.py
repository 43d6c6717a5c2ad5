"""All actors and what each is to each other: a table of pairs."""

from __future__ import annotations

import json

import anywidget
import solara
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.film import Film
from sim.view.pair import Names, rows_of
from sim.view.relations import STANCES, table
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


class RelationsWidget(anywidget.AnyWidget):
    """Table of pairs; `pair` holds two rows of `cast`, and comes back when one is chosen."""

    _esm = assets.text("common.js", "relations.js")
    _css = assets.text("relations.css")
    cast = synced("[]")
    looks = synced("[]")
    table = synced({})
    pair = synced([])
    start = synced("2000-01-01")


LOOKS = json.dumps([look._asdict() for _, look in sorted(STANCES.items())])


@solara.component
def Relations(model: WatchedModel) -> None:
    """Stance, hostility, deals in truth and belief between all actors of the week looked at."""
    update_counter.get()
    film = model.film
    frame = film.at(state.week.value)
    RelationsWidget.element(
        cast=solara.use_memo(lambda: cast_text(film), [film, len(film.cast)]),
        looks=LOOKS,
        table=table(film, frame),
        pair=chosen(film),
        on_pair=lambda pair: state.pair.set(named(film, pair)),
        start=film.scene.start.isoformat(),
    ).key(f"relations {id(film)}")


def chosen(film: Film) -> list[int]:
    """Rows of the chosen pair; empty where there is none."""
    rows = rows_of(film, state.pair.value) if state.pair.value else None
    return list(rows) if rows else []


def named(film: Film, rows: list[int]) -> Names | None:
    """Ids of the actors in two rows; None of none."""
    return (film.cast[rows[0]].name, film.cast[rows[1]].name) if rows else None


def cast_text(film: Film) -> str:
    """Names, types and colours of the actors as JSON."""
    fields = ("label", "type", "fill", "fill_dark")
    return json.dumps([{field: getattr(member, field) for field in fields} for member in film.cast])
