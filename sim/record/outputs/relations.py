"""What insurgent groups and militias are to each other and why, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.record.coded import Coded
from sim.record.output import Column, Output, Table
from sim.record.rivals import Rivals, related
from sim.record.stances import stances
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import HostilityDriver
from sim.world.state import Counts, Floats, Ints
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


@dataclass(frozen=True)
class _Note:
    pairs: Rivals  # P
    stance: Ints  # P
    since: Ints  # P, week
    values: Floats  # _VALUES x P
    entries: Counts  # P
    drivers: Floats  # drivers x P


def note(world: World) -> _Note:
    """Relations of rivals in the present week and what moves them."""
    found, held = related(world.actors), world.pairs
    return _Note(
        found,
        held.stance[found],
        held.stance_since[found],
        np.array([getattr(held, name)[found] for name in _VALUES]),
        held.entries[found],
        held.hostility_drivers[:, found.one, found.other],
    )


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week and directed pair, as long as both exist."""
    weeks = [week for week, _ in notes]
    noted: list[_Note] = [note for _, note in notes]
    names = world.actors.names
    values = np.concatenate([note.values for note in noted], axis=1)
    drivers = np.concatenate([note.drivers for note in noted], axis=1)
    return {
        **week_columns(world.clock.start, weeks, [len(note.stance) for note in noted]),
        "actor": Coded(names, np.concatenate([note.pairs.one for note in noted])),
        "other": Coded(names, np.concatenate([note.pairs.other for note in noted])),
        "stance": stances(np.concatenate([note.stance for note in noted])),
        "weeks_in_stance": np.concatenate([week - note.since for week, note in notes]),
        **dict(zip(_VALUES, values, strict=True)),
        "entries": np.concatenate([note.entries for note in noted]),
        **{f"by_{driver.name.lower()}": drivers[driver] for driver in _DRIVERS},
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
