from __future__ import annotations

import numpy as np
import pytest

from sim.rules.foreign_inflow import RULE, ForeignInflowParameters
from sim.vocabulary import FighterFlow
from tests.worlds import put_band, small_world

REBELS = 1


def weeks(world, number, **parameters):
    arrived = []
    for week in range(number):
        world.ledger.fighters.fill(0)
        RULE.apply(world, ForeignInflowParameters(**parameters), np.uint64(week))
        arrived.append(int(world.ledger.fighters[FighterFlow.FOREIGN_ARRIVAL, REBELS]))
    return arrived


def pulse(world, rate, decay=1e9):
    world.actors.inflow_rate[REBELS] = rate
    world.actors.inflow_decay[REBELS] = decay


def test_arrivals_are_foreign_fighters_and_the_ledger_counts_each():
    world = small_world()
    bands = [put_band(world, "rebels", 0), put_band(world, "rebels", 3)]
    pulse(world, 18.0)
    arrived = sum(weeks(world, 5))
    assert arrived > 0
    assert world.bands.fighters[bands].sum() == 40 + arrived
    assert world.bands.foreign[bands].sum() == arrived


def test_the_sum_over_bands_is_poisson_with_the_rate_of_the_actor():
    world = small_world()
    for _ in range(3):
        put_band(world, "rebels", 0)
    pulse(world, 6.0)
    arrived = weeks(world, 2000)
    assert np.mean(arrived) == pytest.approx(6.0, abs=0.2)
    assert np.var(arrived) == pytest.approx(6.0, rel=0.1)


def test_borders_let_a_share_of_them_through():
    world = small_world()
    put_band(world, "rebels", 0)
    pulse(world, 10.0)
    world.actors.transit[REBELS] = 0.4
    assert np.mean(weeks(world, 1000)) == pytest.approx(4.0, abs=0.2)


def test_nobody_comes_over_closed_borders_but_the_pulse_passes():
    world = small_world()
    put_band(world, "rebels", 0)
    pulse(world, 18.0, decay=40.0)
    world.actors.transit[REBELS] = 0.0
    assert weeks(world, 40) == [0] * 40
    assert world.actors.inflow_rate[REBELS] == pytest.approx(18.0 / np.e)


def test_nobody_comes_to_an_actor_without_bands_but_the_pulse_passes():
    world = small_world()
    put_band(world, "rivals", 0)
    pulse(world, 18.0, decay=40.0)
    assert weeks(world, 40) == [0] * 40
    assert world.actors.inflow_rate[REBELS] == pytest.approx(18.0 / np.e)


def two_bands(first=1000, second=1000):
    world = small_world()
    rows = put_band(world, "rebels", 0, first), put_band(world, "rebels", 1, second)
    pulse(world, 400.0)
    return world, rows


def test_arrivals_follow_size():
    world, rows = two_bands(1000, 3000)
    weeks(world, 1)
    weak, strong = world.bands.foreign[list(rows)]
    assert strong / weak == pytest.approx(3.0, rel=0.4)


@pytest.mark.parametrize("draw", ["influence", "momentum"])
def test_arrivals_prefer_support_and_success(draw):
    world, rows = two_bands()
    getattr(world.cells, draw)[REBELS, 1] = 1.0
    weeks(world, 1)
    without, with_it = world.bands.foreign[list(rows)]
    assert with_it / without == pytest.approx(np.e, rel=0.4)
