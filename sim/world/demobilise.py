"""How fighters go home: to the most loyal people of their band's home, or off the map."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.randomness import binomial, marked_among, uniform
from sim.world.state import Counts, Floats, Keys, Rows


@kernel
def most_loyal(k: int, first: Rows, people: Counts, loyalty: Floats) -> int:
    """Community of cell k with people that is most loyal by `loyalty` (C), -1 if it has none."""
    best = np.int64(-1)
    for c in range(first[k], first[k + 1]):
        if people[c] > 0 and (best < 0 or loyalty[c] > loyalty[best]):
            best = np.int64(c)
    return int(best)


@kernel
def quit_arms(
    key: np.uint64,
    rate: Floats,
    count: int,
    band_key: Keys,
    owner: Rows,
    home: Rows,
    fighters: Counts,
    foreign: Counts,
    first: Rows,
    people: Counts,
    loyalty: Floats,
    returned: Counts,
    quits: Counts,
    left: Counts,
) -> None:
    """Let fighters quit at the `rate` (A) of their actor; who has nowhere to go leaves the map."""
    for u in range(count):
        a = owner[u]
        n = binomial(fighters[u], rate[a], uniform(key, band_key[u], 0))
        if n == 0:
            continue
        away = marked_among(n, foreign[u], fighters[u], uniform(key, band_key[u], 1))
        fighters[u] -= n
        foreign[u] -= away
        c = most_loyal(home[u], first, people, loyalty[a])
        if c < 0:
            away = n
        else:
            people[c] += n - away
            returned[c] += n - away
        quits[a] -= n - away
        left[a] -= away
