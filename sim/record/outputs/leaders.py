"""Who led whom, how long, and how it ended."""

from __future__ import annotations

from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

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
_Holder = tuple[int, int, int]  # actor, constituent and number of who holds a post


class _Told(NamedTuple):
    week: int
    kind: int
    actor: int
    other: int
    post: int
    by_scenario: bool


class _Note(NamedTuple):
    holders: list[_Holder | None]  # L, None while a post is vacant
    since: list[int]  # L
    told: list[_Told]


class _Term(NamedTuple):
    post: int
    holder: _Holder
    begun: int
    ended: int | None


def note(world: World) -> _Note:
    """Who holds which post in the present week, and what happened to leaders and their groups."""
    leaders, log, week = world.leaders, world.developments, world.clock.week
    holders = zip(
        leaders.actor.tolist(), leaders.constituent.tolist(), leaders.number.tolist(), strict=True
    )
    return _Note(
        [who if held else None for who, held in zip(holders, leaders.in_office, strict=True)],
        leaders.since.tolist(),
        [
            _Told(
                week,
                int(log.kind[row]),
                int(log.actor[row]),
                int(log.other[row]),
                int(log.post[row]),
                bool(log.amount[row] > 0.0),
            )
            for row in range(log.count)
            if log.kind[row] in _TOLD
        ],
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """One row for each term of a holder of a post, by post and time."""
    official = np.asarray(world.actors.governs | world.actors.foreign).tolist()
    told = [told for _, note in notes for told in note.told]
    rows = []
    for post in range(len(world.leaders.actor)):
        terms = _terms(post, notes)
        for term, after in zip_longest(terms, terms[1:]):
            rows.append(_row(world, official, told, term, after))
    return {column.name: [row[column.name] for row in rows] for column in COLUMNS}


def _terms(post: int, notes: list[tuple[int, Any]]) -> list[_Term]:
    """Terms of a post in order of time: one ends with its holder, or with whom it belongs to."""
    seen = [
        (week, note.holders[post] if post < len(note.holders) else None, note)
        for week, note in notes
    ]
    terms, last = [], notes[-1][0] if notes else 0
    for holder, weeks in groupby(seen, key=itemgetter(1)):
        if holder is None:
            continue
        run = list(weeks)
        first, note = run[0][0], run[0][2]
        begun = note.since[post] if first == notes[0][0] else first
        terms.append(_Term(post, holder, begun, run[-1][0] + 1 if run[-1][0] < last else None))
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
    note,
    table,
    every_week=True,
)
