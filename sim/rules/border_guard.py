"""Rule 18f, border guard: a group with a pact watches the borders of the state that spares it.

It guards the part of the cells on the state's borders, on either side, in which it has fighters.
Of the foreign fighters who would reach its enemies, the part 1 - guard * share passes; where
several groups stand in the way of one, the one that lets fewest through counts. The map knows
nothing of the ways by which they come: all borders of the state count alike.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Stance
from sim.world.borders import on_border, sides_of_borders
from sim.world.stances import find_pacts
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World

_RIVALRY = int(Stance.RIVALRY)


class BorderGuardParameters(Parameters):
    """Parameters of border guard."""

    guard: float = parameter(
        0.8,
        "Part of its enemies' foreign fighters that a group turns back if it is in every border "
        "cell.",
        unit="share",
        ge=0,
        le=1,
        source="own design: some find a way through",
    )


@kernel
def guarded_share(
    country: int, g: int, border: Ints, sides: Ints, count: int, owner: Rows, cell: Rows,
    fighters: Counts,
) -> float:  # fmt: skip
    """Part of the cells on a country's borders in which a group has fighters."""
    held = np.zeros(len(border), np.bool_)
    for u in range(count):
        if owner[u] == g and fighters[u] > 0:
            held[cell[u]] = True
    guarded, whole = 0, 0
    for k in range(len(border)):
        if on_border(k, country, border, sides):
            whole += 1
            guarded += held[k]
    return float(guarded / max(1, whole))


@kernel
def watch_borders(
    guard: float, alive: Flags, governs: Flags, foreign: Flags, insurgent: Flags,
    country: Ints, stance: Ints, border: Ints, sides: Ints, count: int, owner: Rows,
    cell: Rows, fighters: Counts, guarded: Floats, transit: Floats,
) -> None:  # fmt: skip
    """Fill which part of the first's borders a partner guards (A A), whom that lets pass (A)."""
    pact = np.empty(guarded.shape, np.bool_)
    find_pacts(alive, governs, foreign, insurgent, stance, pact)
    guarded[:, :] = 0.0
    transit[:] = 1.0
    for s in range(len(pact)):
        for g in range(len(pact)):
            if not pact[s, g] or country[s] < 0:
                continue
            share = guarded_share(country[s], g, border, sides, count, owner, cell, fighters)
            guarded[s, g] = share
            for b in range(len(pact)):
                if insurgent[b] and stance[g, b] <= _RIVALRY:
                    transit[b] = min(transit[b], 1.0 - guard * share)


def apply(world: World, p: BorderGuardParameters, key: np.uint64) -> None:
    """Measure which part of their partners' borders groups guard, and whom that stops."""
    actors, pairs, bands, grid = world.actors, world.pairs, world.bands, world.grid
    watch_borders(
        p.guard, actors.alive, actors.governs, actors.foreign, actors.insurgent,
        actors.country, pairs.stance, grid.border, sides_of_borders(grid), bands.count,
        bands.owner, bands.cell, bands.fighters, pairs.guarded, actors.transit,
    )  # fmt: skip


RULE = Rule(
    name="border_guard",
    claim="Who has a pact with a state keeps its own enemies' foreign fighters from crossing.",
    source="own design: the tacit pact of the founding case on the Algerian-Mauritanian border",
    parameters=BorderGuardParameters,
    reads=(
        "actors.alive",
        "actors.governs",
        "actors.foreign",
        "actors.insurgent",
        "actors.country",
        "bands.owner",
        "bands.cell",
        "bands.fighters",
        "pairs.stance",
    ),
    writes=("actors.transit", "pairs.guarded"),
    apply=apply,
)
