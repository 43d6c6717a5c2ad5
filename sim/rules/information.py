"""Rule 9, information: who tells whom what.

An actor finds its enemies by its own eyes or through the people: detection of b by a is
v + (1 - v) c, with v the visibility of b and c the cooperation of the cell's people with a.
Allies tell each other part of what their people tell them.
Denunciation follows control: sigma(12 (s - 0.6)), s the actor's share of control (Kalyvas 2006).
States and their guests are told from everywhere, others where their men stand.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Stance
from sim.world.communities import sum_by_cell
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World

_ALLIED = int(Stance.ALLIANCE)


class InformationParameters(Parameters):
    """Parameters of information."""

    from_loyalty: float = parameter(
        0.55,
        "Cooperation of a fully loyal community.",
        unit="share",
        ge=0,
        le=1,
        source="own design: Athena's cooperation rises with affinity",
    )
    from_fear: float = parameter(
        0.3,
        "Cooperation of a community in full fear.",
        unit="share",
        ge=0,
        le=1,
        source="own design: coercion raises cooperation (Athena)",
    )
    floor: float = parameter(
        0.03, "Cooperation of the indifferent.", unit="share", ge=0, le=1, source="own design"
    )
    shared: float = parameter(
        0.5,
        "Part of what an ally is told that it passes on.",
        unit="share",
        ge=0,
        le=1,
        source="own design: half",
    )
    denunciation_at: float = parameter(
        0.6,
        "Share of control at which half of those who could denounce do.",
        unit="share",
        ge=0,
        le=1,
        source="Kalyvas 2006, form and number by own design",
    )
    steepness: float = parameter(
        12,
        "Steepness of denunciation in the share of control.",
        unit="per share",
        gt=0,
        le=100,
        source="Kalyvas 2006, form and number by own design",
    )


@kernel
def cooperate(
    cell: Rows,
    people: Counts,
    loyalty: Floats,
    fear: Floats,
    floor: float,
    by_loyalty: float,
    by_fear: float,
    cooperation: Floats,
) -> None:
    """People-weighted cooperation of each cell with each actor, in [0, 1]."""
    actors, cells = cooperation.shape
    number, told = people.astype(np.float64), np.empty(len(people))
    total = np.empty(cells)
    sum_by_cell(cell, number, total)
    for k in range(cells):
        total[k] = max(total[k], 1.0)  # where nobody lives, nobody tells
    for a in range(actors):
        held, feared, whole = loyalty[a], fear[a], cooperation[a]
        for c in range(len(told)):
            part = floor + by_loyalty * max(held[c], 0.0) + by_fear * feared[c]
            told[c] = number[c] * min(part, 1.0)
        sum_by_cell(cell, told, whole)
        for k in range(cells):
            whole[k] /= total[k]


@kernel
def share(part: float, alive: Flags, stance: Ints, cooperation: Floats) -> None:
    """Let allies pass on part of what each was told, where that is more than one's own."""
    actors = len(cooperation)
    told = np.empty(cooperation.shape)
    for b in range(actors):
        if (stance[:, b] == _ALLIED).any():
            told[b] = cooperation[b]
    for a in range(actors):
        own = cooperation[a]
        for b in range(actors):
            if a == b or stance[a, b] != _ALLIED or not (alive[a] and alive[b]):
                continue
            others = told[b]
            for k in range(len(own)):
                own[k] = max(own[k], part * others[k])


@kernel
def denounce(
    governs: Flags, foreign: Flags, occupied: Rows, at: Rows, influence: Floats, half: float,
    steepness: float, denunciation: Floats,
) -> None:  # fmt: skip
    """Share of those who could denounce that do, by the actor's share of control.

    0 where nobody can: who has no state behind it must be there to be told.
    """
    actors, cells = influence.shape
    everywhere = np.arange(cells).astype(np.uint32)
    listed, share_held = np.empty(cells + 1, np.uint32), np.empty(cells)
    for a in range(actors):
        number, held = 0, influence[a]
        own = at[occupied[a] : occupied[a + 1]]
        for k in everywhere if governs[a] or foreign[a] else own:
            listed[number] = k  # without a branch, which could not be foreseen
            number += held[k] > 0.0
        for i in range(number):
            share_held[i] = held[listed[i]]
        for i in range(number):  # apart from the lookups, so that it runs on whole vectors
            share_held[i] = logistic(steepness * (share_held[i] - half))
        denunciation[a] = 0.0
        for i in range(number):
            denunciation[a, listed[i]] = share_held[i]


@kernel
def inform(
    floor: float, by_loyalty: float, by_fear: float, shared: float, denounced_at: float,
    steepness: float, cell: Rows, people: Counts, loyalty: Floats, fear: Floats, alive: Flags,
    governs: Flags, foreign: Flags, stance: Ints, occupied: Rows, at: Rows, influence: Floats,
    cooperation: Floats, denunciation: Floats,
) -> None:  # fmt: skip
    """All of the rule in one call."""
    cooperate(cell, people, loyalty, fear, floor, by_loyalty, by_fear, cooperation)
    share(shared, alive, stance, cooperation)
    denounce(governs, foreign, occupied, at, influence, denounced_at, steepness, denunciation)


def apply(world: World, p: InformationParameters, key: np.uint64) -> None:
    """Take stock of what the people of each cell tell each actor."""
    cells, communities, actors = world.cells, world.communities, world.actors
    inform(
        p.floor, p.from_loyalty, p.from_fear, p.shared, p.denunciation_at, p.steepness,
        communities.cell, communities.people, communities.loyalty, communities.fear,
        actors.alive, actors.governs, actors.foreign, world.pairs.stance, cells.first_occupied,
        world.bands.occupied, cells.influence, cells.cooperation, cells.denunciation,
    )  # fmt: skip


RULE = Rule(
    name="information",
    claim="The people's cooperation reveals hidden enemies; denunciation follows control.",
    source="Athena (JPL): detection; Kalyvas 2006: denunciation",
    parameters=InformationParameters,
    reads=(
        "communities.cell",
        "communities.people",
        "communities.loyalty",
        "communities.fear",
        "cells.first_occupied",
        "cells.influence",
        "bands.occupied",
        "actors.alive",
        "actors.governs",
        "actors.foreign",
        "pairs.stance",
    ),
    writes=("cells.cooperation", "cells.denunciation"),
    apply=apply,
)
