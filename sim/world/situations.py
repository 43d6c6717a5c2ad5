"""What an actor sees when it decides, taken from the world."""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.vocabulary import Stance
from sim.world.borders import on_border, sides_of_borders
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.strategy import Situation
from sim.world.world import World

_WAR, _PACT = int(Stance.WAR), int(Stance.PACT)


@kernel
def share_met(a: int, count: int, owner: Rows, cell: Rows, troops: Counts, overlap: Floats) -> None:
    """Fill `overlap` (A): share of the actor's cells in which each other one is too."""
    seen = np.zeros(troops.shape[1], np.bool_)
    own = 0
    overlap[:] = 0.0
    for u in range(count):
        k = cell[u]
        if owner[u] == a and troops[a, k] > 0 and not seen[k]:
            seen[k] = True
            own += 1
            for b in range(len(overlap)):
                if b != a and troops[b, k] > 0:
                    overlap[b] += 1.0
    for b in range(len(overlap)):
        overlap[b] /= max(1, own)


@kernel
def share_under_pressure(
    a: int, alive: Flags, stance: Ints, control: Ints, count: int, owner: Rows, cell: Rows,
    fighters: Counts,
) -> float:  # fmt: skip
    """Share of the cells that an actor holds in which there are fighters of an enemy."""
    pressed, threatens = np.zeros(len(control), np.bool_), np.empty(len(alive), np.bool_)
    for b in range(len(alive)):
        threatens[b] = alive[b] and stance[a, b] == _WAR
    for u in range(count):
        pressed[cell[u]] |= threatens[owner[u]] and fighters[u] > 0
    held = 0
    among = 0
    for k in range(len(control)):
        held += control[k] == a
        among += (control[k] == a) & pressed[k]
    return among / max(1, held)


@kernel
def mark_guarded(
    a: int, alive: Flags, country: Ints, stance: Ints, border: Ints, sides: Ints, area: Flags,
    guarded: Flags,
) -> bool:  # fmt: skip
    """Fill `guarded` (K): border cells that pacts ask the actor to watch; whether there are any.

    They are those of the countries whose states have a pact with it, on either side.
    """
    guarded[:] = False
    found = False
    for s in range(len(alive)):
        if alive[s] and country[s] >= 0 and stance[a, s] == _PACT:
            for k in range(len(border)):
                if area[a, k] and on_border(k, country[s], border, sides):
                    guarded[k] = found = True
    return found


@kernel
def look(
    a: int, alive: Flags, stance: Ints, strength: Counts, mean: Floats, control: Ints,
    troops: Counts, count: int, owner: Rows, cell: Rows, fighters: Counts, country: Ints,
    border: Ints, sides: Ints, area: Flags, trend: Floats, overlap: Floats, guarded: Flags,
) -> tuple[float, bool]:  # fmt: skip
    """Fill `trend` (A), strength over its mean of a quarter, `overlap` (A) and `guarded` (K).

    Returns the pressure on the actor and whether it guards any border.
    """
    for b in range(len(alive)):
        trend[b] = strength[b] / max(mean[b], 1e-9) if mean[b] > 0.0 else 1.0
    share_met(a, count, owner, cell, troops, overlap)
    pressure = share_under_pressure(a, alive, stance, control, count, owner, cell, fighters)
    return pressure, mark_guarded(a, alive, country, stance, border, sides, area, guarded)


def situation_of(world: World, a: int, strength: Counts, guarded: Flags) -> Situation:
    """What actor `a` sees this week; `strength` is of all, `guarded` (K) is filled as asked for."""
    actors, pairs, cells, bands = world.actors, world.pairs, world.cells, world.bands
    trend, overlap = np.empty(actors.size), np.empty(actors.size)
    pressed, guards = look(
        a, actors.alive, pairs.stance, strength, actors.strength_mean, cells.control,
        cells.troops, bands.count, bands.owner, bands.cell, bands.fighters, actors.country,
        world.grid.border, sides_of_borders(world.grid), actors.area, trend, overlap, guarded,
    )  # fmt: skip
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
        guards=guards,
    )
