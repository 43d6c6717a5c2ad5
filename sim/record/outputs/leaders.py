"""Who led whom, how long, and how it ended."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np

from sim.record.happened import state_side
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.weeks import first_day
from sim.vocabulary import NOBODY, Development
from sim.world.world import World

COLUMNS = (
    Column("actor", "text", "", "Actor whom the post belongs to."),
    Column("constituent", "text", "", "Part of the actor that it leads, empty if the whole."),
    Column("name", "text", "", "Name by the scenario, or the number among the post's holders."),
    Column("number", "int", "count", "1 for the first who holds the post, then 2 and so on."),
    Column("from_week", "int", "week", "Week in which the term began; before 0 in burn-in."),
    Column("from", "date", "", "First day of that week."),
    Column("to_week", "int", "week", "Week in which it ended, empty where it lasts."),
    Column("to", "date", "", "First day of that week."),
    Column(
        "ended_by",
        "text",
        "",
        "hunt (by a state or guest), plot (by a rival), scenario, split (the part becomes an actor "
        "under the same leader), merger, end (of the actor); empty where it lasts.",
    ),
    Column("killer", "text", "", "Actor that killed the leader, empty where none or not known."),
    Column("weeks_vacant_after", "int", "weeks", "Time until a successor, empty if none came."),
    Column(
        "split_followed",
        "int",
        "flag",
        "1 where a part broke away from the actor in the week of the death or before a successor.",
    ),
)

_TOLD = (Development.LEADER_KILLED, Development.SPLIT, Development.MERGER, Development.END)
_DEATHS = ("hunt", "plot", "scenario")
_HOLDER = ("actor", "constituent", "number")
_Holder = tuple[int, int, int]  # who holds a post, by these


class _Told(NamedTuple):
    week: int
    kind: int
    actor: int
    other: int
    post: int
    by_scenario: bool


class _Term(NamedTuple):
    post: int
    holder: _Holder
    begun: int
    ended: int | None


def table(world: World, notes: Notes) -> Table:
    """One row for each term of a holder of a post, by post and time."""
    official = state_side(world.actors).tolist()
    told = _told(notes)
    rows = []
    for terms in _terms(notes):
        for term, after in zip_longest(terms, terms[1:]):
            rows.append(_row(world, official, told, term, after))
    return {column.name: [row[column.name] for row in rows] for column in COLUMNS}


def _told(notes: Notes) -> list[_Told]:
    """What happened to leaders and their groups, in order of time."""
    noted = notes["developments"]
    these = np.flatnonzero(np.isin(noted["kind"], _TOLD))
    fields = (noted[name][these].tolist() for name in ("note", "kind", "actor", "other", "post"))
    by_scenario = (noted["amount"][these] > 0.0).tolist()
    return [
        _Told(notes.weeks[note], *rest) for note, *rest in zip(*fields, by_scenario, strict=True)
    ]


def _terms(notes: Notes) -> list[list[_Term]]:
    """Terms of each post in order of time: one ends with its holder, or with whom it belongs to."""
    held = np.stack([notes[f"leaders.{name}"] for name in ("in_office", *_HOLDER)], axis=2)
    begins = np.ones(held.shape[:2], np.bool_)
    begins[1:] = np.any(held[1:] != held[:-1], axis=2)
    since, weeks = notes["leaders.since"][0].tolist(), notes.weeks
    terms: list[list[_Term]] = []
    for post, begin in enumerate(begins.T):
        first = np.flatnonzero(begin).tolist()
        terms.append([])
        for note, after in zip_longest(first, first[1:]):
            in_office, actor, constituent, number = held[note, post].tolist()
            if in_office:
                begun = weeks[note] if note else since[post]
                ended = None if after is None else weeks[after - 1] + 1
                terms[-1].append(_Term(post, (actor, constituent, number), begun, ended))
    return terms


def _row(
    world: World, official: list[bool], told: list[_Told], term: _Term, after: _Term | None
) -> dict[str, Any]:
    """What the table says of a term, given the next one of the post."""
    actor, constituent, number = term.holder
    start, actors = world.clock.start, world.actors.names
    how, killer = _ending(official, told, term)
    vacant = None
    if term.ended is not None and after is not None and how != "split":
        vacant = after.begun - term.ended
    return {
        "actor": actors[actor],
        "constituent": "" if constituent == NOBODY else world.constituents.names[constituent],
        "name": (number == 1 and world.leaders.names[term.post]) or f"{number}. leader",
        "number": number,
        "from_week": term.begun,
        "from": first_day(start, term.begun).isoformat(),
        "to_week": term.ended,
        "to": "" if term.ended is None else first_day(start, term.ended).isoformat(),
        "ended_by": how,
        "killer": "" if killer == NOBODY else actors[killer],
        "weeks_vacant_after": vacant,
        "split_followed": int(how in _DEATHS and _split_followed(told, term, after)),
    }


def _ending(official: list[bool], told: list[_Told], term: _Term) -> tuple[str, int]:
    """How a term ended, and who killed its holder."""
    if term.ended is None:
        return "", NOBODY
    week = [one for one in told if one.week == term.ended]
    for one in week:
        if one.kind == Development.LEADER_KILLED and one.post == term.post:
            if one.by_scenario:
                return "scenario", one.other
            return "hunt" if official[one.other] else "plot", one.other
    for one in week:
        if one.kind == Development.MERGER and one.actor == term.holder[0]:
            return "merger", NOBODY
        if one.kind == Development.END and one.actor == term.holder[0]:
            return "end", NOBODY
    return "split", NOBODY


def _split_followed(told: list[_Told], term: _Term, after: _Term | None) -> bool:
    """Whether a part broke away from the actor between the term and the next one."""
    return any(
        one.kind == Development.SPLIT
        and one.other == term.holder[0]
        and term.ended is not None
        and one.week >= term.ended
        and (after is None or one.week <= after.begun)
        for one in told
    )


OUTPUT = Output(
    "leaders",
    "Who held each post of a leader, from when to when, and how it ended.",
    COLUMNS,
    (*(f"leaders.{name}" for name in ("in_office", "since", *_HOLDER)), "developments"),
    table,
    every_week=True,
)
