from __future__ import annotations

import numpy as np
import pytest

from sim.rules.revenue import RULE, RevenueParameters
from sim.vocabulary import FighterFlow, PeopleFlow
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)


def week(world, number=0, **parameters):
    world.ledger.fighters.fill(0)
    world.ledger.people.fill(0)
    RULE.apply(world, RevenueParameters(**parameters), np.uint64(number))


def test_income_is_support_taxes_extortion_and_rent():
    world = small_world()  # 2,000 people in each cell
    world.actors.external[REBELS] = 100
    world.cells.control[0] = REBELS
    put_band(world, "rebels", 1)
    world.cells.coercion[REBELS, 1] = 0.5
    world.cells.coercion[REBELS, 2] = 0.5  # but nobody there to collect
    world.grid.resource_rent[3] = 40
    world.cells.influence[REBELS, 3] = 0.25
    week(world, tax=0.01, extortion=0.4)
    taxes, extortion, rent = 0.01 * 2000, 0.01 * 2000 * 0.4 * 0.5, 40 * 0.25
    assert world.actors.income[REBELS] == pytest.approx(100 + taxes + extortion + rent)
    assert world.actors.ceiling[REBELS] == world.actors.income[REBELS]


def test_states_live_on_their_budget_and_their_troops_do_not_quit():
    world = small_world()
    world.actors.external[STATE] = 300
    world.cells.control[:] = STATE
    band = put_band(world, "state", 0, 10_000)
    week(world, quits=1.0, unpaid_quits=1.0)
    assert world.actors.ceiling[STATE] == 300
    assert world.bands.fighters[band] == 10_000


@pytest.mark.parametrize("actor", ["militia", "guest"])
def test_militias_and_guests_are_not_paid_from_the_land_and_do_not_quit(actor):
    world = small_world()
    world.cells.control[:] = world.actors.names.index(actor)
    band = put_band(world, actor, 0, 500)
    week(world, quits=1.0, unpaid_quits=1.0)
    assert world.bands.fighters[band] == 500
    assert world.actors.income[world.actors.names.index(actor)] == 0


def test_savings_pay_for_a_while_and_then_more_fighters_quit():
    world = small_world()
    band = put_band(world, "rebels", 0, 1000)
    world.actors.external[REBELS] = 600
    world.actors.treasury[REBELS] = 500
    week(world, 0, quits=0.0, unpaid_quits=0.1)
    assert world.bands.fighters[band] == 1000
    assert world.actors.treasury[REBELS] == 100
    week(world, 1, quits=0.0, unpaid_quits=0.1)
    assert world.bands.fighters[band] < 950
    assert world.actors.treasury[REBELS] == 0


def test_savings_are_bounded():
    world = small_world()
    world.actors.external[REBELS] = 100
    for number in range(20):
        week(world, number, savings=8)
    assert world.actors.treasury[REBELS] == 800


def test_quitters_return_to_the_most_loyal_people_of_home_and_foreigners_leave_the_map():
    world = small_world()
    people = world.communities.people
    band = put_band(world, "rebels", 4, 1000, foreign=400)
    world.bands.home[band] = 1
    loyal = int(world.communities.first[1]) + 1
    world.communities.loyalty[REBELS, loyal] = 0.5
    week(world, unpaid_quits=0.5)
    ledger = world.ledger
    back = people[loyal] - 1000
    assert back == ledger.people[PeopleFlow.RETURNED_FROM_ARMS, loyal]
    assert back == -ledger.fighters[FighterFlow.QUIT, REBELS]
    gone = -ledger.fighters[FighterFlow.LEFT_THE_MAP, REBELS]
    assert gone / (gone + back) == pytest.approx(0.4, abs=0.01)
    assert world.bands.fighters[band] == 1000 - back - gone
    assert world.bands.foreign[band] == 400 - gone
    assert people.sum() == 12 * 1000 + back


def test_who_has_no_people_at_home_leaves_the_map():
    world = small_world()
    world.communities.people[:2] = 0
    band = put_band(world, "rebels", 0, 1000)
    week(world, unpaid_quits=0.5)
    left = -world.ledger.fighters[FighterFlow.LEFT_THE_MAP, REBELS]
    assert left == 1000 - world.bands.fighters[band] > 0
    assert not world.ledger.people.any()
