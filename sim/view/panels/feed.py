"""The feed of what happened and what was claimed, the newest first."""

from __future__ import annotations

import json
from typing import Any

import anywidget
import numpy as np
import solara
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.entries import entries
from sim.view.feed import KINDS, PINNED, Feed
from sim.view.film import Film
from sim.view.panels.relations import cast_text
from sim.view.scene import Scene
from sim.view.state import Sift
from sim.view.watched import WatchedModel
from sim.view.widgets import synced
from sim.vocabulary import CIVILIANS

MOST = 60
"""Entries shown at first, and so many more each time that the reader asks."""


class FeedWidget(anywidget.AnyWidget):
    """Entries of the feed as JSON; `sift`, `most`, `pinned` and `asked` come back."""

    _esm = assets.text("common.js", "feed.js")
    _css = assets.text("feed.css")
    entries = synced("[]")
    cast = synced("[]")
    start = synced("2000-01-01")
    week = synced(0)
    found = synced(0)
    most = synced(MOST)
    sift = synced({})
    kinds = synced("[]")
    actors = synced("[]")
    places = synced("[]")
    pinned = synced(-1)
    asked = synced(-1)


@solara.component
def Events(model: WatchedModel) -> None:
    """What happened up to the week looked at, sifted as the reader likes."""
    update_counter.get()
    film = model.film
    most, set_most = solara.use_state(MOST, key=id(film))
    feed = solara.use_memo(lambda: Feed(film), [film])
    feed.grow()
    sift, pinned = state.sift.value, state.pinned.value
    week = film.at(state.week.value).week
    found = feed.found(sift, pinned, week)
    cast = [film, len(film.cast)]
    FeedWidget.element(
        entries=json.dumps(entries(feed, found[:most])),
        cast=solara.use_memo(lambda: cast_text(film), cast),
        start=film.scene.start.isoformat(),
        week=week,
        found=len(found),
        most=most,
        on_most=set_most,
        sift=_told(sift),
        on_sift=lambda told: state.sift.set(_asked(told)),
        kinds=json.dumps(list(KINDS.items())),
        actors=solara.use_memo(lambda: _actors(film), cast),
        places=solara.use_memo(lambda: _places(film.scene), [film]),
        pinned=-1 if pinned is None else pinned,
        on_pinned=lambda cell: state.pinned.set(None if cell < 0 else cell),
        asked=-2,
        on_asked=lambda week: state.week.set(None if week >= film.last else week),
    ).key(f"feed {id(film)}")


def _told(sift: Sift) -> dict[str, Any]:
    return {
        "one": sift.one, "other": sift.other, "kinds": sorted(sift.kinds), "place": sift.place,
    }  # fmt: skip


def _asked(told: dict[str, Any]) -> Sift:
    return Sift(told["one"], told["other"], frozenset(told["kinds"]), told["place"])


def _actors(film: Film) -> str:
    """Who can be asked for, as JSON: everybody named so far, and civilians."""
    found = [(member.name, member.label) for member in film.cast]
    return json.dumps([*found, (CIVILIANS, "civilians")])


def _places(scene: Scene) -> str:
    """Where can be asked for, as JSON: the pinned cell, and divisions of the study area."""
    grid = scene.grid
    countries = dict(zip(grid.countries, grid.country_names, strict=True))
    found = []
    for number in np.unique(grid.admin1[grid.study]).tolist():
        code, _, name = grid.admin1_names[number].partition("/")
        found.append((countries.get(code, code), name, str(number)))
    told = [(number, f"{name}, {country}") for country, name, number in sorted(found)]
    return json.dumps([(PINNED, "The pinned cell"), *told])
