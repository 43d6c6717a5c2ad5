"""Deals that exist in truth, whatever anybody believes."""

from __future__ import annotations

import numpy as np

from sim.record.happened import state_side
from sim.vocabulary import Stance
from sim.world.actors import Actors, Pairs
from sim.world.state import Flags, Ints


def true_pacts(actors: Actors, pairs: Pairs) -> Flags:
    """Whether the second is in truth at peace with a state or guest hostile to the first: A x A."""
    official = pairs.stance[:, state_side(actors)]
    return at_peace_with_enemies(official[:, None], official[None])


def at_peace_with_enemies(one: Ints, other: Ints) -> Flags:
    """The same from the stances of both to all states and guests, along the last axis."""
    deals: Flags = np.any((one <= Stance.RIVALRY) & (other >= Stance.TRUCE), axis=-1)
    return deals
