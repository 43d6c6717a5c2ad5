"""The series of a run: which lines each chart has and how a frame gives their values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import exp, nan
from typing import Any

import numpy as np

from sim.analysis.plots.looks import VIOLENCE
from sim.view.cast import Member, lighter
from sim.view.film import Film
from sim.view.frame import Frame
from sim.vocabulary import CONTESTED, Violence

RECENT = 16
"""Weeks sent with every step; a browser that lacks more asks for them."""


@dataclass(frozen=True)
class Line:
    """One line: `key` names it for ever, `actor` is whose it is ("" of nobody)."""

    key: str
    label: str
    actor: str
    ink: str
    ink_dark: str
    value: Callable[[Frame], float]


@dataclass(frozen=True)
class Chart:
    """Lines that share an axis; `stacked` ones are bars on top of each other."""

    name: str
    title: str
    note: str
    format: str  # share, count or signed: how the browser writes a value
    lines: tuple[Line, ...]
    stacked: bool = False


def charts(film: Film, group: int | None) -> tuple[Chart, ...]:
    """The charts of a run: loyalty of one people, or of all where `group` is None."""
    cast = film.cast
    whose = "all people" if group is None else film.scene.group_labels[group]
    column = len(film.scene.groups) if group is None else group
    return (
        Chart("share", "Territory held", "share of the study area", "share", (
            *(_of(m, "share", _share(m.name)) for m in cast),
            Line("share:contested", "Contested", "", "#6E6E6E", "#A9A9A9", _share(CONTESTED)),
        )),
        Chart("deaths", "Deaths a week", "by type of violence", "count", tuple(
            Line(f"deaths:{kind}", label, "", ink, lighter(ink), _deaths(Violence(kind)))
            for kind, (label, ink) in VIOLENCE.items()
        ), stacked=True),
        Chart("fighters", "Fighters", "under arms", "count", tuple(
            _of(m, "fighters", _row("fighters", row)) for row, m in enumerate(cast)
        )),
        Chart("loyalty", "Loyalty", f"mean of {whose}", "signed", tuple(
            _of(m, "loyalty", _loyalty(row, column)) for row, m in enumerate(cast)
        )),
        Chart("belief", "Belief in a secret deal", "that the other deals with one's enemies",
              "share", tuple(_beliefs(film))),
    )  # fmt: skip


def _of(member: Member, name: str, value: Callable[[Frame], float]) -> Line:
    key = f"{name}:{member.name}"
    return Line(key, member.label, member.name, member.ink, member.fill_dark, value)


def _share(holder: str) -> Callable[[Frame], float]:
    return lambda frame: frame.share.get(holder, nan)


def _deaths(kind: Violence) -> Callable[[Frame], float]:
    return lambda frame: frame.deaths[kind]


def _row(field: str, row: int) -> Callable[[Frame], float]:
    def value(frame: Frame) -> float:
        values = getattr(frame, field)
        return float(values[row]) if row < len(values) and frame.alive[row] else nan

    return value


def _loyalty(row: int, column: int) -> Callable[[Frame], float]:
    def value(frame: Frame) -> float:
        known = row < len(frame.alive) and frame.alive[row]
        return float(frame.group_loyalty[row, column]) if known else nan

    return value


def _beliefs(film: Film) -> Iterator[Line]:
    """What each insurgent group believes of each other one."""
    rebels = [(row, m) for row, m in enumerate(film.cast) if m.insurgent]
    for (one, member), (other, about) in permutations(rebels, 2):
        label = f"{member.label} of {about.label}"
        yield Line(
            f"belief:{member.name}:{about.name}", label, member.name, member.ink,
            member.fill_dark, _belief(one, other),
        )  # fmt: skip


def _belief(one: int, other: int) -> Callable[[Frame], float]:
    def value(frame: Frame) -> float:
        alive, belief = frame.alive, frame.relations.belief
        if max(one, other) >= len(alive) or not (alive[one] and alive[other]):
            return nan
        return 1 / (1 + exp(-float(belief[one, other])))

    return value


def charts_text(drawn: Sequence[Chart]) -> str:
    """The charts as JSON, without values."""
    fields = ("key", "label", "actor", "ink", "ink_dark")
    return json.dumps(
        [
            {
                "name": chart.name,
                "title": chart.title,
                "note": chart.note,
                "format": chart.format,
                "stacked": chart.stacked,
                "lines": [{f: getattr(line, f) for f in fields} for line in chart.lines],
            }
            for chart in drawn
        ]
    )


def points(film: Film, drawn: Sequence[Chart], first: int) -> dict[str, Any]:
    """Values of all lines from a week on: `values` holds a row of float32 for each week."""
    lines = [line for chart in drawn for line in chart.lines]
    rows = [[line.value(frame) for line in lines] for frame in film.since(first)]
    return {
        "from": max(first, 0),
        "keys": [line.key for line in lines],
        "values": np.array(rows, np.float32).tobytes(),
    }
