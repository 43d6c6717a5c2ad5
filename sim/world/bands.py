"""Armed units that move, fight, merge and split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Floats, Ints, Keys, Rows, array, arrays, reserve


@dataclass(slots=True, kw_only=True)
class Bands:
    """Bands in the first `count` rows; the rest is room to grow. Axis: U bands.

    A band with no fighters is gone; `compact` drops it at the end of the week and keeps the order
    of the others. Draws belong to `key`, which depends on descent, never on the row.
    """

    key: Keys = array("U", np.uint64, "id", "key of its draws, from its descent")
    owner: Rows = array("U", np.uint32, "index", "actor")
    constituent: Ints = array(
        "U", np.int32, "index", "constituent, into `constituents`, -1 none", fill=-1
    )
    cell: Rows = array("U", np.uint32, "index", "cell it is in")
    home: Rows = array("U", np.uint32, "index", "cell it comes from")
    fighters: Counts = array("U", np.int64, "fighters", "size, foreign fighters included")
    foreign: Counts = array("U", np.int64, "fighters", "foreign fighters among them")
    experience: Floats = array("U", np.float64, "share", "battle experience")
    hidden: Flags = array("U", np.bool_, "flag", "lives hidden among the people")
    mobile: Flags = array(
        "U", np.bool_, "flag", "may leave its cell (a garrison or militia may not)"
    )
    objective: Ints = array("U", np.int32, "index", "cell it is ordered to, -1 none", fill=-1)
    order: Rows = array("U", np.uint32, "index", "rows sorted by cell, after movement")
    occupied: Rows = array("U", np.uint32, "index", "cells with an actor's troops, actor by actor")
    standing: Floats = array("U", np.float64, "fighters", "troops in each of them")
    count: int = 0

    @property
    def room(self) -> int:
        """Number of rows there are."""
        return len(self.key)

    def reserve(self, births: int) -> None:
        """Make sure that `births` more bands fit; the arrays may be replaced by longer ones."""
        reserve(self, self.count, births)

    def add(self, **values: object) -> int:
        """Append one band and return its row; what is not given has its fill value.

        For the few births that Python code makes.
        """
        self.reserve(1)
        row = self.count
        for item in arrays(self):
            getattr(self, item.name)[row] = values.get(item.name, item.metadata["fill"])
        self.count += 1
        return row

    def compact(self) -> None:
        """Drop bands without fighters, keeping the order of the rest."""
        self.count = drop_dead(self.count, *(getattr(self, name) for name in _ARRAYS))


# Not of the band in the same row, and made anew each week.
_LISTS = ("order", "occupied", "standing")
_ARRAYS = tuple(item.name for item in arrays(Bands) if item.name not in _LISTS)


@kernel
def drop_dead(
    count: int, key: Keys, owner: Rows, constituent: Ints, cell: Rows, home: Rows,
    fighters: Counts, foreign: Counts, experience: Floats, hidden: Flags, mobile: Flags,
    objective: Ints,
) -> int:  # fmt: skip
    """Move bands with fighters up to close the gaps between them; how many there are.

    Takes every array of `Bands` but the lists, in the order in which they are declared.
    """
    kept = 0
    for u in range(count):
        if fighters[u] == 0:
            continue
        if kept < u:
            key[kept], owner[kept], constituent[kept] = key[u], owner[u], constituent[u]
            cell[kept], home[kept], fighters[kept] = cell[u], home[u], fighters[u]
            foreign[kept], experience[kept], hidden[kept] = foreign[u], experience[u], hidden[u]
            mobile[kept], objective[kept] = mobile[u], objective[u]
        kept += 1
    return kept


@kernel
def count_troops(count: int, owner: Rows, cell: Rows, fighters: Counts, troops: Counts) -> None:
    """Fill `troops` (A K) with the fighters of each actor in each cell."""
    troops[:, :] = 0
    for u in range(count):
        troops[owner[u], cell[u]] += fighters[u]


@kernel
def count_fighters(count: int, owner: Rows, fighters: Counts, strength: Counts) -> None:
    """Fill `strength` (A) with the fighters of each actor."""
    strength[:] = 0
    for u in range(count):
        strength[owner[u]] += fighters[u]


@kernel
def locate(
    count: int, owner: Rows, cell: Rows, fighters: Counts, troops: Counts, first: Rows,
    occupied: Rows, standing: Floats,
) -> None:  # fmt: skip
    """Fill `troops` (A K), and list the cells that each actor occupies and its troops there.

    Those of a are `occupied[first[a]:first[a + 1]]`. Most cells are empty of most actors, so that
    rules go by these lists where they can.
    """
    rows, found = np.empty(count, np.uint32), 0
    troops[:, :] = 0
    first[:] = 0
    for u in range(count):
        a, k = owner[u], cell[u]
        before = troops[a, k]
        troops[a, k] = before + fighters[u]
        fresh = before == 0 and fighters[u] > 0
        rows[found] = u
        found += fresh
        first[a + 1] += fresh
    for a in range(len(troops)):
        first[a + 1] += first[a]
    room = first.copy()
    for i in range(found):
        a = owner[rows[i]]
        occupied[room[a]] = cell[rows[i]]
        standing[room[a]] = troops[a, cell[rows[i]]]
        room[a] += 1


@kernel
def sort_by_cell(count: int, cell: Rows, first: Rows, order: Rows) -> None:
    """Fill `order` with band rows sorted by cell and `first` with where each cell begins."""
    cells = len(first) - 1
    first[:] = 0
    for u in range(count):
        first[cell[u] + 1] += 1
    for k in range(cells):
        first[k + 1] += first[k]
    for u in range(count):
        k = cell[u]
        order[first[k]] = u
        first[k] += 1
    for k in range(cells, 0, -1):
        first[k] = first[k - 1]
    first[0] = 0
