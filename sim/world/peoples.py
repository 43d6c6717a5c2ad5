"""What the peoples for whom a militia stands hold of everybody."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.world.state import Counts, Flags, Floats, Ints


@kernel
def list_own(a: int, members: Flags, area: Flags, at: Ints, own: Ints) -> int:
    """List in `own` (C) the communities of an actor's peoples in its area; how many there are."""
    found = 0
    for k in range(at.shape[1]):
        if area[a, k]:
            for g in range(len(at)):
                if members[a, g] and at[g, k] >= 0:
                    own[found] = at[g, k]
                    found += 1
    return found


@kernel
def mean_loyalty(own: Ints, people: Counts, loyalty: Floats, mean: Floats) -> None:
    """Fill `mean` (A): the mean loyalty of the people of some communities to everybody."""
    actors = len(mean)
    each = np.empty((len(own), actors))  # gathered first, so that sums run along actors
    for b in range(actors):
        for i in range(len(own)):
            each[i, b] = loyalty[b, own[i]]
    mean[:] = 0.0
    total = 0.0
    for i in range(len(own)):
        n = float(people[own[i]])
        total += n
        for b in range(actors):
            mean[b] += n * each[i, b]
    for b in range(actors):
        mean[b] = mean[b] / total if total > 0.0 else 0.0


@kernel
def follow_people(
    tribal: Flags, insurgent: Flags, members: Flags, area: Flags, at: Ints, people: Counts,
    loyalty: Floats, affinities: Floats,
) -> None:  # fmt: skip
    """Give who stands for a people the mean loyalty of its people in its area to everybody.

    Insurgent groups answer it in kind.
    """
    own = np.empty(len(people), np.int32)
    told = np.empty(len(tribal))
    for a in range(len(tribal)):
        if not tribal[a]:
            continue
        found = list_own(a, members, area, at, own)
        mean_loyalty(own[:found], people, loyalty, told)
        for b in range(len(tribal)):
            if b != a:
                affinities[a, b] = told[b]
                if insurgent[b]:
                    affinities[b, a] = told[b]
