"""Opinions spread among neighbours of one people by bounded confidence (Deffuant et al. 2000)."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import uniform
from sim.vocabulary import LoyaltyDriver
from sim.world.state import Counts, Floats, Ints, Rows

_CONVERSATION = int(LoyaltyDriver.CONVERSATION)


@kernel
def list_talks(key: np.uint64, kin: Ints, hearer: Rows, heard: Rows) -> int:
    """List whom each community hears this week, if anybody: a neighbour of its people; how many."""
    size, talks = len(kin), 0
    direction = np.empty(size, np.uint8)
    for c in range(size):  # apart from the look-ups, so that it runs on whole vectors
        direction[c] = np.uint8(8.0 * uniform(key, np.uint64(c), 0))
    for c in range(size):
        other = kin[c, direction[c]]
        hearer[talks] = c
        heard[talks] = other
        talks += other >= 0
    return talks


@kernel
def converse(
    key: np.uint64, mu: float, eps: float, kin: Ints, group: Rows, loyalty: Floats, tracing: bool,
    people: Counts, causes: Floats,
) -> None:  # fmt: skip
    """Let each community hear one neighbouring community of its people, drawn anew each week."""
    actors, size = loyalty.shape
    hearer, heard = np.empty(size, np.uint32), np.empty(size, np.uint32)
    talks = list_talks(key, kin, hearer, heard)
    for a in range(actors):
        held = loyalty[a]
        for i in range(talks):
            c = hearer[i]
            difference = held[heard[i]] - held[c]
            near = abs(difference) < eps
            held[c] += mu * difference if near else 0.0
            if tracing and near:
                causes[_CONVERSATION, a, group[c]] += people[c] * mu * difference
