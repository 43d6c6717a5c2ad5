"""The world: everything a rule can see, and the ledger of who came and went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from sim.vocabulary import Driver, FighterFlow, PeopleFlow
from sim.world.actors import Actors, Pairs
from sim.world.bands import Bands
from sim.world.cells import Cells
from sim.world.communities import Communities, Groups
from sim.world.grid import Grid
from sim.world.state import Counts, Ints, array, arrays
from sim.world.timeline import Intervention


@dataclass(slots=True)
class Clock:
    """Where the run stands: week 0 is the state at `start`; burn-in weeks are negative."""

    start: date
    week: int

    @property
    def date(self) -> date:
        """First day of the present week."""
        return self.start + timedelta(weeks=self.week)


@dataclass(slots=True, kw_only=True)
class Events:
    """Events of this week, in the first `count` rows. Axis: E events.

    Side b is -1 for civilians. Deaths of people are counted in `communities.harm` as well.
    """

    kind: Ints = array("E", np.int32, "code", "what happened (vocabulary.Kind)")
    side_a: Ints = array("E", np.int32, "index", "actor that acted, or whose host acted")
    side_b: Ints = array("E", np.int32, "index", "actor acted against, -1 civilians")
    cell: Ints = array("E", np.int32, "index", "cell")
    group: Ints = array("E", np.int32, "index", "identity group of the civilians harmed, -1 none")
    deaths_a: Counts = array("E", np.int64, "persons", "dead of side a")
    deaths_b: Counts = array("E", np.int64, "persons", "dead of side b")
    deaths_civilians: Counts = array("E", np.int64, "persons", "dead civilians")
    selective: Ints = array("E", np.int32, "flag", "1 where denounced people were singled out")
    count: int = 0

    def reserve(self, more: int) -> None:
        """Make sure that `more` events fit; the arrays may be replaced by longer ones."""
        needed = self.count + more
        if needed <= len(self.kind):
            return
        room = max(needed, 2 * len(self.kind))
        for item in arrays(self):
            old = getattr(self, item.name)
            new = np.zeros(room, old.dtype)
            new[: self.count] = old[: self.count]
            setattr(self, item.name, new)


@dataclass(slots=True)
class Ledger:
    """Named flows of this week: every person and fighter who appeared (+) or disappeared (-).

    Axes: FP flows of people, FF flows of fighters, C communities, A actors.
    """

    people: Counts = array("FP C", np.int64, "persons", "signed flows of people")
    fighters: Counts = array("FF A", np.int64, "fighters", "signed flows of fighters")


@dataclass(slots=True)
class World:
    """State of one run. `grid` never changes; every other section may be written by rules."""

    clock: Clock
    grid: Grid
    cells: Cells
    communities: Communities
    groups: Groups
    bands: Bands
    actors: Actors
    pairs: Pairs
    events: Events
    ledger: Ledger
    timeline: dict[int, tuple[Intervention, ...]] = field(default_factory=dict)  # by week

    def begin_week(self) -> None:
        """Turn to the next week, in which nothing has happened yet."""
        self.clock.week += 1
        self.forget_week()

    def forget_week(self) -> None:
        """Empty the ledger and the lists of what happened this week; the state stays."""
        self.events.count = 0
        self.ledger.people.fill(0)
        self.ledger.fighters.fill(0)
        self.communities.harm.fill(0)
        self.pairs.entries.fill(0)
        self.pairs.evidence.fill(0)


SECTIONS = (
    "grid",
    "cells",
    "communities",
    "groups",
    "bands",
    "actors",
    "pairs",
    "events",
    "ledger",
)
"""Sections of a world that hold arrays; a rule names an array as "section.array"."""

FIXED_SIZES = {"FP": len(PeopleFlow), "FF": len(FighterFlow), "D": len(Driver)}
