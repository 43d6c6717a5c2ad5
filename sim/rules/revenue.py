"""Rule 3, revenue: what an armed group can pay, and who goes home when it cannot.

Income is counted in fighters it pays for a week: outside support, taxes where the group controls,
extortion where it can only coerce (a protection racket, Duffy et al. 2020), and the rent of gold
sites and trafficking by its part of the cell. States and guests live on outside support, militias
on nothing. Fighters quit at a low rate, at a high one when income and savings do not pay for all;
they return to the most loyal people of their band's home cell, foreigners leave the map.
"""

from __future__ import annotations

import numpy as np

from sim.kernel import kernel
from sim.rules.rule import Parameters, Rule, parameter
from sim.vocabulary import FighterFlow, PeopleFlow
from sim.world.bands import count_fighters
from sim.world.demobilise import quit_arms
from sim.world.state import Counts, Flags, Floats, Ints, Rows
from sim.world.world import World


class RevenueParameters(Parameters):
    """Parameters of revenue."""

    tax: float = parameter(
        5e-4,
        "Fighters that one taxable person pays for where the group controls; of a town's people "
        "only the effective number counts that troops must cover.",
        unit="fighters per person",
        ge=0,
        le=0.1,
        source="calibrated: own prototype (twice as much lets a group run away)",
    )
    extortion: float = parameter(
        0.3,
        "What full coercion yields without control, relative to taxes.",
        unit="share",
        ge=0,
        le=1,
        source="own design: form after Duffy et al. 2020",
    )
    savings: float = parameter(
        8,
        "Income that a group can lay by.",
        unit="weeks",
        ge=0,
        le=520,
        source="own design",
    )
    quits: float = parameter(
        0.003,
        "Part of paid fighters who quit in a week.",
        unit="per week",
        ge=0,
        le=1,
        source="calibrated: own prototype",
    )
    unpaid_quits: float = parameter(
        0.025,
        "Part of the fighters who quit in a week in which not all are paid.",
        unit="per week",
        ge=0,
        le=1,
        source="calibrated: own prototype",
    )


@kernel
def local_income(
    a: int, tax: float, extortion: float, control: Ints, troops: Counts, coercion: Floats,
    influence: Floats, taxable: Floats, rent: Floats,
) -> float:  # fmt: skip
    """What an actor draws from the land."""
    total = 0.0
    for k in range(len(control)):
        if control[k] == a:
            total += tax * taxable[k]
        elif troops[a, k] > 0:
            total += tax * taxable[k] * extortion * coercion[a, k]
        if rent[k] > 0.0:
            total += rent[k] * influence[a, k]
    return total


@kernel
def settle_pay(fighters: float, income: float, treasury: float, savings: float) -> float:
    """Treasury after pay day: negative by the pay that is owed and lost, else at most the savings.

    All in pay of one fighter for a week.
    """
    return min(treasury + income - fighters, savings * income)


@kernel
def pay(
    tax: float, extortion: float, savings: float, quits: float, unpaid_quits: float,
    alive: Flags, mobile: Flags, governs: Flags, foreign: Flags, external: Floats,
    count: int, owner: Rows, fighters: Counts, control: Ints, troops: Counts, coercion: Floats,
    influence: Floats, taxable: Floats, rent: Floats, income: Floats, ceiling: Floats,
    treasury: Floats, rate: Floats,
) -> None:  # fmt: skip
    """Fill `income` and `ceiling` (A), pay from the `treasury`; the `rate` (A) at which men quit.

    States, guests and militias have neither land to live on nor a treasury.
    """
    strength = np.empty(len(alive), np.int64)
    count_fighters(count, owner, fighters, strength)
    for a in range(len(alive)):
        income[a] = external[a]
        rate[a] = 0.0
        if alive[a] and mobile[a] and not governs[a] and not foreign[a]:
            income[a] += local_income(a, tax, extortion, control, troops, coercion, influence,
                                      taxable, rent)  # fmt: skip
            left = settle_pay(float(strength[a]), income[a], treasury[a], savings)
            rate[a] = unpaid_quits if left < 0.0 else quits
            treasury[a] = max(0.0, left)
        ceiling[a] = income[a]


def apply(world: World, p: RevenueParameters, key: np.uint64) -> None:
    """Collect income, pay the fighters, let some quit."""
    bands, cells, communities = world.bands, world.cells, world.communities
    actors, ledger = world.actors, world.ledger
    rate = np.empty(actors.size)
    pay(
        p.tax, p.extortion, p.savings, p.quits, p.unpaid_quits, actors.alive, actors.mobile,
        actors.governs, actors.foreign, actors.external, bands.count, bands.owner, bands.fighters,
        cells.control, cells.troops, cells.coercion, cells.influence, cells.density_base,
        world.grid.resource_rent, actors.income, actors.ceiling, actors.treasury, rate,
    )  # fmt: skip
    quit_arms(
        key, rate, bands.count, bands.key, bands.owner, bands.home, bands.fighters,
        bands.foreign, communities.first, communities.people, communities.loyalty,
        ledger.people[PeopleFlow.RETURNED_FROM_ARMS], ledger.fighters[FighterFlow.QUIT],
        ledger.fighters[FighterFlow.LEFT_THE_MAP],
    )  # fmt: skip


RULE = Rule(
    name="revenue",
    claim="Land and outside support set how many fighters a group can pay; the unpaid go home.",
    source="protection racket: Duffy et al. 2020; amounts: own design",
    parameters=RevenueParameters,
    reads=(
        "bands.key",
        "bands.owner",
        "bands.home",
        "cells.control",
        "cells.troops",
        "cells.coercion",
        "cells.influence",
        "cells.density_base",
        "communities.first",
        "communities.loyalty",
        "actors.alive",
        "actors.mobile",
        "actors.governs",
        "actors.foreign",
        "actors.external",
    ),
    writes=(
        "actors.income",
        "actors.ceiling",
        "actors.treasury",
        "bands.fighters",
        "bands.foreign",
        "communities.people",
        "ledger.people",
        "ledger.fighters",
    ),
    apply=apply,
)
