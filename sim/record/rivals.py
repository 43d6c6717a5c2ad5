"""Directed pairs of actors, in the order in which tables list them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.world.actors import Actors, relating
from sim.world.state import Counts


class Rivals(NamedTuple):
    """Index of the one who holds something of another, and of that other."""

    one: Counts
    other: Counts


def rivals(actors: Actors) -> Rivals:
    """Every two insurgent groups that exist, in both directions, by the actors' order."""
    insurgent = np.flatnonzero(actors.insurgent & actors.alive)
    one, other = np.repeat(insurgent, len(insurgent)), np.tile(insurgent, len(insurgent))
    return Rivals(one[one != other], other[one != other])


def related(actors: Actors) -> Rivals:
    """Every two actors whose relations arise in the run and that exist: groups and militias."""
    return Rivals(*np.nonzero(relating(actors)))
