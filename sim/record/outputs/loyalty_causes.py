"""What moved the loyalty of peoples, week by week; for a run that traces causes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.kernel import kernel
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import LoyaltyDriver
from sim.world.state import Counts, Flags, Floats, Ints
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


class _Note(NamedTuple):
    people: Counts  # G
    sums: Floats  # A x G, loyalty times people
    causes: Floats  # LD x A x G, the same of its changes


def note(world: World) -> _Note:
    """People and what they hold in the present week, and what moved it."""
    communities, study = world.communities, world.grid.study
    people = np.zeros(len(communities.groups), np.int64)
    sums = np.zeros((world.actors.size, len(people)))
    _add(
        study[communities.cell], communities.group, communities.people, communities.loyalty, people,
        sums,
    )  # fmt: skip
    return _Note(people, sums, world.ledger.loyalty.copy())


@kernel
def _add(
    counted: Flags, group: Ints, people: Counts, loyalty: Floats, total: Counts, sums: Floats
) -> None:
    """Add up people and, weighted by them, loyalty; one fixed order of addition."""
    for c in range(len(group)):
        if counted[c]:
            total[group[c]] += people[c]
    for a in range(len(sums)):
        for c in range(len(group)):
            if counted[c]:
                sums[a, group[c]] += people[c] * loyalty[a, c]


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week, group and actor; an actor has none in the weeks before its birth."""
    groups, names = world.communities.groups, world.actors.names
    changes = list(_changes([note for _, note in notes]))
    sizes = [len(note.sums) for _, note in notes]
    parts = np.concatenate([change.reshape(len(change), -1) for change in changes], axis=1)
    columns = ("loyalty", "change", *(f"by_{d.name.lower()}" for d in _DRIVERS), "by_moving")
    return {
        **week_columns(
            world.clock.start, [week for week, _ in notes], [len(groups) * size for size in sizes]
        ),
        "group": [group for size in sizes for group in groups for _ in range(size)],
        "actor": [name for size in sizes for _ in groups for name in names[:size]],
        "people": np.concatenate(
            [np.repeat(note.people, size) for size, (_, note) in zip(sizes, notes, strict=True)]
        ),
        **dict(zip(columns, parts, strict=True)),
    }


def _changes(notes: list[_Note]) -> list[Floats]:
    """Loyalty, its change, every driver and the rest, of each week: rows x G x A.

    In week 0, and in the week of an actor's birth, there is no week before: no rest is left.
    """
    found: list[Floats] = []
    earlier = np.empty((0, 0))
    for note in notes:
        people = note.people.astype(np.float64)
        loyalty, causes = _means(note.sums, people), _means(note.causes, people)
        explained = causes.sum(axis=0)
        before = loyalty - explained
        if len(earlier):
            before[: len(earlier)] = earlier
        change = loyalty - before
        rows = np.stack([loyalty, change, *causes, change - explained])
        found.append(rows.transpose(0, 2, 1))
        earlier = loyalty
    return found


def _means(sums: Floats, people: Floats) -> Floats:
    means: Floats = np.divide(sums, people, out=np.full(sums.shape, np.nan), where=people > 0)
    return means


OUTPUT = Output(
    "loyalty_causes",
    "What changed the loyalty of identity groups to each actor, cause by cause.",
    COLUMNS,
    note,
    table,
    every_week=True,
    traces=True,
    by_default=False,
)
