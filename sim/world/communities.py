"""The people: one community for each cell and identity group that lives there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Floats, Ints, Rows, array


@dataclass(slots=True, kw_only=True)
class Communities:
    """Communities, sorted by cell and then by group.

    Axes: C communities, A actors, G identity groups, K cells, K1 = K + 1, C1 = C + 1, 8
    neighbours. `first[k]:first[k + 1]` are those of cell k; `at[g, k]` is that of group g in cell k
    or -1.
    `refuge[refuge_first[c]:refuge_first[c + 1]]` are the communities to which c's people may flee.
    """

    cell: Rows = array("C", np.uint32, "index", "cell they live in")
    group: Rows = array("C", np.uint32, "index", "identity group, into `groups`")
    first: Rows = array("K1", np.uint32, "index", "where a cell's communities begin")
    at: Ints = array("G K", np.int32, "index", "community of a group in a cell", fill=-1)
    kin: Ints = array("C 8", np.int32, "index", "their people's community next door", fill=-1)
    refuge_first: Rows = array("C1", np.uint32, "index", "where a community's refuges begin")
    refuge: Rows = array("R", np.uint32, "index", "communities to flee to")
    refuge_weight: Floats = array(
        "R", np.float64, "relative", "pull of a refuge before its present state"
    )
    people: Counts = array("C", np.int64, "persons", "people, displaced guests among them")
    displaced: Counts = array("C", np.int64, "persons", "people who came here in flight")
    loyalty: Floats = array(
        "A C", np.float64, "-1..1", "attitude to an actor: baseline and transient part"
    )
    baseline: Floats = array("A C", np.float64, "-1..1", "slow part of loyalty")
    natural: Floats = array(
        "A C", np.float64, "-1..1", "level that loyalty returns to, from affinity and ties"
    )
    fear: Floats = array("A C", np.float64, "share", "fear of an actor")
    harm: Counts = array(
        "A C", np.int64, "persons", "people killed by an actor this week, each in an event"
    )
    doubt: Floats = array(
        "A C", np.float64, "share", "an actor's estimate of their support for its enemies"
    )
    mobilised: Floats = array("A C", np.float64, "share", "activity of recruits, fading")
    threat: Floats = array(
        "C", np.float64, "share", "recent killing among them and their kin, fading"
    )
    groups: tuple[str, ...]

    @property
    def size(self) -> int:
        """Number of communities."""
        return len(self.cell)


@dataclass(slots=True)
class Groups:
    """Identity groups: what their members hold. Axes: G groups, T topics, A actors."""

    position: Floats = array("G T", np.float64, "-1..1", "position on a topic")
    tolerance: Floats = array("G T", np.float64, "share", "how much difference on a topic is borne")
    affinity: Floats = array("G A", np.float64, "-1..1", "affinity of a group for an actor")
    salafi: Floats = array("G", np.float64, "share", "part that leans to Salafi teaching")


def kin_next_door(cell: Ints, group: Ints, at: Ints, neighbours: Ints) -> Ints:
    """`kin` (C 8) of communities: those of the same group in the neighbouring cells, else -1."""
    near = neighbours[cell]
    return np.where(near >= 0, at[group[:, None], near], -1)


@kernel
def count_people(cell: Rows, people: Counts, cell_people: Counts) -> None:
    """Fill `cell_people` (K) with the people of all communities of each cell."""
    cell_people[:] = 0
    for c in range(len(cell)):
        cell_people[cell[c]] += people[c]


@kernel
def sum_by_cell(cell: Rows, value: Floats, total: Floats) -> None:
    """Fill `total` (K) with the sum of `value` (C) over the communities of each cell.

    Adds in the order of communities, without asking how many a cell has: that cannot be foreseen.
    """
    total[:] = 0.0
    for c in range(len(cell)):
        total[cell[c]] += value[c]


@kernel
def list_harmed(killed: Counts, harmed: Rows) -> int:
    """List in `harmed` (C) the communities some of whose people were killed this week; how many.

    `killed` is the ledger's flow: it says in one row what `harm` says actor by actor.
    """
    number = 0
    for c in range(len(killed)):
        if killed[c] < 0:
            harmed[number] = c
            number += 1
    return number


@kernel
def forget_harm(killed: Counts, harm: Counts) -> None:
    """Empty `harm` (A C) where the ledger's flow tells of killed, which is all that it holds."""
    for c in range(len(killed)):
        if killed[c] < 0:
            harm[:, c] = 0
