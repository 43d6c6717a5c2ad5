"""What identity groups hold of each actor, and what actors believe of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.kernel import kernel
from sim.record.coded import Coded
from sim.record.growing import Notes, end_to_end, stretches
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import Stance
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.world import World

COLUMNS = (
    *WEEK_COLUMNS,
    Column("group", "text", "", "Identity group."),
    Column("country", "text", "", "iso3 code of the country; its cells in the study area only."),
    Column("actor", "text", "", "Actor."),
    Column("people", "int", "persons", "People of the group there, whom the means weigh."),
    Column("loyalty", "float", "-1..1", "Mean loyalty to the actor."),
    Column("fear", "float", "share", "Mean fear of the actor."),
    Column("doubt", "float", "share", "The actor's estimate of their support for its enemies."),
    Column(
        "enemy_support",
        "float",
        "share",
        "The truth beside `doubt`: mean of the highest positive loyalty to any actor with which "
        "the actor is at war or in rivalry.",
    ),
    Column(
        "wrongly_doubted",
        "float",
        "share",
        "Part of the people whose support for its enemies the actor overrates by 0.2 or more.",
    ),
)

_MEANS = ("loyalty", "fear", "doubt", "enemy_support", "wrongly_doubted")
_OVERRATED = 0.2


def note(world: World) -> tuple[Floats, Floats]:
    """People by slot (P group-country pairs), and sums over people: A x P x 5 measures."""
    people, slots = world.communities, _slots(world)
    count = len(world.grid.countries) * len(people.groups)
    counted = np.zeros(count)
    sums = np.zeros((world.actors.size, count, len(_MEANS)))
    enemies = world.pairs.stance <= Stance.RIVALRY
    np.fill_diagonal(enemies, False)
    _add(
        slots,
        people.people,
        people.loyalty,
        people.fear,
        people.doubt,
        enemies,
        np.empty(people.size),
        counted,
        sums,
    )
    return counted, sums


def _slots(world: World) -> Ints:
    """Group-country pair of each community, -1 outside the study area."""
    people, grid = world.communities, world.grid
    slots = np.empty(people.size, np.int32)
    _find_slots(people.group, people.cell, grid.country, grid.study, len(grid.countries), slots)
    return slots


@kernel
def _find_slots(
    group: Ints, cell: Ints, country: Ints, study: Flags, countries: int, slots: Ints
) -> None:
    for c in range(len(slots)):
        slot = group[c] * countries + country[cell[c]]
        slots[c] = slot if study[cell[c]] else -1


@kernel
def _add(
    slots: Ints,
    people: Counts,
    loyalty: Floats,
    fear: Floats,
    doubt: Floats,
    enemies: Flags,
    strongest: Floats,
    counted: Floats,
    sums: Floats,
) -> None:
    """Add up people and, weighted by them, what they hold; one fixed order of addition."""
    actors, size = loyalty.shape
    for c in range(size):
        if slots[c] >= 0:
            counted[slots[c]] += people[c]
    for a in range(actors):
        strongest[:] = 0.0
        for b in range(actors):
            if enemies[a, b]:
                held = loyalty[b]
                for c in range(size):
                    strongest[c] = held[c] if held[c] > strongest[c] else strongest[c]
        for c in range(size):
            slot = slots[c]
            if slot >= 0:
                weight, total = np.float64(people[c]), sums[a, slot]
                total[0] += weight * loyalty[a, c]
                total[1] += weight * fear[a, c]
                total[2] += weight * doubt[a, c]
                total[3] += weight * strongest[c]
                total[4] += weight if doubt[a, c] - strongest[c] >= _OVERRATED else 0.0


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week, group, country and actor; means are empty where the group has no people."""
    lived_in = np.unique(_slots(world))
    slots = lived_in[lived_in >= 0]
    found = stretches(notes, lambda note: len(note[1]))
    return end_to_end(_rows(world, slots, actors, stretch) for actors, stretch in found)


def _rows(world: World, slots: Ints, actors: int, notes: Notes) -> Table:
    """Rows of the weeks with so many actors."""
    weeks = [week for week, _ in notes]
    names = world.actors.names[:actors]
    groups, countries = world.communities.groups, world.grid.countries
    counted = np.array([counts[slots] for _, (counts, _) in notes])[:, :, None, None]
    sums = np.array([sums[:, slots] for _, (_, sums) in notes]).transpose(0, 2, 1, 3)
    means = np.divide(sums, counted, out=np.full(sums.shape, np.nan), where=counted > 0)
    size = len(slots) * len(names)
    place = np.tile(np.repeat(slots, len(names)), len(weeks))
    return {
        **week_columns(world.clock.start, weeks, [size] * len(weeks)),
        "group": Coded(groups, place // len(countries)),
        "country": Coded(countries, place % len(countries)),
        "actor": Coded(names, np.arange(size * len(weeks)) % len(names)),
        "people": np.repeat(counted.ravel().astype(np.int64), len(names)),
        **{name: means[..., number].ravel() for number, name in enumerate(_MEANS)},
    }


OUTPUT = Output(
    "loyalty",
    "Loyalty and fear of identity groups towards each actor, and what actors believe of them.",
    COLUMNS,
    note,
    table,
    default_every=4,
)
