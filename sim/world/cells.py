"""What changes about cells in a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Floats, Ints, Rows, array

NEVER = -10_000
"""Week of what has not happened yet."""


@dataclass(slots=True)
class Cells:
    """Changing state of cells. Axes: K cells, A actors (first: loops run along cells), K1 = K + 1.

    After this week's movement `bands.order[first_band[k]:first_band[k + 1]]` are the rows of the
    bands in cell k, and `bands.occupied[first_occupied[a]:first_occupied[a + 1]]` the cells in
    which actor a has troops; A1 = A + 1.
    """

    people: Counts = array("K", np.int64, "persons", "people of all communities")
    density_base: Floats = array(
        "K", np.float64, "persons", "effective population that troops must cover"
    )
    troops: Counts = array("A K", np.int64, "fighters", "fighters present")
    coverage: Floats = array(
        "A K", np.float64, "share", "part of the cell that the troops cover by presence"
    )
    coercion: Floats = array(
        "A K", np.float64, "share", "part of the cell that the troops cover by force"
    )
    security: Floats = array("A K", np.float64, "-100..100", "how safe an actor is in the cell")
    presence: Floats = array(
        "A K", np.float64, "share", "what an actor can make of its support in the cell"
    )
    cooperation: Floats = array(
        "A K", np.float64, "share", "people who tell an actor what they know"
    )
    denunciation: Floats = array(
        "A K",
        np.float64,
        "share",
        "how far an actor learns who works against it; without a state, where it has fighters",
    )
    support: Floats = array(
        "A K", np.float64, "share", "what an actor has come to count on in the cell"
    )
    influence: Floats = array(
        "A K", np.float64, "share", "an actor's part of all support in the cell"
    )
    mark: Floats = array(
        "A K", np.float64, "relative", "trace an actor's bands leave, that repels rivals"
    )
    sphere: Floats = array(
        "A K", np.float64, "share", "how far an actor regards the cell as its own"
    )
    last_present: Ints = array("A K", np.int32, "week", "last week with fighters there", fill=NEVER)
    appeal: Floats = array("A K", np.float64, "utility", "draw of a cell on an actor's bands")
    heat: Floats = array("K", np.float64, "events", "recent fighting, fading")
    momentum: Floats = array("A K", np.float64, "-1..1", "recent success of an actor there, fading")
    control: Ints = array("K", np.int32, "index", "actor in control, -1 nobody", fill=-1)
    contested: Flags = array("K", np.bool_, "flag", "the second-best influence is near the best")
    first_band: Rows = array(
        "K1", np.uint32, "index", "where a cell's bands begin in `bands.order`"
    )
    first_occupied: Rows = array(
        "A1", np.uint32, "index", "where an actor's cells begin in `bands.occupied`"
    )


@kernel
def share_cells(cells: int, first: Rows, occupied: Rows, overlap: Floats) -> None:
    """Fill `overlap` (A A): share of the first's cells in which the second is too.

    Where everybody is tell the lists of `bands.locate`, for so many `cells`.
    """
    actors = len(overlap)
    there = np.zeros((cells, actors), np.bool_)
    for a in range(actors):
        for k in occupied[first[a] : first[a + 1]]:
            there[k, a] = True
    overlap[:, :] = 0.0
    for a in range(actors):
        for k in occupied[first[a] : first[a + 1]]:
            for b in range(actors):
                overlap[a, b] += there[k, b]
        own = max(1.0, overlap[a, a])
        for b in range(actors):
            overlap[a, b] /= own
