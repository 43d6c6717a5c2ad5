"""What the map is coloured by: each mode turns a frame into a layer of bytes for the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.view.film import Film
from sim.view.frame import NO_ACTOR, Frame, Shorts
from sim.view.packed import as_bytes
from sim.view.state import Mode
from sim.vocabulary import Kind
from sim.world.state import Flags

Layer = dict[str, Any]

MEMORY = 8
"""Weeks of events that the map of violence remembers."""

MODES = {
    "control": "Who holds what",
    "actor": "One actor's influence",
    "loyalty": "Loyalty of a people",
    "people": "People",
    "displaced": "Displaced people",
    "violence": "Violence of the last weeks",
    "spheres": "Spheres and their overlap",
}
NEEDS = {"actor": ["actor"], "loyalty": ["group", "actor"]}

SEQUENTIAL = {
    "light": ["#f7f4ea", "#cbd9c2", "#7fb3b0", "#3a7ca0", "#1d3f72"],
    "dark": ["#2b3138", "#2f5470", "#3f86a6", "#8cc3bf", "#eaf3d9"],
}
DIVERGING = {
    "light": ["#8a4a12", "#d9a05f", "#f3efe6", "#74a9cf", "#17497d"],
    "dark": ["#f0a860", "#96643a", "#3a4048", "#3f7ba6", "#a7d3f2"],
}

LEAST_SPHERE = 0.1
"""Share of a sphere below which a cell counts as none of it."""


def layer(film: Film, frame: Frame, mode: Mode) -> Layer:
    """The layer of a mode in a week."""
    return _LAYERS[mode.name](film, frame, mode)


def _control(film: Film, frame: Frame, mode: Mode) -> Layer:
    influence = frame.influence.array()
    cells = np.arange(len(frame.holder))
    held = frame.holder != NO_ACTOR
    strength = np.zeros(len(cells), np.uint8)
    strength[held] = influence[frame.holder[held], cells[held]]
    return {
        "kind": "areas",
        "first": frame.holder.tobytes(),
        "second": np.where(frame.contested, frame.rival, NO_ACTOR).astype(np.uint8).tobytes(),
        "strength": strength.tobytes(),
        "key": [
            ["nobody", "held by nobody"],
            ["striped", "contested: the stripes are the rival's"],
            ["band", "fighters"],
            ["fight", "violence this week"],
            ["strike", "air strike"],
        ],
    }


def _actor(film: Film, frame: Frame, mode: Mode) -> Layer:
    influence = frame.influence.array()
    values = influence[min(mode.actor, len(influence) - 1)]
    return _scale(values, SEQUENTIAL, "no influence", "all of it")


def _loyalty(film: Film, frame: Frame, mode: Mode) -> Layer:
    scene, loyalty = film.scene, frame.loyalty.array()
    own = scene.community_group == mode.group
    values = np.full(len(frame.holder), 128, np.uint8)
    present = np.zeros(len(values), np.bool_)
    values[scene.community_cell[own]] = loyalty[min(mode.actor, len(loyalty) - 1), own]
    present[scene.community_cell[own]] = True
    return _scale(values, DIVERGING, "hostile", "loyal", present)


def _people(film: Film, frame: Frame, mode: Mode) -> Layer:
    return _persons(film, frame.people.array())


def _displaced(film: Film, frame: Frame, mode: Mode) -> Layer:
    return _persons(film, frame.displaced.array())


def _persons(film: Film, persons: Any) -> Layer:
    """People of each cell on a scale of powers of ten."""
    counted = np.bincount(film.scene.community_cell, persons, film.scene.grid.size)
    values = as_bytes(np.log10(np.maximum(counted, 1)), 1, 6)
    return _scale(values, SEQUENTIAL, "10 people", "a million", counted >= 1, fighters=False)


def _violence(film: Film, frame: Frame, mode: Mode) -> Layer:
    faint = np.full(len(frame.holder), 40, np.uint8)
    return _control(film, frame, mode) | {
        "strength": faint.tobytes(),
        "key": [
            ["type-1", "a state or its guests take part"],
            ["type-2", "between groups"],
            ["type-3", "against civilians"],
            ["strike", "air strike"],
        ],
    }


def _spheres(film: Film, frame: Frame, mode: Mode) -> Layer:
    sphere = frame.sphere.array()
    order = np.argsort(-sphere.astype(np.int16), axis=0, kind="stable")
    cells = np.arange(sphere.shape[1])
    first, second = order[0], order[min(1, len(order) - 1)]
    least = int(255 * LEAST_SPHERE)
    claimed = sphere[first, cells] > least
    shared = (sphere[second, cells] > least) & (first != second)
    return {
        "kind": "areas",
        "first": np.where(claimed, first, NO_ACTOR).astype(np.uint8).tobytes(),
        "second": np.where(shared, second, NO_ACTOR).astype(np.uint8).tobytes(),
        "strength": sphere[first, cells].tobytes(),
        "key": [["striped", "two actors regard it as theirs"], ["band", "fighters"]],
    }


def _scale(
    values: Any,
    ramp: dict[str, list[str]],
    low: str,
    high: str,
    present: Flags | None = None,
    fighters: bool = True,
) -> Layer:
    found = b"" if present is None else present.astype(np.uint8).tobytes()
    return {
        "kind": "scale",
        "first": values.tobytes(),
        "second": b"",
        "strength": found,
        "ramp": ramp,
        "low": low,
        "high": high,
        "key": [["band", "fighters"]] if fighters else [],
    }


_LAYERS: dict[str, Callable[[Film, Frame, Mode], Layer]] = {
    "control": _control,
    "actor": _actor,
    "loyalty": _loyalty,
    "people": _people,
    "displaced": _displaced,
    "violence": _violence,
    "spheres": _spheres,
}


def bands(frame: Frame, mode: Mode) -> Shorts:
    """Bands that a mode shows: all, those of the actor it is about, or none."""
    if mode.name in ("control", "spheres"):
        return frame.bands
    about = "actor" in NEEDS.get(mode.name, ())
    shown: Shorts = frame.bands[about & (frame.bands[:, 1] == mode.actor)]
    return shown


def marks(film: Film, frame: Frame, weeks: int) -> bytes:
    """Events of the last weeks: cell, type of violence, deaths, weeks ago, air strike or not."""
    rows = []
    for past in film.since(frame.week - weeks + 1, frame.week):
        events = past.events
        columns = (
            events.cell,
            past.violence,
            np.minimum(events.deaths, 65_535),
            np.full(len(events.cell), frame.week - past.week),
            events.kind == Kind.STRIKE,
        )
        rows.append(np.stack([column.astype(np.uint16) for column in columns], axis=1))
    return np.concatenate(rows).tobytes()
