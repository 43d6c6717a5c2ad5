from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pytest import approx

from sim.rules.information import RULE, InformationParameters
from sim.vocabulary import Stance
from tests.worlds import put_band, small_world

STATE, REBELS, _, MILITIA, GUEST = range(5)


def listen(world, **parameters):
    RULE.apply(world, InformationParameters(**parameters), np.uint64(1))
    return world.cells


def test_cooperation_is_the_peoples_mean_of_what_loyalty_and_fear_make_them_tell():
    """3000 tell 0.03 + 0.55 * 0.5 = 0.305 of what they know, 1000 the frightened 0.03 + 0.15."""
    world = small_world(1, 1)
    world.communities.people[:] = 3000, 1000
    world.communities.loyalty[REBELS] = 0.5, -0.4
    world.communities.fear[REBELS] = 0.0, 0.5
    cells = listen(world, floor=0.03, from_loyalty=0.55, from_fear=0.3)
    assert cells.cooperation[REBELS, 0] == approx((3 * 0.305 + 0.18) / 4)


def test_the_disloyal_tell_no_less_than_the_indifferent():
    world = small_world(1, 1)
    world.communities.loyalty[REBELS] = -1, 0
    assert listen(world, floor=0.03).cooperation[REBELS, 0] == approx(0.03)


def test_an_empty_land_tells_nothing():
    assert not listen(small_world(people=0)).cooperation.any()


SHARES = arrays(np.float64, (5, 12), elements=st.floats(0, 1))
LEVELS = arrays(np.float64, (5, 12), elements=st.floats(-1, 1))
WEIGHT = st.floats(0, 1)


@given(LEVELS, SHARES, WEIGHT, WEIGHT, WEIGHT)
def test_cooperation_stays_between_none_and_all(loyalty, fear, floor, by_loyalty, by_fear):
    world = small_world()
    world.communities.loyalty[:], world.communities.fear[:] = loyalty, fear
    cells = listen(world, floor=floor, from_loyalty=by_loyalty, from_fear=by_fear)
    assert np.all((cells.cooperation >= 0) & (cells.cooperation <= 1))


@given(LEVELS, SHARES, st.integers(0, 4), st.integers(0, 11))
def test_who_is_loved_or_feared_more_is_told_no_less(loyalty, fear, actor, community):
    world = small_world()
    world.communities.loyalty[:], world.communities.fear[:] = loyalty, fear
    before = listen(world).cooperation.copy()
    world.communities.loyalty[actor, community] = 1
    world.communities.fear[actor, community] = 1
    assert np.all(listen(world).cooperation >= before)


@pytest.mark.parametrize(
    ("control", "denouncing"),
    [
        (0.0, 0.0),
        (0.5, 1 / (1 + math.exp(1.2))),
        (0.6, 0.5),
        (0.7, 1 / (1 + math.exp(-1.2))),
        (1.0, 1 / (1 + math.exp(-4.8))),
    ],
)
def test_half_denounce_at_three_fifths_of_control(control, denouncing):
    world = small_world()
    world.cells.influence[STATE] = control
    cells = listen(world, denunciation_at=0.6, steepness=12)
    assert cells.denunciation[STATE] == approx(np.full(6, denouncing))
    assert not np.delete(cells.denunciation, STATE, axis=0).any()


@given(st.floats(0, 1), st.floats(0, 1))
def test_denunciation_grows_with_control(one, other):
    world = small_world(2, 1)
    world.cells.influence[STATE] = sorted((one, other))
    less, more = listen(world).denunciation[STATE]
    assert 0 <= less <= more <= 1


def test_who_has_no_state_is_told_where_its_men_stand():
    world = small_world(3, 1)
    world.cells.influence[:] = 0.6
    put_band(world, "rebels", cell=1)
    cells = listen(world, denunciation_at=0.6)
    assert cells.denunciation[REBELS].tolist() == [0, 0.5, 0]
    assert cells.denunciation[STATE].tolist() == cells.denunciation[GUEST].tolist() == [0.5] * 3
    assert not cells.denunciation[MILITIA].any()


# --- allies -------------------------------------------------------------------------------------


def allied(*pairs):
    """A cell that tells the rebels .4 and the militia .1."""
    world = small_world(1, 1, people=1000)
    world.communities.loyalty[REBELS], world.communities.loyalty[MILITIA] = 0.4, 0.1
    for one, other in pairs:
        world.pairs.stance[one, other] = world.pairs.stance[other, one] = Stance.ALLIANCE
    return world


def told(world, **parameters):
    cells = listen(world, floor=0, from_loyalty=1, shared=0.5, **parameters)
    return cells.cooperation[:, 0].tolist()


def test_allies_pass_on_half_of_what_they_are_told():
    assert told(allied()) == approx([0, 0.4, 0, 0.1, 0])
    assert told(allied((REBELS, MILITIA))) == approx([0, 0.4, 0, 0.2, 0])


def test_what_an_ally_was_told_by_another_goes_no_further():
    assert told(allied((REBELS, MILITIA), (MILITIA, STATE))) == approx([0.05, 0.4, 0, 0.2, 0])


def test_an_ally_that_is_gone_tells_nothing():
    world = allied((REBELS, MILITIA))
    world.actors.alive[REBELS] = False
    assert told(world)[MILITIA] == approx(0.1)
