"""What identity groups hold of each actor, and what actors believe of them."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.record.coded import Coded
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import Stance
from sim.world.bands import sort_by_cell
from sim.world.state import Counts, Flags, Floats, Ints, Rows
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
_RIVALRY = int(Stance.RIVALRY)


def sums_by_people(world: World) -> Floats:
    """By actor and slot (P group-country pairs): people, and sums over them of what they hold."""
    people, slots = world.communities, _slots(world)
    sums = np.zeros((world.actors.size, _pairs(world), 1 + len(_MEANS)))
    _add(slots, people.people, people.loyalty, people.fear, people.doubt, world.pairs.stance, sums)
    return sums


def _slots(world: World) -> Rows:
    """Group-country pair of each community, outside the study area the number of pairs."""
    people, grid = world.communities, world.grid
    slots: Rows = np.empty(people.size, np.uint32)
    _find_slots(people.group, people.cell, grid.country, grid.study, len(grid.countries),
                _pairs(world), slots)  # fmt: skip
    return slots


def _pairs(world: World) -> int:
    """Number of group-country pairs."""
    return len(world.grid.countries) * len(world.communities.groups)


@kernel
def _find_slots(
    group: Rows, cell: Rows, country: Ints, study: Flags, countries: int, pairs: int, slots: Rows
) -> None:
    for c in range(len(slots)):
        slot = group[c] * countries + country[cell[c]]
        slots[c] = slot if study[cell[c]] else pairs


@kernel
def _add(
    slots: Rows,
    people: Counts,
    loyalty: Floats,
    fear: Floats,
    doubt: Floats,
    stance: Ints,
    sums: Floats,
) -> None:
    """Add up people and, weighted by them, what they hold; one fixed order of addition.

    Slot by slot, so that sums need not go to memory and back for every community.
    """
    actors, size = loyalty.shape
    first, order = np.empty(sums.shape[1] + 2, np.uint32), np.empty(size, np.uint32)
    strongest = np.empty(size)
    sort_by_cell(size, slots, first, order)  # a slot is as good a place as a cell
    for a in range(actors):
        strongest[:] = 0.0
        for b in range(actors):
            if b != a and stance[a, b] <= _RIVALRY:
                held = loyalty[b]
                for c in range(size):
                    strongest[c] = held[c] if held[c] > strongest[c] else strongest[c]
        own, afraid, doubted = loyalty[a], fear[a], doubt[a]
        for s in range(sums.shape[1]):
            number, liked, feared, doubts, backed, wronged = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            for i in range(first[s], first[s + 1]):
                c = order[i]
                weight = np.float64(people[c])
                number += weight
                liked += weight * own[c]
                feared += weight * afraid[c]
                doubts += weight * doubted[c]
                backed += weight * strongest[c]
                wronged += weight if doubted[c] - strongest[c] >= _OVERRATED else 0.0
            total = sums[a, s]
            total[0], total[1], total[2] = number, liked, feared
            total[3], total[4], total[5] = doubts, backed, wronged


def table(world: World, notes: Notes) -> Table:
    """Rows by week, group, country and actor; means are empty where the group has no people."""
    lived_in = np.unique(_slots(world))
    slots = lived_in[lived_in < _pairs(world)].astype(np.int64)
    names, existing = world.actors.names, notes.existing
    countries = world.grid.countries
    weeks, actors = existing.shape
    week, slot, actor = np.nonzero(np.broadcast_to(existing[:, None], (weeks, len(slots), actors)))
    place = slots[slot]
    people, *held = notes[sums_by_people][week, actor, place].T
    with np.errstate(invalid="ignore"):  # of nobody
        means = [each / people for each in held]
    return {
        **week_columns(
            world.clock.start, notes.weeks, len(slots) * np.count_nonzero(existing, axis=1)
        ),
        "group": Coded(world.communities.groups, place // len(countries)),
        "country": Coded(countries, place % len(countries)),
        "actor": Coded(names, actor),
        "people": people.astype(np.int64),
        **dict(zip(_MEANS, means, strict=True)),
    }


OUTPUT = Output(
    "loyalty",
    "Loyalty and fear of identity groups towards each actor, and what actors believe of them.",
    COLUMNS,
    (sums_by_people,),
    table,
    default_every=4,
)
