"""Rule 9, information: who tells whom what.

An actor finds its enemies by its own eyes or through the people: detection of b by a is
v + (1 - v) c, with v the visibility of b and c the cooperation of the cell's people with a.
Allies tell each other part of what their people tell them.
Denunciation follows control: sigma(12 (s - 0.6)), s the actor's share of control (Kalyvas 2006).
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import logistic
from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import Stance
from sim.world.state import Counts, Flags, Floats, Ints
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
    first: Ints,
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
    for a in range(actors):
        for k in range(cells):
            total = 0.0
            told = 0.0
            for c in range(first[k], first[k + 1]):
                n = float(people[c])
                total += n
                share = floor + by_loyalty * max(loyalty[a, c], 0.0) + by_fear * fear[a, c]
                told += n * min(share, 1.0)
            cooperation[a, k] = told / total if total > 0.0 else 0.0


@kernel
def share(part: float, alive: Flags, stance: Ints, told: Floats, cooperation: Floats) -> None:
    """Let allies pass on part of what each was `told` (A K), where that is more than one's own."""
    actors, cells = cooperation.shape
    for a in range(actors):
        for b in range(actors):
            if a == b or stance[a, b] != _ALLIED or not (alive[a] and alive[b]):
                continue
            for k in range(cells):
                cooperation[a, k] = max(cooperation[a, k], part * told[b, k])


@kernel
def denounce(influence: Floats, at: float, steepness: float, denunciation: Floats) -> None:
    """Share of those who could denounce that do, by the actor's share of control."""
    actors, cells = influence.shape
    for a in range(actors):
        for k in range(cells):
            s = influence[a, k]
            denunciation[a, k] = logistic(steepness * (s - at)) if s > 0.0 else 0.0


def apply(world: World, p: InformationParameters, key: np.uint64) -> None:
    """Take stock of what the people of each cell tell each actor."""
    cells, communities = world.cells, world.communities
    cooperate(
        communities.first,
        communities.people,
        communities.loyalty,
        communities.fear,
        p.floor,
        p.from_loyalty,
        p.from_fear,
        cells.cooperation,
    )
    told = cells.cooperation.copy()
    share(p.shared, world.actors.alive, world.pairs.stance, told, cells.cooperation)
    denounce(cells.influence, p.denunciation_at, p.steepness, cells.denunciation)


RULE = Rule(
    name="information",
    claim="The people's cooperation reveals hidden enemies; denunciation follows control.",
    source="Athena (JPL): detection; Kalyvas 2006: denunciation",
    parameters=InformationParameters,
    reads=(
        "communities.first",
        "communities.people",
        "communities.loyalty",
        "communities.fear",
        "cells.influence",
        "actors.alive",
        "pairs.stance",
    ),
    writes=("cells.cooperation", "cells.denunciation"),
    apply=apply,
)
