"""What an actor sees when it decides, taken from the world."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.vocabulary import Stance
from sim.world.state import Counts, Flags, Floats, Ints
from sim.world.strategy import Situation
from sim.world.world import World

_WAR, _PACT = int(Stance.WAR), int(Stance.PACT)


@kernel
def share_met(a: int, troops: Counts, overlap: Floats) -> None:
    """Fill `overlap` (A): share of the actor's cells in which each other one is too."""
    actors, cells = troops.shape
    own = 0
    overlap[:] = 0.0
    for k in range(cells):
        if troops[a, k] > 0:
            own += 1
            for b in range(actors):
                if b != a and troops[b, k] > 0:
                    overlap[b] += 1.0
    for b in range(actors):
        overlap[b] /= max(1, own)


@kernel
def share_under_pressure(a: int, enemy: Flags, control: Ints, troops: Counts) -> float:
    """Share of the cells that an actor holds in which there are fighters of an enemy (A)."""
    held = 0
    pressed = 0
    for k in range(len(control)):
        if control[k] != a:
            continue
        held += 1
        for b in range(len(enemy)):
            if enemy[b] and troops[b, k] > 0:
                pressed += 1
                break
    return pressed / max(1, held)


def situation_of(world: World, a: int, strength: Counts, guarded: Flags) -> Situation:
    """What actor `a` sees this week; `strength` is of all actors, `guarded` of cells."""
    actors, pairs, cells = world.actors, world.pairs, world.cells
    mean = actors.strength_mean
    trend = np.where(mean > 0.0, strength / np.maximum(mean, 1e-9), 1.0)
    overlap = np.empty(actors.size)
    share_met(a, cells.troops, overlap)
    at_war = (pairs.stance[a] == _WAR) & actors.alive
    pressed = share_under_pressure(a, at_war, cells.control, cells.troops)
    return Situation(
        actor=a,
        week=world.clock.week,
        alive=actors.alive,
        official=actors.governs | actors.foreign,
        insurgent=actors.insurgent,
        strength=strength.astype(np.float64),
        trend=trend,
        hostility=pairs.hostility[a],
        menace=pairs.hostility[:, a],
        affinity=pairs.affinity[a],
        stance=pairs.stance[a],
        overlap=overlap,
        losses=pairs.losses[a],
        priority=actors.target_weight[a],
        inflicted=pairs.losses[:, a],
        weariness=pairs.weariness[a],
        opportunity=pairs.opportunity[a],
        vulnerability=pairs.vulnerability[a],
        threat=float(actors.threat[a]),
        effort=float(actors.effort[a]),
        under_pressure=pressed,
        guards=bool(guarded.any()),
    )


def borders_to_guard(world: World, a: int) -> Flags:
    """Border cells of the countries whose states have a pact with the actor, on either side."""
    actors, grid = world.actors, world.grid
    asked = np.zeros(len(grid.border_pairs) + 1, np.bool_)  # the last one for no border, -1
    partners = actors.alive & (actors.country >= 0) & (world.pairs.stance[a] == _PACT)
    for country in actors.country[partners]:
        code = grid.countries[country]
        own = [code in pair.split("-") for pair in grid.border_pairs]
        asked[:-1] |= np.array(own, np.bool_)
    guarded: Flags = asked[grid.border] & actors.area[a]
    return guarded
