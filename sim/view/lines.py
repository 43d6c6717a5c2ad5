"""The series of a run: which lines each chart has and how a frame gives their values."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.plots.looks import VIOLENCE
from sim.view.cast import Member, lighter
from sim.view.film import Film
from sim.view.frame import Frame
from sim.vocabulary import CONTESTED, Violence

RECENT = 16
"""Weeks sent with every step; a browser that lacks more asks for them."""

Values = Sequence[float] | npt.NDArray[Any]


@dataclass(frozen=True)
class Line:
    """One line: `key` names it for ever, `actor` is whose it is ("" of nobody)."""

    key: str
    label: str
    actor: str
    ink: str
    ink_dark: str


class State(NamedTuple):
    """One of the things that a strip tells apart, with its colours on light and dark ground."""

    label: str
    fill: str
    fill_dark: str


@dataclass(frozen=True)
class Chart:
    """Lines that share an axis.

    `values` gives the value of each line in a frame; where actors were born since, the last ones
    may be missing. `form` is lines, bars on top of each other, or a strip: its first line is a
    place in `states`, or an actor where there are none; its second says where it is striped.
    `format` says how the browser writes a value: share, count or signed.
    """

    name: str
    title: str
    note: str
    format: str
    lines: tuple[Line, ...]
    values: Callable[[Frame], Values]
    form: str = "lines"
    states: tuple[State, ...] = ()


def charts(film: Film, group: int | None) -> tuple[Chart, ...]:
    """The charts of a run: loyalty of one people, or of all where `group` is None."""
    cast = film.cast
    column = len(film.scene.groups) if group is None else group
    holders = [*(member.name for member in cast), CONTESTED]
    contested = Line("share:contested", "Contested", "", "#6E6E6E", "#A9A9A9")
    return (
        Chart(
            "share", "Territory held", "share of the study area", "share",
            (*of_cast(cast, "share"), contested),
            lambda frame: [frame.share.get(name, np.nan) for name in holders],
        ),
        deaths("Deaths a week", lambda frame: [frame.deaths[kind] for kind in Violence]),
        Chart(
            "fighters", "Fighters", "under arms", "count", of_cast(cast, "fighters"),
            lambda frame: np.where(frame.alive, frame.fighters, np.nan),
        ),
        Chart(
            "loyalty", "Loyalty", "mean, from −1 hostile to +1 loyal", "signed",
            of_cast(cast, "loyalty"),
            lambda frame: np.where(frame.alive, frame.group_loyalty[:, column], np.nan),
        ),
        _beliefs(film),
    )  # fmt: skip


def deaths(title: str, values: Callable[[Frame], Values]) -> Chart:
    """Bars of deaths by type of violence."""
    lines = tuple(
        Line(f"deaths:{kind}", label, "", ink, lighter(ink))
        for kind, (label, ink) in VIOLENCE.items()
    )
    return Chart("deaths", title, "by type of violence", "count", lines, values, "bars")


def of_cast(cast: Sequence[Member], name: str) -> tuple[Line, ...]:
    """A line for each actor."""
    return tuple(Line(f"{name}:{m.name}", m.label, m.name, m.ink, m.fill_dark) for m in cast)


def _beliefs(film: Film) -> Chart:
    """What each insurgent group believes of each other one."""
    rebels = [(row, member) for row, member in enumerate(film.cast) if member.insurgent]
    pairs = list(permutations(rebels, 2))
    lines = tuple(
        Line(
            f"belief:{member.name}:{about.name}", f"{member.label} of {about.label}",
            member.name, member.ink, member.fill_dark,
        )
        for (_, member), (_, about) in pairs
    )  # fmt: skip
    rows = np.array([[one, other] for (one, _), (other, _) in pairs], np.int64).reshape(-1, 2)

    def values(frame: Frame) -> Values:
        known = np.all(rows < len(frame.alive), axis=1)
        one, other = np.where(known[:, None], rows, 0).T
        there = known & frame.alive[one] & frame.alive[other]
        return np.where(there, 1 / (1 + np.exp(-frame.relations.belief[one, other])), np.nan)

    note = "that the other deals with one's enemies"
    return Chart("belief", "Belief in a secret deal", note, "share", lines, values)


def charts_text(drawn: Sequence[Chart]) -> str:
    """The charts as JSON, without values."""
    fields = ("name", "title", "note", "format", "form", "states")
    parts = ("key", "label", "actor", "ink", "ink_dark")
    return json.dumps(
        [
            {name: getattr(chart, name) for name in fields}
            | {"lines": [{part: getattr(line, part) for part in parts} for line in chart.lines]}
            for chart in drawn
        ]
    )


def points(film: Film, drawn: Sequence[Chart], first: int) -> dict[str, Any]:
    """Values of all lines from a week on: `values` holds a row of float32 for each week."""
    frames = list(film.since(first))
    rows = np.full((len(frames), sum(len(chart.lines) for chart in drawn)), np.nan, np.float32)
    for row, frame in zip(rows, frames, strict=True):
        column = 0
        for chart in drawn:
            values = chart.values(frame)
            row[column : column + len(values)] = values
            column += len(chart.lines)
    return {
        "from": max(first, 0),
        "keys": [line.key for chart in drawn for line in chart.lines],
        "values": rows.tobytes(),
    }
