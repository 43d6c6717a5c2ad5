"""What insurgent groups and militias are to each other and why, week by week."""

from __future__ import annotations

import numpy as np

from sim.record.coded import Coded
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.pair_rows import pair_rows
from sim.record.stances import stances
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import HostilityDriver
from sim.world.actors import Actors, relate
from sim.world.state import Flags
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


def table(world: World, notes: Notes) -> Table:
    """Rows by week and directed pair, as long as both exist."""
    rows = pair_rows(_related(world.actors, notes["actors.alive"]))
    names, since = world.actors.names, rows.of(notes["pairs.stance_since"])
    drivers = notes["pairs.hostility_drivers"][rows.week, :, rows.one, rows.other]
    return {
        **week_columns(world.clock.start, notes.weeks, rows.by_week),
        "actor": Coded(names, rows.one),
        "other": Coded(names, rows.other),
        "stance": stances(rows.of(notes["pairs.stance"])),
        "weeks_in_stance": np.array(notes.weeks)[rows.week] - since,
        **{name: rows.of(notes[f"pairs.{name}"]) for name in _VALUES},
        "entries": rows.of(notes["pairs.entries"]),
        **{f"by_{driver.name.lower()}": drivers[:, driver] for driver in _DRIVERS},
    }


def _related(actors: Actors, alive: Flags) -> Flags:
    """Directed pairs whose relations arise in the run while both exist, by week: W x A x A."""
    could = np.empty((actors.size, actors.size), np.bool_)
    relate(
        np.ones_like(actors.alive), actors.governs, actors.foreign, actors.insurgent,
        actors.tribal, could,
    )  # fmt: skip
    return could & alive[:, :, None] & alive[:, None, :]


OUTPUT = Output(
    "relations",
    "What insurgent groups and militias are to each other, and the causes of their hostility: the "
    "columns by_... add up to the log-odds that hostility moves towards. Allies have none. Two "
    "militias are listed where one of them stands for a people.",
    COLUMNS,
    (
        "actors.alive",
        "pairs.stance",
        "pairs.stance_since",
        *(f"pairs.{name}" for name in _VALUES),
        "pairs.entries",
        "pairs.hostility_drivers",
    ),
    table,
    every_week=True,
)
