"""Two runs at the same week: what a map of their difference shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.view.cast import Member
from sim.view.film import Film
from sim.view.frame import NO_ACTOR, Frame
from sim.view.layers import DIVERGING, Layer, layer
from sim.view.packed import Bytes, as_bytes
from sim.view.state import Mode
from sim.world.state import Flags, Ints

LEAST_SCALE = 0.1
"""The strongest colour stands for a difference of this size at least, where shares are shown."""


def same_land(one: Film, other: Film) -> bool:
    """Whether cells of the two stand for the same places."""
    return np.array_equal(one.scene.grid.cell_id, other.scene.grid.cell_id)


def joint_cast(one: Film, other: Film) -> tuple[Member, ...]:
    """The actors of the first run, then those of the other that the first does not have."""
    names = {member.name for member in one.cast}
    return (*one.cast, *(member for member in other.cast if member.name not in names))


def rows_in(cast: tuple[Member, ...], film: Film) -> Ints:
    """Row of every actor of a film in a cast that has them all."""
    rows = {member.name: row for row, member in enumerate(cast)}
    return np.array([rows[member.name] for member in film.cast], np.int64)


def holders_apart(one: Film, other: Film, frame: Frame, beside: Frame) -> tuple[Bytes, Bytes]:
    """Who holds each cell in the one and in the other, rows of the joint cast (NO_ACTOR nobody)."""
    rows = np.append(rows_in(joint_cast(one, other), other), np.zeros(NO_ACTOR, np.int64))
    theirs = np.where(beside.holder == NO_ACTOR, NO_ACTOR, rows[beside.holder])
    return frame.holder, np.minimum(theirs, NO_ACTOR).astype(np.uint8)


def difference(one: Film, other: Film, frame: Frame, beside: Frame, mode: Mode) -> Layer:
    """Layer of the difference: who holds what else, or by how much more or less there is."""
    own = layer(one, frame, mode)
    if own["kind"] != "scale":
        return _of_holders(*holders_apart(one, other, frame, beside))
    their_mode = replace(mode, actor=_row_of(other, one.cast[mode.actor].name))
    theirs = layer(other, beside, their_mode) if their_mode.actor >= 0 else None
    return _of_values(own, theirs)


def cells_apart(one: Film, other: Film, frame: Frame, beside: Frame) -> Flags:
    """Cells that somebody else holds in the other run."""
    ours, theirs = holders_apart(one, other, frame, beside)
    apart: Flags = ours != theirs
    return apart


def facts_apart(
    one: Film, other: Film, frame: Frame, beside: Frame, cell: int
) -> dict[str, object]:
    """Who holds a cell in either run, in words; empty where there is no cell."""
    if not 0 <= cell < one.scene.grid.size:
        return {}
    cast = joint_cast(one, other)
    ours, theirs = (int(held[cell]) for held in holders_apart(one, other, frame, beside))
    names = ["nobody" if row == NO_ACTOR else cast[row].label for row in (ours, theirs)]
    rows = [["This run", names[0]], ["Other run", names[1]]]
    return {"cell": cell, "title": one.scene.place(cell), "rows": rows}


def _of_holders(ours: Bytes, theirs: Bytes) -> Layer:
    apart = ours != theirs
    return {
        "kind": "areas",
        "first": np.where(apart, ours, NO_ACTOR).astype(np.uint8).tobytes(),
        "second": np.where(apart, theirs, NO_ACTOR).astype(np.uint8).tobytes(),
        "strength": np.full(len(ours), 255, np.uint8).tobytes(),
        "key": [
            ["nobody", "held by the same in both"],
            ["striped", "fill: who holds it in this run; stripes: in the other"],
        ],
    }


def _of_values(own: Layer, theirs: Layer | None) -> Layer:
    ours, there = _values(own)
    if theirs is None:
        values, present = np.zeros_like(ours), np.zeros_like(there)
    else:
        others, also = _values(theirs)
        values, present = others - ours, there | also
    most = max(float(np.abs(values).max(initial=0.0)), LEAST_SCALE)
    return {
        "kind": "scale",
        "first": as_bytes(values, -most, most).tobytes(),
        "second": b"",
        "strength": present.astype(np.uint8).tobytes(),
        "ramp": DIVERGING,
        "low": "less in the other run",
        "high": "more in the other run",
        "key": [],
    }


def _values(layer: Layer) -> tuple[np.ndarray, Flags]:
    """Values of a scale (0..1), and where there are any."""
    values = np.frombuffer(layer["first"], np.uint8) / 255
    if layer["strength"]:
        return values, np.frombuffer(layer["strength"], np.uint8) > 0
    return values, np.ones(len(values), np.bool_)


def _row_of(film: Film, name: str) -> int:
    return next((row for row, member in enumerate(film.cast) if member.name == name), -1)
