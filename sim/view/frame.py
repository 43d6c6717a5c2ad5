"""One week of a run, frozen: everything that panels show of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.record.deals import true_pacts
from sim.record.happened import Happened, happened_now, violence
from sim.view.packed import Bytes, Packed, as_bytes, packed
from sim.vocabulary import CONTESTED, NOBODY_NAME, Violence
from sim.world.state import Counts, Flags
from sim.world.world import World

NO_ACTOR = 255
"""Stands for nobody where actors are kept as single bytes; a run has fewer actors."""

Small = npt.NDArray[np.float32]
Shorts = npt.NDArray[np.uint16]


class Claim(NamedTuple):
    """What an outlet says; `event` is a row of the week's events, -1 where it is invented."""

    claimant: int
    event: int
    kind: int
    side_a: int
    side_b: int
    cell: int
    deaths_a: int
    deaths_b: int
    deaths_civilians: int


class Development(NamedTuple):
    """What happened between or within actors (`vocabulary.Development`); -1 stands for none.

    `true` tells of an accusation whether the accused deals with the accuser's enemies in truth.
    """

    kind: int
    actor: int
    other: int
    post: int
    amount: float
    true: bool


@dataclass(frozen=True, slots=True)
class Relations:
    """What each actor (first axis) is to each (second): the truth and what is believed."""

    stance: Bytes  # A A, vocabulary.Stance
    since: npt.NDArray[np.int32]  # A A, week
    hostility: Small  # A A, 0..1
    grievance: Small  # A A, 0..4
    weariness: Small  # A A, 0..1
    affinity: Small  # A A, -1..1
    drivers: Packed  # HD A A float32, log-odds of hostility by cause
    belief: Small  # A A, log-odds that the second deals with the first's enemies
    belief_drivers: Packed  # BD A A float32, what moved it this week
    true_pact: Flags  # A A, whether it does
    shared: npt.NDArray[np.uint16]  # A A, cells in which both have fighters


@dataclass(frozen=True, slots=True)
class Frame:
    """A week as panels see it. Axes: K cells, A actors alive or not, G groups, C communities.

    Bytes stand for shares (0..255) unless said otherwise. `holder` and `rival` are actors,
    `NO_ACTOR` nobody: who holds a cell and who comes next there, where anybody does.
    """

    week: int
    holder: Bytes  # K
    rival: Bytes  # K
    contested: Flags  # K
    bands: Shorts  # U 4: cell, owner, fighters, a number that stays with the band
    influence: Packed  # A K
    sphere: Packed  # A K
    loyalty: Packed  # A C, -1..1 as bytes
    people: Packed  # C, persons
    displaced: Packed  # C, persons
    events: Happened
    violence: Counts  # type of each event
    claims: tuple[Claim, ...]
    developments: tuple[Development, ...]
    alive: Flags  # A
    fighters: npt.NDArray[np.int32]  # A
    treasury: Small  # A
    group_loyalty: Small  # A G+1: mean of each group in the study area, then of all people
    share: dict[str, float]  # of the study area's cells, by actor, 'contested' and 'nobody'
    deaths: dict[Violence, int]
    relations: Relations


def frame_of(world: World) -> Frame:
    """A copy of what the present week looks like."""
    happened = happened_now(world)
    types = violence(world.actors, happened)
    holder, rival = _holders(world)
    cells, people, bands = world.cells, world.communities, world.bands
    own = bands.owner[: bands.count]
    return Frame(
        week=world.clock.week,
        holder=holder,
        rival=rival,
        contested=cells.contested.copy(),
        bands=_bands(world),
        influence=packed(as_bytes(cells.influence)),
        sphere=packed(as_bytes(cells.sphere)),
        loyalty=packed(as_bytes(people.loyalty, -1, 1)),
        people=packed(people.people.astype(np.uint32)),
        displaced=packed(people.displaced.astype(np.uint32)),
        events=happened,
        violence=types,
        claims=_claims(world),
        developments=_developments(world),
        alive=world.actors.alive.copy(),
        fighters=np.bincount(own, bands.fighters[: bands.count], world.actors.size).astype(
            np.int32
        ),
        treasury=world.actors.treasury.astype(np.float32),
        group_loyalty=_group_loyalty(world),
        share=_shares(world),
        deaths={kind: int(happened.deaths[types == kind].sum()) for kind in Violence},
        relations=_relations(world),
    )


def _holders(world: World) -> tuple[Bytes, Bytes]:
    """Who holds each cell, and whose influence is the greatest of the others'."""
    control, influence = world.cells.control, world.cells.influence.copy()
    cells = np.arange(world.grid.size)
    held = control >= 0
    influence[control[held], cells[held]] = -1.0
    best = influence.argmax(axis=0)
    rival = np.where(influence[best, cells] > 0, best, NO_ACTOR)
    return np.where(held, control, NO_ACTOR).astype(np.uint8), rival.astype(np.uint8)


def _bands(world: World) -> Shorts:
    bands, count = world.bands, world.bands.count
    columns = (
        bands.cell[:count],
        bands.owner[:count],
        np.minimum(bands.fighters[:count], 65_535),
        bands.key[:count] & np.uint64(65_535),
    )
    return np.stack([column.astype(np.uint16) for column in columns], axis=1)


def _claims(world: World) -> tuple[Claim, ...]:
    claims = world.claims
    columns = [getattr(claims, name)[: claims.count].tolist() for name in Claim._fields]
    return tuple(map(Claim, *columns))


def _developments(world: World) -> tuple[Development, ...]:
    log, count = world.developments, world.developments.count
    if not count:
        return ()
    pacts = true_pacts(world.actors, world.pairs)
    columns = [getattr(log, name)[:count].tolist() for name in Development._fields[:-1]]
    return tuple(
        Development(kind, actor, other, post, amount, bool(other >= 0 and pacts[actor, other]))
        for kind, actor, other, post, amount in zip(*columns, strict=True)
    )


def _group_loyalty(world: World) -> Small:
    """Mean loyalty of people of the study area to each actor, by group and of all (A, G + 1)."""
    people = world.communities
    weight = people.people * world.grid.study[people.cell]
    groups = len(people.groups)
    sums = np.zeros((world.actors.size, groups + 1))
    for row, loyalty in enumerate(people.loyalty):
        sums[row, :groups] = np.bincount(people.group, weight * loyalty, groups)
    sums[:, groups] = sums[:, :groups].sum(axis=1)
    counted = np.append(np.bincount(people.group, weight, groups), weight.sum())
    means: Small = (sums / np.maximum(counted, 1)).astype(np.float32)
    return means


def _shares(world: World) -> dict[str, float]:
    cells, study = world.cells, world.grid.study
    counted = int(study.sum())
    held = study & ~cells.contested
    numbers = np.bincount(cells.control[held] + 1, minlength=world.actors.size + 1) / counted
    shares = dict(zip((NOBODY_NAME, *world.actors.names), numbers.tolist(), strict=True))
    return shares | {CONTESTED: int((study & cells.contested).sum()) / counted}


def _relations(world: World) -> Relations:
    pairs = world.pairs
    size, cells = world.actors.size, world.grid.size
    present = np.zeros((size, cells), np.float32)
    bands = world.bands
    present[bands.owner[: bands.count], bands.cell[: bands.count]] = 1
    return Relations(
        stance=pairs.stance.astype(np.uint8),
        since=pairs.stance_since.copy(),
        hostility=pairs.hostility.astype(np.float32),
        grievance=pairs.grievance.astype(np.float32),
        weariness=pairs.weariness.astype(np.float32),
        affinity=pairs.affinity.astype(np.float32),
        drivers=packed(pairs.hostility_drivers.astype(np.float32)),
        belief=pairs.collusion.astype(np.float32),
        belief_drivers=packed(pairs.belief_drivers.astype(np.float32)),
        true_pact=true_pacts(world.actors, pairs),
        shared=(present @ present.T).astype(np.uint16),
    )
