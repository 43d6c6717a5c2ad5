"""What moved the loyalty of peoples, week by week; for a run that traces causes."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.record.coded import Coded
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import LoyaltyDriver
from sim.world.state import Counts, Flags, Floats, Rows
from sim.world.world import World

_DRIVERS = {
    LoyaltyDriver.FADING: "Fading of the transient part.",
    LoyaltyDriver.SERVICES: "Services of who governs.",
    LoyaltyDriver.NEGLECT: "A state's want of protection where there is fighting.",
    LoyaltyDriver.HARM: "Killing among them by the actor.",
    LoyaltyDriver.BYSTANDERS: "Killing of others in their cells by the actor.",
    LoyaltyDriver.KIN: "Killing of their people next door by the actor.",
    LoyaltyDriver.FAILURE: "Killing by others from which the actor should have protected them.",
    LoyaltyDriver.CONVERSATION: "Talk with their people next door.",
}

COLUMNS = (
    *WEEK_COLUMNS,
    Column("group", "text", "", "Identity group, in the whole study area."),
    Column("actor", "text", "", "Actor."),
    Column("people", "int", "persons", "People of the group, whom the means weigh."),
    Column("loyalty", "float", "-1..1", "Mean loyalty to the actor."),
    Column("change", "float", "-1..1", "Its change since the week before: the sum of all by_...."),
    *(
        Column(f"by_{driver.name.lower()}", "float", "-1..1", meaning)
        for driver, meaning in _DRIVERS.items()
    ),
    Column(
        "by_moving",
        "float",
        "-1..1",
        "The rest: people who fled, died or took up arms hold something else than those who count "
        "now; no mind is changed by it.",
    ),
)


def loyalty_sums(world: World) -> Floats:
    """By actor and group: people in the study area, and their loyalty times people: A x G x 2."""
    communities, study = world.communities, world.grid.study
    sums = np.zeros((world.actors.size, len(communities.groups), 2))
    _add(
        study[communities.cell], communities.group, communities.people, communities.loyalty, sums,
    )  # fmt: skip
    return sums


@kernel
def _add(counted: Flags, group: Rows, people: Counts, loyalty: Floats, sums: Floats) -> None:
    """Add up people and, weighted by them, loyalty; one fixed order of addition."""
    for a in range(len(sums)):
        for c in range(len(group)):
            if counted[c]:
                sums[a, group[c], 0] += people[c]
                sums[a, group[c], 1] += people[c] * loyalty[a, c]


def table(world: World, notes: Notes) -> Table:
    """Rows by week, group and actor; an actor has none in the weeks before its birth."""
    groups, names, existing = world.communities.groups, world.actors.names, notes.existing
    shape = len(existing), len(groups), len(names)
    rows = week, group, actor = np.nonzero(np.broadcast_to(existing[:, None], shape))
    sums = notes[loyalty_sums]
    people = sums[:, 0, :, 0]
    parts = _changes(people, sums[..., 1], notes["ledger.loyalty"], existing)
    columns = ("loyalty", "change", *(f"by_{d.name.lower()}" for d in _DRIVERS), "by_moving")
    return {
        **week_columns(
            world.clock.start, notes.weeks, len(groups) * np.count_nonzero(existing, axis=1)
        ),
        "group": Coded(groups, group),
        "actor": Coded(names, actor),
        "people": people[week, group].astype(np.int64),
        **{name: part[rows] for name, part in zip(columns, parts, strict=True)},
    }


def _changes(people: Floats, sums: Floats, causes: Floats, existing: Flags) -> list[Floats]:
    """Loyalty, its change, every driver and the rest: each W x G x A.

    In week 0, and in the week of an actor's birth, there is no week before: no rest is left.
    """
    loyalty = _means(sums, people[:, None])
    explaining = [_means(causes[:, driver], people[:, None]) for driver in _DRIVERS]
    explained = np.zeros_like(loyalty)
    for part in explaining:
        explained += part
    before = loyalty - explained
    known = existing[:-1, :, None]
    before[1:] = np.where(known, loyalty[:-1], before[1:])
    change = loyalty - before
    parts = (loyalty, change, *explaining, change - explained)
    return [part.transpose(0, 2, 1) for part in parts]


def _means(sums: Floats, people: Floats) -> Floats:
    means: Floats = np.divide(sums, people, out=np.full(sums.shape, np.nan), where=people > 0)
    return means


OUTPUT = Output(
    "loyalty_causes",
    "What changed the loyalty of identity groups to each actor, cause by cause.",
    COLUMNS,
    ("ledger.loyalty", loyalty_sums),
    table,
    every_week=True,
    traces=True,
    by_default=False,
)
