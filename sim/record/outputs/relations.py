"""What insurgent groups and militias are to each other and why, week by week."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.record.coded import Coded
from sim.record.growing import Notes, end_to_end, stretches
from sim.record.output import Column, Output, Table
from sim.record.rivals import Directed, stacked
from sim.record.stances import stances
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import HostilityDriver
from sim.world.actors import relating
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

_DRIVERS = {
    HostilityDriver.INERTIA: "Log-odds of hostility without any cause.",
    HostilityDriver.GRIEVANCE: "What grievance adds to them.",
    HostilityDriver.AFFINITY: "What affinity adds (negative where the two are of one mind).",
    HostilityDriver.BELIEF: "What belief in a deal of the other with its enemies adds.",
    HostilityDriver.OPPORTUNITY: "What being the stronger adds.",
    HostilityDriver.VULNERABILITY: "What the other's sudden weakness adds.",
    HostilityDriver.ALLIES: "What the hostility of allies adds.",
    HostilityDriver.WEARINESS: "What weariness takes (negative).",
}

COLUMNS = (
    *WEEK_COLUMNS,
    Column("actor", "text", "", "Insurgent group or militia that holds all this of the other."),
    Column("other", "text", "", "The other insurgent group or militia."),
    Column("stance", "text", "", "True relation: war, rivalry, neutral, truce, pact or alliance."),
    Column("weeks_in_stance", "int", "weeks", "Time for which that relation has lasted."),
    Column(
        "affinity",
        "float",
        "-1..1",
        "Affinity for the other as its positions are perceived; of a militia that stands for a "
        "people, that people's mean loyalty to the other.",
    ),
    Column("grievance", "float", "0..4", "Grievance over entries and deaths."),
    Column("hostility", "float", "share", "Readiness to use force against the other."),
    Column("weariness", "float", "share", "How tired it is of fighting the other."),
    Column(
        "entries",
        "int",
        "cells",
        "Cells of its sphere that the other newly entered in the week.",
    ),
    *(
        Column(f"by_{driver.name.lower()}", "float", "log-odds", meaning)
        for driver, meaning in _DRIVERS.items()
    ),
)

_VALUES = ("affinity", "grievance", "hostility", "weariness")


class _Note(NamedTuple):
    related: Flags  # A x A
    stance: Ints  # A x A
    since: Ints  # A x A, week
    values: Floats  # _VALUES x A x A
    entries: Counts  # A x A
    drivers: Floats  # drivers x A x A


def note(world: World) -> _Note:
    """Relations of rivals in the present week and what moves them."""
    held = world.pairs
    return _Note(
        relating(world.actors),
        held.stance.copy(),
        held.stance_since.copy(),
        np.array([getattr(held, name) for name in _VALUES]),
        held.entries.copy(),
        held.hostility_drivers.copy(),
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and directed pair, as long as both exist."""
    found = stretches(notes, lambda note: len(note.stance))
    return end_to_end(_rows(world, stretch) for _, stretch in found)


def _rows(world: World, notes: Notes) -> Table:
    """Rows of weeks with equally many actors."""
    weeks = np.array([week for week, _ in notes])
    pairs = Directed(*np.nonzero(stacked(notes, "related")))
    values = stacked(notes, "values")[pairs.note, :, pairs.one, pairs.other]
    drivers = stacked(notes, "drivers")[pairs.note, :, pairs.one, pairs.other]
    names = world.actors.names
    return {
        **week_columns(world.clock.start, weeks.tolist(), pairs.rows(len(notes))),
        "actor": Coded(names, pairs.one),
        "other": Coded(names, pairs.other),
        "stance": stances(stacked(notes, "stance")[pairs]),
        "weeks_in_stance": weeks[pairs.note] - stacked(notes, "since")[pairs],
        **{name: values[:, number] for number, name in enumerate(_VALUES)},
        "entries": stacked(notes, "entries")[pairs],
        **{f"by_{driver.name.lower()}": drivers[:, driver] for driver in _DRIVERS},
    }


OUTPUT = Output(
    "relations",
    "What insurgent groups and militias are to each other, and the causes of their hostility: the "
    "columns by_... add up to the log-odds that hostility moves towards. Allies have none. Two "
    "militias are listed where one of them stands for a people.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
