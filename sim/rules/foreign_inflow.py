"""Rule 2, foreign inflow: fighters come from abroad after a defeat elsewhere.

The pulse is I(t) = I0 exp(-(t - t0) / tau); guarded borders let a part of it through. Each band
draws its own arrivals from a Poisson distribution whose mean is that part of the actor's rate times
the band's share of m exp(a S + b M): m its fighters (capacity to take them in), S the actor's
influence in the cell (support on the spot) and M its momentum there (prestige of recent success).
The sum over bands is then Poisson too. Who is stopped at a border never comes. Who sends fighters
sends means for them: outside support grows with those who arrive, or they could not be kept.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import exp
from sim.kernel import kernel
from sim.randomness import poisson, uniform
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import FighterFlow
from sim.world.state import Counts, Floats, Keys, Rows
from sim.world.world import World


class ForeignInflowParameters(Parameters):
    """Parameters of the foreign inflow."""

    support: float = parameter(
        1.0,
        "Weight of the actor's influence in a band's cell for where arrivals go.",
        unit="log",
        ge=0,
        le=10,
        source="own design",
    )
    prestige: float = parameter(
        1.0,
        "Weight of the actor's recent success in a band's cell for where arrivals go.",
        unit="log",
        ge=0,
        le=10,
        source="own design: sign after Moore 2019",
    )
    paid: float = parameter(
        1.0,
        "Fighters that outside support pays for from then on, for each who arrives.",
        unit="fighters",
        ge=0,
        le=10,
        source="own design: the parent keeps those whom it sends",
    )


@kernel
def attractions(
    count: int,
    owner: Rows,
    cell: Rows,
    fighters: Counts,
    rate: Floats,
    influence: Floats,
    momentum: Floats,
    support: float,
    prestige: float,
    pull: Floats,
    total: Floats,
) -> None:
    """Fill each band's `pull` (U) on foreign fighters and its sum over an actor's bands (A)."""
    for u in range(count):
        a, k = owner[u], cell[u]
        pull[u] = 0.0
        if rate[a] > 0.0 and fighters[u] > 0:
            pull[u] = fighters[u] * exp(support * influence[a, k] + prestige * momentum[a, k])
            total[a] += pull[u]


@kernel
def arrive(
    key: np.uint64,
    count: int,
    band_key: Keys,
    owner: Rows,
    rate: Floats,
    transit: Floats,
    pull: Floats,
    total: Floats,
    fighters: Counts,
    foreign: Counts,
    arrived: Counts,
) -> None:
    """Add every band's arrivals and count them by actor."""
    for u in range(count):
        a = owner[u]
        if pull[u] > 0.0:
            n = poisson(rate[a] * transit[a] * (pull[u] / total[a]), uniform(key, band_key[u], 0))
            fighters[u] += n
            foreign[u] += n
            arrived[a] += n


@kernel
def fade(rate: Floats, decay: Floats) -> None:
    """Let every pulse fall by a week."""
    for a in range(len(rate)):
        if rate[a] > 0.0:
            rate[a] *= exp(-1.0 / decay[a])


def apply(world: World, p: ForeignInflowParameters, key: np.uint64) -> None:
    """Let this week's foreign fighters arrive; an actor without bands receives none."""
    bands, cells, actors = world.bands, world.cells, world.actors
    if not any(actors.inflow_rate.tolist()):
        return
    pull, total = np.zeros(bands.count), np.zeros(actors.size)
    before = world.ledger.fighters[FighterFlow.FOREIGN_ARRIVAL].copy()
    attractions(
        bands.count,
        bands.owner,
        bands.cell,
        bands.fighters,
        actors.inflow_rate,
        cells.influence,
        cells.momentum,
        p.support,
        p.prestige,
        pull,
        total,
    )
    arrive(
        key,
        bands.count,
        bands.key,
        bands.owner,
        actors.inflow_rate,
        actors.transit,
        pull,
        total,
        bands.fighters,
        bands.foreign,
        world.ledger.fighters[FighterFlow.FOREIGN_ARRIVAL],
    )
    arrived = world.ledger.fighters[FighterFlow.FOREIGN_ARRIVAL] - before
    actors.external += p.paid * arrived
    fade(actors.inflow_rate, actors.inflow_decay)


RULE = Rule(
    name="foreign_inflow",
    claim="Fighters from abroad come in a fading pulse to strong, supported and successful bands.",
    source="own design; a defeat elsewhere sends fighters on: sign after Moore 2019",
    parameters=ForeignInflowParameters,
    reads=(
        "bands.key",
        "bands.owner",
        "bands.cell",
        "cells.influence",
        "cells.momentum",
        "actors.inflow_decay",
        "actors.transit",
    ),
    writes=(
        "bands.fighters",
        "bands.foreign",
        "actors.inflow_rate",
        "actors.external",
        "ledger.fighters",
    ),
    apply=apply,
)
