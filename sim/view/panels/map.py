"""The map of a week."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import anywidget
import numpy as np
import pandas as pd
import solara
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.cast import Member
from sim.view.facts import facts
from sim.view.film import Film
from sim.view.frame import NO_ACTOR, Frame
from sim.view.ground import ground_text
from sim.view.layers import MEMORY, MODES, NEEDS, bands, layer, marks
from sim.view.scene import Scene, picture_text
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


class MapWidget(anywidget.AnyWidget):
    """Map of one week; `hover`, `pinned`, `hidden`, `mode`, `actor` and `group` come back.

    Where it is `linked`, so does `sight`: how far it is zoomed, and to where.
    """

    _esm = assets.text("common.js", "ground.js", "sight.js", "picture.js", "map.js")
    _css = assets.text("map.css")
    heading = synced("Map")
    linked = synced(False)
    sight = synced([])
    scene = synced("{}")
    cast = synced("[]")
    layer = synced({})
    bands = synced(b"")
    marks = synced(b"")
    memory = synced(0)
    present = synced([])
    hidden = synced([])
    pinned = synced(-1)
    hover = synced(-1)
    facts = synced({})
    caption = synced("")
    picture = synced("")
    mode = synced("control")
    mode_options = synced("[]")
    needs = synced([])
    actor = synced(0)
    actor_options = synced("[]")
    group = synced(0)
    group_options = synced("[]")


@solara.component
def Map(model: WatchedModel) -> None:
    """Map of the week that is looked at, with its legend and modes."""
    update_counter.get()
    film = model.film
    hover, set_hover = solara.use_state(-1, key=id(film))
    week_map(film, film.at(state.week.value), hover, set_hover)


def week_map(
    film: Film, frame: Frame, hover: int, on_hover: Callable[[int], None], **traits: object
) -> None:
    """The map of a week of a film, within a component; `traits` take the place of its own."""
    scene = solara.use_memo(lambda: scene_text(film.scene), [film])
    groups = solara.use_memo(lambda: json.dumps(list(enumerate(film.scene.group_labels))), [scene])
    cast, mode = film.cast, state.mode.value
    memory = MEMORY if mode.name == "violence" else 1
    usual = {
        "scene": scene,
        "cast": solara.use_memo(lambda: cast_text(cast), [film, len(cast)]),
        "layer": layer(film, frame, mode),
        "bands": bands(frame, mode).tobytes(),
        "marks": marks(film, frame, memory) if mode.name in ("control", "violence") else b"",
        "memory": memory,
        "present": present(film, frame),
        "hidden": sorted(state.hidden.value),
        "on_hidden": lambda names: state.hidden.set(frozenset(names)),
        "pinned": -1 if state.pinned.value is None else state.pinned.value,
        "on_pinned": lambda cell: state.pinned.set(None if cell < 0 else cell),
        "hover": hover,
        "on_hover": on_hover,
        "facts": facts(film, frame, hover),
        "caption": caption(film, frame),
        "picture": picture_text(film.scene, frame.week, "map"),
        "mode": mode.name,
        "on_mode": _change("name"),
        "mode_options": json.dumps(list(MODES.items())),
        "needs": NEEDS.get(mode.name, []),
        "actor": mode.actor,
        "on_actor": _change("actor"),
        "actor_options": json.dumps([[row, member.label] for row, member in enumerate(cast)]),
        "group": mode.group,
        "on_group": _change("group"),
        "group_options": groups,
    }
    MapWidget.element(**{**usual, **traits})


def _change(field: str) -> Callable[[Any], None]:
    return lambda value: state.mode.set(replace(state.mode.value, **{field: value}))


def present(film: Film, frame: Frame) -> list[int]:
    """Actors that the legend names: those that exist or hold anything."""
    holding = set(np.unique(frame.holder).tolist()) - {NO_ACTOR}
    alive = set(np.flatnonzero(frame.alive & (frame.fighters > 0)).tolist())
    return sorted(holding | alive)


def scene_text(scene: Scene) -> str:
    """The land of a run as JSON."""
    grid = scene.grid
    cells = pd.DataFrame(
        {
            "longitude": grid.longitude,
            "latitude": grid.latitude,
            "study": grid.study,
            "country_name": np.array(grid.country_names)[grid.country],
        }
    )
    lesser = [
        (name, longitude, latitude)
        for name, cell, longitude, latitude, _ in grid.towns
        if grid.study[cell]
    ]
    return ground_text(scene.land, cells, lesser)


def cast_text(cast: Sequence[Member]) -> str:
    """The actors as JSON."""
    fields = ("name", "label", "type", "fill", "ink", "fill_dark")
    return json.dumps([{field: getattr(member, field) for field in fields} for member in cast])


def caption(film: Film, frame: Frame) -> str:
    """The map in a sentence, for who cannot see it."""
    shares = sorted(
        ((frame.share.get(member.name, 0.0), member.label) for member in film.cast), reverse=True
    )
    told = ", ".join(f"{label} {share:.0%}" for share, label in shares[:5] if share > 0)
    return f"Map of {film.scene.title} on {film.scene.date(frame.week)}. Cells held: {told}."
