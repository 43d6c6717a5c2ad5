"""Dated interventions of a scenario, resolved to indices, by the week in which they take effect."""

from __future__ import annotations

from dataclasses import dataclass

from sim.vocabulary import NOBODY, Stance
from sim.world.state import Floats


@dataclass(frozen=True)
class Deployment:
    """Fighters from outside the map join an actor, in bands spread over cells by `weight`."""

    name: str
    actor: int
    fighters: int
    cells: int  # how many cells they are spread over
    weight: Floats  # K, relative; 0 where none may go
    foreign: float  # share of foreign fighters
    mobile: bool  # free to move, against tied to the place
    constituent: int = NOBODY  # part of an umbrella actor that they belong to


@dataclass(frozen=True)
class Withdrawal:
    """A share of an actor's fighters in the cells of `weight` > 0 leaves the map."""

    name: str
    actor: int
    share: float
    weight: Floats


@dataclass(frozen=True)
class Inflow:
    """A pulse of foreign fighters begins."""

    name: str
    actor: int
    weekly: float
    decay_weeks: float


@dataclass(frozen=True)
class Targeting:
    """An actor's strikes change in number and priorities; NaN leaves a value as it is."""

    name: str
    actor: int
    capacity: float
    weights: Floats  # A


@dataclass(frozen=True)
class StanceChange:
    """Two actors sign or end a pact or truce, or go to war, by the scenario's word."""

    name: str
    actors: tuple[int, int]
    stance: Stance
    hostility: float


@dataclass(frozen=True)
class PactOffer:
    """A state or guest offers an insurgent group a pact; the answer is the group's own."""

    name: str
    actor: int
    to: int


@dataclass(frozen=True)
class Funding:
    """What outside support pays for is multiplied by `factor`."""

    name: str
    actor: int
    factor: float


@dataclass(frozen=True)
class Disarray:
    """A coup throws an actor into disarray (share, fading)."""

    name: str
    actor: int
    amount: float


@dataclass(frozen=True)
class LeaderKilled:
    """The leader of an actor, or of one of its constituents, is killed."""

    name: str
    actor: int
    constituent: int = NOBODY
    by: int = NOBODY


Intervention = (
    Deployment
    | Withdrawal
    | Inflow
    | Targeting
    | StanceChange
    | PactOffer
    | Funding
    | Disarray
    | LeaderKilled
)
