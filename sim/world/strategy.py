"""What a strategy is: a small function from what an actor sees to what it wants done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.vocabulary import NOBODY
from sim.world.state import Flags, Floats, Ints


@dataclass(frozen=True)
class Situation:
    """What one actor sees when it decides; arrays over all actors (A) are not to be changed.

    Strength is known of everybody: armed groups know each other's order of size.
    """

    actor: int
    week: int
    alive: Flags  # A
    official: Flags  # A, states and guests
    insurgent: Flags  # A
    strength: Floats  # A fighters
    trend: Floats  # A, strength over that of a quarter ago; 1 is steady
    hostility: Floats  # A, the actor's towards each
    menace: Floats  # A, each one's towards the actor
    affinity: Floats  # A, the actor's for each
    stance: Ints  # A
    overlap: Floats  # A, share of the actor's cells in which the other is too
    losses: Floats  # A, own fighters that each killed in a week, fading mean
    effort: float  # effort of fighting in the contest with allies and enemies, 1 the mean
    under_pressure: float  # share of the held cells with an enemy in or next to them
    guards: bool  # a pact asks it to guard a border


@dataclass(frozen=True)
class Intent:
    """What an actor wants done until it decides anew.

    Tasks are weights of what a cell offers for each; `committed` multiplies the part of its bands
    that it sends out. A hiding actor begins few fights and is seen less.
    """

    expand: float = 0.0
    hunt: float = 0.0
    hold: float = 0.0
    guard: float = 0.0
    committed: float = 1.0
    hiding: float = 0.0  # share
    target: int = NOBODY  # actor to fight first
    terms: int = NOBODY  # actor to which it offers terms


@dataclass(frozen=True)
class Strategy:
    """A named way to decide; `decide` must depend on nothing but the situation."""

    name: str
    claim: str
    source: str
    decide: Callable[[Situation], Intent]
