"""How strong the parts of umbrella actors are, and how far from what their actor does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.kernel import kernel
from sim.vocabulary import TOPICS, Stance
from sim.world.affinity import affinity
from sim.world.state import Counts, Flags, Floats, Ints, Rows

_PACT, _ALLIANCE = int(Stance.PACT), TOPICS.index("state_alliance")


class Survey(NamedTuple):
    """What the week finds: A actors, M constituents."""

    strength: Counts  # A
    own: Counts  # M fighters
    pressed: Counts  # M fighters with hostile fighters in their cell
    distance: Floats  # M, 0..1


@kernel
def count_parts(
    count: int, owner: Rows, constituent: Ints, cell: Rows, fighters: Counts, hostility: Floats,
    troops: Counts, strength: Counts, own: Counts, pressed: Counts,
) -> None:  # fmt: skip
    """Fill `strength` (A), and by constituent (M) `own` fighters and those `pressed` by enemies."""
    strength[:] = 0
    own[:] = 0
    pressed[:] = 0
    for u in range(count):
        a, m, k = owner[u], constituent[u], cell[u]
        strength[a] += fighters[u]
        if m < 0:
            continue
        own[m] += fighters[u]
        for b in range(len(strength)):
            if hostility[a, b] > 0.5 and b != a and troops[b, k] > 0:
                pressed[m] += fighters[u]
                break


@kernel
def bargains(a: int, governs: Flags, foreign: Flags, stance: Ints) -> bool:
    """Whether an actor has a pact with a state or guest."""
    found = False
    for s in range(len(governs)):
        found = found or ((governs[s] or foreign[s]) and stance[a, s] == _PACT)
    return found


@kernel
def compare(
    actor: Ints, wanted: Floats, position: Floats, tolerance: Floats, governs: Flags,
    foreign: Flags, stance: Ints, distance: Floats,
) -> None:  # fmt: skip
    """Fill `distance` (M): half of 1 - affinity between a part's positions and what is done."""
    done = np.empty(wanted.shape[1])
    relevance = np.ones(wanted.shape[1])
    for m in range(len(actor)):
        a = actor[m]
        done[:] = position[a]
        if bargains(a, governs, foreign, stance):
            done[_ALLIANCE] = 1.0
        distance[m] = 0.5 * (1.0 - affinity(wanted[m], tolerance[a], done, relevance))
