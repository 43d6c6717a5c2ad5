from __future__ import annotations

import numpy as np
import pytest

from sim.rules.appraisal import RULE, AppraisalParameters
from sim.vocabulary import Stance
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)


def world_of(rebels=200, rivals=100, state=500):
    world = small_world(3, 3)
    world.actors.fronts[:] = 3
    for name, fighters in (("rebels", rebels), ("rivals", rivals), ("state", state)):
        if fighters:
            put_band(world, name, 4, fighters)
    return world


def week(world, number=1, **parameters):
    world.clock.week = number
    RULE.apply(world, AppraisalParameters(**parameters), np.uint64(1))


def relate(world, a, b, stance):
    world.pairs.stance[a, b] = world.pairs.stance[b, a] = int(stance)


# --- windows ------------------------------------------------------------------------------------


def test_the_stronger_group_has_a_window_and_the_weaker_has_none():
    world = world_of()
    week(world)
    assert world.pairs.opportunity[REBELS, RIVALS] == 1.0
    assert np.count_nonzero(world.pairs.opportunity) == 1


def test_blows_of_states_and_guests_shut_it():
    """13 weeks of 1.6 dead are .104 of 200 fighters, above the .1 that is borne."""
    world = world_of()
    world.pairs.losses[REBELS, STATE], world.pairs.losses[REBELS, GUEST] = 0.9, 0.7
    world.pairs.losses[REBELS, RIVALS] = 50.0
    week(world)
    assert world.actors.threat[REBELS] == pytest.approx(0.104)
    assert world.pairs.opportunity[REBELS, RIVALS] == 0.0
    week(world, bearable=0.11)
    assert world.pairs.opportunity[REBELS, RIVALS] == 1.0


def test_a_rival_that_collapses_opens_it_to_an_equal():
    world = world_of(rebels=100)
    week(world)
    assert world.pairs.opportunity[REBELS, RIVALS] == 0.0
    world.actors.strength_mean[RIVALS] = 200.0
    week(world)
    assert world.pairs.opportunity[REBELS, RIVALS] == 1.0
    assert world.pairs.vulnerability[RIVALS, REBELS] == 1.0


def test_the_week_is_kept_in_which_a_window_opens():
    world = world_of()
    for number in (1, 2):
        week(world, number)
    assert world.pairs.window_since[REBELS, RIVALS] == 1
    world.pairs.losses[REBELS, STATE] = 9.0
    week(world, 3)
    world.pairs.losses[REBELS, STATE] = 0.0
    week(world, 4)
    assert world.pairs.window_since[REBELS, RIVALS] == 4
    assert world.pairs.window_since[RIVALS, REBELS] < 0


@pytest.mark.parametrize("gone", ["dead", "without fighters"])
def test_nobody_has_a_window_on_who_is(gone):
    world = world_of(rivals=100 if gone == "dead" else 0)
    world.actors.alive[RIVALS] = gone != "dead"
    week(world)
    assert not world.pairs.opportunity.any()


# --- effort -------------------------------------------------------------------------------------


def test_enemies_spend_more_than_strangers_and_allies_less():
    """Two players, gamma .2: .375 against .25; beta .25: .15 against .25 (tests of the contest)."""
    world = world_of(state=0)
    for stance, effort in ((Stance.NEUTRAL, 1.0), (Stance.WAR, 1.5), (Stance.ALLIANCE, 0.6)):
        relate(world, REBELS, RIVALS, stance)
        week(world, ally_effort=0.25, enemy_effort=0.2)
        assert world.actors.effort[[REBELS, RIVALS]] == pytest.approx([effort, effort])


@pytest.mark.parametrize("why", ["no fighters", "no fronts", "immobile"])
def test_who_cannot_send_fighters_takes_no_part(why):
    world = world_of(state=0 if why == "no fighters" else 100)
    if why == "no fronts":
        world.actors.fronts[STATE] = 0
    world.actors.mobile[STATE] = why != "immobile"
    relate(world, REBELS, STATE, Stance.WAR)
    week(world)
    assert world.actors.effort.tolist() == pytest.approx([1.0] * 5)
