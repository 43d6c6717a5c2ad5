"""How the dead are taken from bands and communities, exactly and to the last person."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import marked_among
from sim.world.state import Counts, Floats, Ints, Rows


@kernel
def bury(
    dead: int, a: int, begin: int, end: int, u1: float, u2: float, order: Rows, owner: Rows,
    fighters: Counts, foreign: Counts, experience: Floats, gain: float,
) -> int:  # fmt: skip
    """Take `dead` fighters from actor a's bands in one cell, in proportion; how many there were.

    Each band loses its share rounded up or down by the uniform `u1`, and its foreign fighters
    theirs by `u2`, so that nobody is spared for a place in the order. Bands gain experience.
    """
    total = 0
    for i in range(begin, end):
        if owner[order[i]] == a:
            total += fighters[order[i]]
    dead = min(dead, total)
    before = 0
    offset = int(u1 * total)
    for i in range(begin, end):
        u = order[i]
        if owner[u] != a or fighters[u] == 0:
            continue
        experience[u] = min(1.0, experience[u] + gain)
        after = before + fighters[u]
        n = (dead * after + offset) // total - (dead * before + offset) // total
        foreign[u] -= marked_among(n, foreign[u], fighters[u], u2)
        fighters[u] -= n
        before = after
    return dead


@kernel
def hit_people(
    dead: int, begin: int, end: int, u: float, people: Counts, harm: Counts, flow: Counts
) -> tuple[int, int]:
    """Kill up to `dead` people of one community of a cell, drawn by size with the uniform `u`.

    Returns the community, -1 where nobody was hit, and how many died.
    """
    total = 0
    for c in range(begin, end):
        total += people[c]
    if total == 0 or dead == 0:
        return -1, 0
    mark = u * total
    chosen = np.int64(begin)  # as -1 is
    for c in range(begin, end):
        chosen = np.int64(c)
        mark -= people[c]
        if mark < 0.0:
            break
    n = min(dead, people[chosen])
    people[chosen] -= n
    harm[chosen] += n
    flow[chosen] -= n
    return (int(chosen) if n > 0 else -1), n


@kernel
def count_dead(
    events: int, side_a: Ints, side_b: Ints, deaths_a: Counts, deaths_b: Counts, dead: Counts
) -> None:
    """Fill `dead` (A A): fighters of the first killed by the second this week."""
    dead[:, :] = 0
    for i in range(events):
        a, b = side_a[i], side_b[i]
        if b >= 0:
            dead[a, b] += deaths_a[i]
            dead[b, a] += deaths_b[i]
