"""Where two runs part: the first week in which each thing differs, and what differs there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sim.view.difference import cells_apart, holders_apart, joint_cast, same_land
from sim.view.film import Film
from sim.view.frame import NO_ACTOR, Frame
from sim.vocabulary import NOBODY, Kind

MOST = 4
"""Things of a kind that are told."""

SEEN: dict[str, Callable[[Frame], Any]] = {
    "Bands and where they are": lambda frame: frame.bands.tobytes(),
    "Fights and attacks": lambda frame: _events(frame),
    "Who holds what": lambda frame: (frame.holder.tobytes(), frame.contested.tobytes()),
    "Loyalty": lambda frame: frame.loyalty,
    "People": lambda frame: (frame.people, frame.displaced),
    "War, truce and pacts": lambda frame: frame.relations.stance.tobytes(),
    "Hostility": lambda frame: frame.relations.hostility.tobytes(),
    "Belief in secret deals": lambda frame: frame.relations.belief.tobytes(),
    "Claims of outlets": lambda frame: frame.claims,
    "Who exists": lambda frame: frame.alive.tobytes(),
}
"""What is compared of two weeks, by what the page calls it."""

_DEEDS = {
    Kind.BATTLE: "{a} attacks {b}",
    Kind.AMBUSH: "{a} ambushes {b}",
    Kind.STRIKE: "{a} strikes {b} from the air",
    Kind.ATTACK_ON_CIVILIANS: "{a} attacks {b}",
}

Row = tuple[int, int, int, int, int]


class Apart:
    """First week in which each thing of `SEEN` differs between two films; grows with them."""

    def __init__(self, one: Film, other: Film) -> None:
        self.one, self.other = one, other
        self.first: dict[str, int] = {}
        self._next = 0

    def upto(self, week: int) -> None:
        """Look at all weeks up to one that both have."""
        for frame in self.one.since(self._next, week):
            beside = self.other.at(frame.week)
            for name in [name for name in SEEN if name not in self.first]:
                if SEEN[name](frame) != SEEN[name](beside):
                    self.first[name] = frame.week
            self._next = frame.week + 1

    @property
    def week(self) -> int | None:
        """First week in which anything differs; None where nothing has so far."""
        return min(self.first.values(), default=None)


def details(one: Film, other: Film, week: int) -> list[str]:
    """What is otherwise in a week, in sentences: fights, cells, fighters."""
    frame, beside = one.at(week), other.at(week)
    told = [
        *_fights(one, frame, beside, "only in this run"),
        *_fights(other, beside, frame, "only in the other run"),
    ]
    if same_land(one, other):
        told += _cells(one, other, frame, beside)
    return [*told, *_fighters(one, other, frame, beside)]


def _events(frame: Frame) -> list[Row]:
    events = frame.events
    columns = (events.kind, events.side_a, events.side_b, events.cell, events.deaths)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _fights(film: Film, frame: Frame, beside: Frame, where: str) -> Iterator[str]:
    """Events that the other week does not have."""
    left = _events(beside)
    mine = []
    for row in _events(frame):
        if row in left:
            left.remove(row)
        else:
            mine.append(row)
    for kind, a, b, cell, deaths in sorted(mine, key=lambda row: -row[-1])[:MOST]:
        names = {"a": film.cast[a].label, "b": "civilians" if b == NOBODY else film.cast[b].label}
        deed = _DEEDS[Kind(kind)].format(**names)
        yield f"{deed}, {film.scene.place(cell)}, {deaths} dead: {where}"
    if len(mine) > MOST:
        yield f"and {len(mine) - MOST} more fights and attacks {where}"


def _cells(one: Film, other: Film, frame: Frame, beside: Frame) -> Iterator[str]:
    cast = joint_cast(one, other)
    ours, theirs = holders_apart(one, other, frame, beside)
    cells = np.flatnonzero(cells_apart(one, other, frame, beside)).tolist()
    for cell in cells[:MOST]:
        held = [
            "nobody" if holder[cell] == NO_ACTOR else cast[holder[cell]].label
            for holder in (ours, theirs)
        ]
        yield f"{one.scene.place(cell)}: held by {held[0]}, in the other run by {held[1]}"
    if len(cells) > MOST:
        yield f"and {len(cells) - MOST} more cells held by somebody else"


def _fighters(one: Film, other: Film, frame: Frame, beside: Frame) -> Iterator[str]:
    theirs = dict(
        zip((member.name for member in other.cast), beside.fighters.tolist(), strict=False)
    )
    for member, ours in zip(one.cast, frame.fighters.tolist(), strict=False):
        there = theirs.get(member.name, 0)
        if ours != there:
            yield f"{member.label}: {ours:,} fighters, in the other run {there:,}"
