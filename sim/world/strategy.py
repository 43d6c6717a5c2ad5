"""What a strategy is: a small function from what an actor sees to what it wants done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from sim.vocabulary import NOBODY
from sim.world.state import Flags, Floats, Ints


class Situation(NamedTuple):
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
    priority: Floats  # A, of each as a target, as the scenario says
    inflicted: Floats  # A, fighters of each that it killed in a week, fading mean
    weariness: Floats  # A, how tired it is of fighting each
    opportunity: Floats  # A, window on each by being stronger while states leave it in peace
    vulnerability: Floats  # A, window on each by losing ground to it
    threat: float  # share of its strength that states and guests kill in a quarter
    effort: float  # effort of fighting in the contest with allies and enemies, 1 without any
    under_pressure: float  # share of the held cells with enemies in them
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
    focus: float = 0.5  # how far hunters leave all others aside for it
    terms: int = NOBODY  # actor to which it offers terms: a state a pact, its like a truce

    def __post_init__(self) -> None:
        """Refuse what nobody can want; strategies come from outside the package too."""
        for name in ("expand", "hunt", "hold", "guard", "committed"):
            if not 0.0 <= getattr(self, name) < inf:
                raise ValueError(f"an intent's {name} is {getattr(self, name)}; it is 0 or more")
        for name in ("hiding", "focus"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                value = getattr(self, name)
                raise ValueError(f"an intent's {name} is {value}; it is a share, 0 to 1")


@dataclass(frozen=True)
class Strategy:
    """A named way to decide; `decide` must depend on nothing but the situation."""

    name: str
    claim: str
    source: str
    decide: Callable[[Situation], Intent]
