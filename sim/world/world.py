"""The world: everything a rule can see, and the ledger of who came and went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from sim.vocabulary import (
    TOPICS,
    BeliefDriver,
    FighterFlow,
    HostilityDriver,
    LoyaltyDriver,
    PeopleFlow,
    Task,
)
from sim.world.actors import Actors, Pairs
from sim.world.bands import Bands
from sim.world.cells import Cells
from sim.world.communities import Communities, Groups, forget_harm
from sim.world.grid import Grid
from sim.world.leaders import Constituents, Leaders
from sim.world.logs import Claims, Developments, Events, Takeovers
from sim.world.state import Counts, Floats, array
from sim.world.strategy import Strategy
from sim.world.timeline import Intervention


@dataclass(slots=True)
class Clock:
    """Where the run stands: week 0 is the state at `start`; burn-in weeks are negative."""

    start: date
    week: int

    @property
    def before_start(self) -> bool:
        """Whether this week leads up to the start: who is who is still the scenario's word."""
        return self.week <= 0

    @property
    def date(self) -> date:
        """First day of the present week."""
        return self.start + timedelta(weeks=self.week)


@dataclass(slots=True)
class Ledger:
    """Named flows of this week: every person and fighter who appeared (+) or disappeared (-).

    Axes: FP flows of people, FF flows of fighters, C communities, A actors, LD drivers of
    loyalty, G identity groups. `loyalty` is kept only in a run that traces causes.
    """

    people: Counts = array("FP C", np.int64, "persons", "signed flows of people")
    fighters: Counts = array("FF A", np.int64, "fighters", "signed flows of fighters")
    loyalty: Floats = array(
        "LD A G",
        np.float64,
        "-1..1 persons",
        "change of loyalty by cause, times people of the study area",
    )


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
    constituents: Constituents
    leaders: Leaders
    events: Events
    claims: Claims
    developments: Developments
    takeovers: Takeovers
    ledger: Ledger
    strategies: list[Strategy]  # of each actor
    tracing: bool = False  # causes of changes of loyalty and control are noted
    timeline: dict[int, tuple[Intervention, ...]] = field(default_factory=dict)  # by week

    def begin_week(self) -> None:
        """Turn to the next week, in which nothing has happened yet."""
        self.clock.week += 1
        self.forget_week()

    def forget_week(self) -> None:
        """Empty the ledger and the lists of what happened this week; the state stays."""
        for log in (self.events, self.claims, self.developments, self.takeovers):
            log.count = 0
        forget_harm(self.ledger.people[PeopleFlow.KILLED], self.communities.harm)
        self.ledger.people.fill(0)
        self.ledger.fighters.fill(0)
        self.ledger.loyalty.fill(0)
        self.pairs.entries.fill(0)
        self.pairs.belief_drivers.fill(0)


SECTIONS = (
    "grid",
    "cells",
    "communities",
    "groups",
    "bands",
    "actors",
    "pairs",
    "constituents",
    "leaders",
    "events",
    "claims",
    "developments",
    "takeovers",
    "ledger",
)
"""Sections of a world that hold arrays; a rule names an array as "section.array"."""

FIXED_SIZES = {
    "8": 8,  # neighbours
    "FP": len(PeopleFlow),
    "FF": len(FighterFlow),
    "T": len(TOPICS),
    "J": len(Task),
    "HD": len(HostilityDriver),
    "BD": len(BeliefDriver),
    "LD": len(LoyaltyDriver),
}
