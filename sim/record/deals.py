"""Deals that exist in truth, whatever anybody believes."""

from __future__ import annotations

import numpy as np

from sim.record.happened import state_side
from sim.vocabulary import Stance
from sim.world.actors import Actors, Pairs
from sim.world.state import Flags, Ints


def true_pacts(actors: Actors, pairs: Pairs) -> Flags:
    """Whether the second is in truth at peace with a state or guest hostile to the first: A x A."""
    return at_peace_with_enemies(pairs.stance[:, None], pairs.stance[None], state_side(actors))


def at_peace_with_enemies(one: Ints, other: Ints, governing: Flags) -> Flags:
    """The same from the stances of both to every actor, which are along the last axis."""
    deals: Flags = np.any(
        (one <= Stance.RIVALRY) & (other >= Stance.TRUCE) & governing,
        axis=-1,
    )
    return deals
