"""Deals that exist in truth, whatever anybody believes."""

from __future__ import annotations

import numpy as np

from sim.record.happened import state_side
from sim.vocabulary import Stance
from sim.world.actors import Actors, Pairs
from sim.world.state import Flags


def true_pacts(actors: Actors, pairs: Pairs) -> Flags:
    """Whether the second is in truth at peace with a state or guest hostile to the first: A x A."""
    governing = state_side(actors)
    hostile = (pairs.stance <= Stance.RIVALRY) & governing
    at_peace = (pairs.stance >= Stance.TRUCE) & governing
    shared: Flags = np.any(hostile[:, None, :] & at_peace[None, :, :], axis=2)
    return shared
