"""What a cell is in a week, in words."""

from __future__ import annotations

import numpy as np

from sim.view.film import Film
from sim.view.frame import NO_ACTOR, Frame
from sim.view.layers import MEMORY

MOST = 4
"""Actors told of in each line."""

Facts = dict[str, object]


def facts(film: Film, frame: Frame, cell: int) -> Facts:
    """Title and lines of a cell; empty where there is none."""
    if not 0 <= cell < film.scene.grid.size:
        return {}
    rows = [
        ["Held by", _holder(film, frame, cell)],
        ["Influence", _influence(film, frame, cell)],
        ["Fighters", _fighters(film, frame, cell)],
        *_people(film, frame, cell),
        *_violence(film, frame, cell),
    ]
    told = [[name, text] for name, text in rows if text]
    return {"cell": cell, "title": film.scene.place(cell), "rows": told}


def _holder(film: Film, frame: Frame, cell: int) -> str:
    holder, rival = int(frame.holder[cell]), int(frame.rival[cell])
    name = "nobody" if holder == NO_ACTOR else film.cast[holder].label
    if frame.contested[cell] and rival != NO_ACTOR:
        return f"{name}, contested by {film.cast[rival].label}"
    return name


def _influence(film: Film, frame: Frame, cell: int) -> str:
    column = frame.influence.array()[:, cell]
    order = np.argsort(-column.astype(int), kind="stable")[:MOST]
    return ", ".join(
        f"{film.cast[a].label} {column[a] / 255:.0%}" for a in order.tolist() if column[a] >= 3
    )


def _fighters(film: Film, frame: Frame, cell: int) -> str:
    here = frame.bands[frame.bands[:, 0] == cell]
    counted = np.bincount(here[:, 1], here[:, 2], len(film.cast))
    order = np.argsort(-counted, kind="stable")[:MOST].tolist()
    return ", ".join(f"{film.cast[a].label} {counted[a]:,.0f}" for a in order if counted[a] > 0)


def _people(film: Film, frame: Frame, cell: int) -> list[list[str]]:
    scene = film.scene
    own = np.flatnonzero(scene.community_cell == cell)
    people, displaced = frame.people.array()[own], int(frame.displaced.array()[own].sum())
    total = int(people.sum())
    order = np.argsort(-people.astype(np.int64), kind="stable")[:3].tolist()
    largest = ", ".join(
        f"{scene.group_labels[scene.community_group[own[i]]]} {people[i] / total:.0%}"
        for i in order
        if total and people[i] / total >= 0.05
    )
    rows = [["People", f"{total:,}"], ["Peoples", largest]]
    return [*rows, ["Displaced here", f"{displaced:,}" if displaced else ""]]


def _violence(film: Film, frame: Frame, cell: int) -> list[list[str]]:
    events = deaths = 0
    for past in film.since(frame.week - MEMORY + 1, frame.week):
        here = past.events.cell == cell
        events += int(here.sum())
        deaths += int(past.events.deaths[here].sum())
    told = f"{events} event{'s' if events > 1 else ''}, {deaths} dead" if events else ""
    return [[f"Last {MEMORY} weeks", told]]
