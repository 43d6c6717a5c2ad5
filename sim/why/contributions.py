"""What differs most between two runs in the last week that both were carried to."""

from __future__ import annotations

import numpy as np

from sim.vocabulary import CONTESTED, NOBODY, NOBODY_NAME, BeliefDriver, HostilityDriver
from sim.why.dyad import NAMES
from sim.why.lockstep import Pair, Side
from sim.why.words import Amounts, causes, difference, table
from sim.world.world import World

MOST_PAIRS = 4


def contributions(one: Side, other: Side) -> list[list[str]]:
    """Parts of the page: hostility, beliefs, fighting and land, the largest differences of each."""
    return [
        _hostility(one.world, other.world),
        _beliefs(one, other),
        _fights(one, other),
        _land(one.world, other.world),
    ]


def _shared_pairs(one: World, other: World) -> list[Pair]:
    """Directed pairs of insurgent groups that both worlds have."""
    both = [
        name
        for a, name in enumerate(one.actors.names)
        if name in other.actors.names and one.actors.insurgent[a]
    ]
    return [(a, b) for a in both for b in both if a != b]


def _hostility(one: World, other: World) -> list[str]:
    rows = []
    for pair in _shared_pairs(one, other):
        ours, theirs = (_held(world, pair) for world in (one, other))
        moved = difference(theirs[1], ours[1])
        size = sum(abs(amount) for amount in moved.values())
        level = f"{ours[0]:.2f} | {theirs[0]:.2f}"
        rows.append((size, [f"{pair[0]} to {pair[1]}", level, causes(moved)]))
    return _largest_rows("Hostility, and the difference of its log-odds by cause", rows)


def _held(world: World, pair: Pair) -> tuple[float, Amounts]:
    """Hostility of a pair and its drivers by the names of the page."""
    a, b = (world.actors.names.index(name) for name in pair)
    drivers = world.pairs.hostility_drivers
    return float(world.pairs.hostility[a, b]), {
        NAMES[driver]: float(drivers[driver, a, b]) for driver in HostilityDriver
    }


def _beliefs(one: Side, other: Side) -> list[str]:
    rows = []
    for pair in _shared_pairs(one.world, other.world):
        levels, sums = [], []
        for side in (one, other):
            a, b = (side.world.actors.names.index(name) for name in pair)
            levels.append(float(side.world.pairs.collusion[a, b]))
            added = side.beliefs.get(pair, np.zeros(len(BeliefDriver)))
            sums.append({d.name.lower().replace("_", " "): float(added[d]) for d in BeliefDriver})
        level = f"{levels[0]:.1f} | {levels[1]:.1f}"
        cells = [f"{pair[0]} of {pair[1]}", level, causes(difference(sums[1], sums[0]))]
        rows.append((abs(levels[1] - levels[0]), cells))
    return _largest_rows("Belief in a deal, log-odds, and what moved it since week 0", rows)


def _fights(one: Side, other: Side) -> list[str]:
    rows = []
    for pair in dict.fromkeys((*one.fights, *other.fights)):
        ours, theirs = (side.fights.get(pair, [0, 0]) for side in (one, other))
        size = abs(theirs[0] - ours[0]) + abs(theirs[1] - ours[1])
        cells = [
            " and ".join(pair),
            f"{ours[0]} | {theirs[0]}",
            f"events, {ours[1]} | {theirs[1]} dead",
        ]
        rows.append((float(size), cells))
    return _largest_rows("Fighting since week 0", rows)


def _land(one: World, other: World) -> list[str]:
    ours, theirs = _cells_held(one), _cells_held(other)
    rows = []
    for name in dict.fromkeys((*ours, *theirs)):
        a, b = ours.get(name, 0), theirs.get(name, 0)
        rows.append((float(abs(a - b)), [name, f"{a} | {b}", f"({b - a:+d})"]))
    return _largest_rows("Cells of the study area held", rows)


def _cells_held(world: World) -> dict[str, int]:
    """Cells of the study area by holder."""
    cells, names = world.cells, (*world.actors.names, NOBODY_NAME, CONTESTED)
    holder = np.where(cells.control == NOBODY, len(names) - 2, cells.control)
    holder = np.where(cells.contested, len(names) - 1, holder)[world.grid.study]
    counts = np.bincount(holder, minlength=len(names))
    return dict(zip(names, counts.tolist(), strict=True))


def _largest_rows(head: str, rows: list[tuple[float, list[str]]]) -> list[str]:
    """The rows that differ most; none where nothing differs."""
    ordered = sorted((row for row in rows if row[0] > 0), key=lambda row: -row[0])
    if not ordered:
        return []
    return [head, *table([cells for _, cells in ordered[:MOST_PAIRS]], (0, 2))]
