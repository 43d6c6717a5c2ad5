"""Everything that happened in a run and was claimed of it, sifted by pair, kind and place."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from sim.view import chronicle
from sim.view.film import Film
from sim.view.frame import Frame
from sim.view.state import Sift
from sim.vocabulary import CIVILIANS, NOBODY, Kind
from sim.world.state import Counts, Flags, Ints

KINDS = {
    "fight": "Fights",
    "strike": "Air strikes",
    "civilians": "Against civilians",
    "war": "Wars and truces",
    "deal": "Pacts and alliances",
    "accusation": "Accusations",
    "leader": "Leaders",
    "group": "Splits, defections, ends",
    "invented": "Never happened",
}
"""Kinds that the feed tells apart."""

PINNED = "pinned"

NOT_THERE = -2
"""Stands for an actor or a cell that no entry has."""

_CODES = {kind: code for code, kind in enumerate(KINDS)}
_OF_EVENTS = {Kind.BATTLE: "fight", Kind.AMBUSH: "fight", Kind.STRIKE: "strike"}
_OF_DEVELOPMENTS = {
    "war": "war", "peace": "war", "offer": "deal", "pact": "deal", "accusation": "accusation",
    "leader": "leader", "heir": "leader", "split": "group", "defection": "group",
}  # fmt: skip


class Source(IntEnum):
    """Which list of a frame an entry of the feed comes from."""

    EVENT = 0
    DEVELOPMENT = 1
    INVENTED = 2  # a claim of what did not happen


WEEK, SOURCE, ROW, KIND, SIDE_A, SIDE_B, CELL = range(7)
"""Columns of the index; `ROW` is the place in the frame's list, sides and cell may be NOBODY."""


class Feed:
    """Index of what happened, in order of time; it grows with its film.

    Within a week the entries are in the reverse of their order in the feed: there developments
    come first, then what cost most lives, then what was invented.
    """

    def __init__(self, film: Film) -> None:
        self.film = film
        self.weeks = 0
        self._index = np.empty((7, 256), np.int32)
        self._count = 0

    @property
    def index(self) -> Ints:
        """A row for each column, in order of time."""
        return self._index[:, : self._count]

    def grow(self) -> None:
        """Take in the weeks that came since."""
        for frame in self.film.since(self.weeks):
            self._add(_entries(frame))
            self.weeks = frame.week + 1

    def _add(self, entries: Counts) -> None:
        end = self._count + entries.shape[1]
        if end > self._index.shape[1]:
            larger = np.empty((7, 2 * end), np.int32)
            larger[:, : self._count] = self.index
            self._index = larger
        self._index[:, self._count : end] = entries
        self._count = end

    def found(self, sift: Sift, pinned: int | None, week: int) -> Counts:
        """Places in the index of what a sift lets through up to a week, the newest first."""
        end = int(np.searchsorted(self.index[WEEK], week, side="right"))
        kept = self._kept(self.index[:, :end], sift, pinned)
        return np.flatnonzero(kept)[::-1]

    def _kept(self, index: Ints, sift: Sift, pinned: int | None) -> Flags:
        kept = np.ones(index.shape[1], np.bool_)
        if sift.kinds:
            kept &= np.isin(index[KIND], [_CODES[kind] for kind in sift.kinds])
        for name in (sift.one, sift.other):
            if name:
                kept &= self._concerned(index, name)
        if sift.place == PINNED:
            kept &= index[CELL] == (NOT_THERE if pinned is None else pinned)
        elif sift.place:
            divisions = self.film.scene.grid.admin1
            kept &= (index[CELL] >= 0) & (divisions[index[CELL]] == int(sift.place))
        return kept

    def _concerned(self, index: Ints, name: str) -> Flags:
        """Entries of which an actor, or civilians, are a side."""
        found: Flags
        if name == CIVILIANS:
            found = (index[SOURCE] != Source.DEVELOPMENT) & (index[SIDE_B] == NOBODY)
        else:
            rows = [row for row, member in enumerate(self.film.cast) if member.name == name]
            row = rows[0] if rows else NOT_THERE
            found = (index[SIDE_A] == row) | (index[SIDE_B] == row)
        return found


def kind_of(code: int) -> str:
    """Kind of an entry by its code in the index."""
    return tuple(KINDS)[code]


def _entries(frame: Frame) -> Counts:
    """What a week adds to the index."""
    parts = [_invented(frame), _events(frame), _developments(frame)]
    return np.concatenate([part.reshape(7, -1) for part in parts], axis=1).astype(np.int32)


def _events(frame: Frame) -> Counts:
    events = frame.events
    rows = np.argsort(events.deaths, kind="stable")
    kinds = np.array(
        [
            _CODES["civilians" if b == NOBODY else _OF_EVENTS[Kind(kind)]]
            for kind, b in zip(
                events.kind[rows].tolist(), events.side_b[rows].tolist(), strict=True
            )
        ],
        np.int64,
    )
    return np.stack(
        [
            np.full(len(rows), frame.week),
            np.full(len(rows), Source.EVENT),
            rows,
            kinds,
            events.side_a[rows],
            events.side_b[rows],
            events.cell[rows],
        ]
    )


def _developments(frame: Frame) -> Counts:
    found = [
        (
            frame.week, Source.DEVELOPMENT, row,
            _CODES[_OF_DEVELOPMENTS[chronicle.template(each)[0]]], each.actor, each.other, NOBODY,
        )
        for row, each in reversed([*enumerate(frame.developments)])
    ]  # fmt: skip
    return np.array(found, np.int64).reshape(-1, 7).T


def _invented(frame: Frame) -> Counts:
    found = [
        (
            frame.week, Source.INVENTED, row, _CODES["invented"], claim.side_a, claim.side_b,
            claim.cell,
        )
        for row, claim in enumerate(frame.claims)
        if claim.event == NOBODY
    ]  # fmt: skip
    return np.array(found, np.int64).reshape(-1, 7).T
