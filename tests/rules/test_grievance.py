from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from sim.rules.grievance import RULE, GrievanceParameters
from sim.vocabulary import Kind
from tests.worlds import put_event, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
DOGON, FULANI = range(2)
ABROAD = 2


def week(world, entries=0, dead=0, **parameters):
    """The rivals enter cells of the rebels' sphere and kill some of them."""
    world.begin_week()
    world.pairs.entries[:] = 0
    world.pairs.entries[REBELS, RIVALS] = entries
    if dead:
        put_event(world, Kind.BATTLE, "rivals", "rebels", 0, (0, dead, 0))
    RULE.apply(world, GrievanceParameters(**parameters), np.uint64(1))
    return world.pairs.grievance[REBELS, RIVALS]


def test_entries_and_deaths_are_resented_and_fade():
    """3 cells at 0.12 and 10 dead at 0.004: 0.40; a week later 0.97 of it."""
    world = small_world()
    assert week(world, 3, 10, jealousy=0.12, blood=0.004) == approx(0.40)
    assert week(world, memory=0.97) == approx(0.388)


def test_only_what_is_more_than_expected_is_resented():
    world = small_world()
    world.pairs.entries_mean[REBELS, RIVALS] = 2
    assert week(world, 2, jealousy=1) == 0
    assert week(world, 1, jealousy=1) == 0
    assert week(world, 4, jealousy=1, expectation=1) == approx(4 - 1.98)


def test_what_is_usual_comes_to_be_expected():
    world = small_world()
    levels = [week(world, 2) for _ in range(500)]
    peak = int(np.argmax(levels))
    assert 0 < peak < 100
    assert levels[-1] == approx(0, abs=0.01)
    assert world.pairs.entries_mean[REBELS, RIVALS] == approx(2, rel=1e-3)


def test_a_fast_conquest_hurts_more_than_a_slow_one_of_the_same_size():
    fast, slow = small_world(), small_world()
    for number in range(60):
        week(fast, 12 if number >= 55 else 0)
        week(slow, 1)
    assert fast.pairs.grievance[REBELS, RIVALS] > 2 * slow.pairs.grievance[REBELS, RIVALS]


def test_only_the_one_who_is_wronged_resents():
    world = small_world()
    week(world, 3, 10)
    assert np.count_nonzero(world.pairs.grievance) == 1


def test_both_sides_resent_their_own_dead():
    world = small_world()
    put_event(world, Kind.AMBUSH, "rebels", "rivals", 0, (2, 5, 40))
    RULE.apply(world, GrievanceParameters(blood=0.01), np.uint64(1))
    assert world.pairs.grievance[REBELS, RIVALS] == approx(0.02)
    assert world.pairs.grievance[RIVALS, REBELS] == approx(0.05)


@pytest.mark.parametrize("gone", [REBELS, RIVALS])
def test_groups_that_are_gone_neither_resent_nor_are_resented(gone):
    world = small_world()
    world.pairs.grievance[REBELS, RIVALS] = 1
    world.actors.alive[gone] = False
    assert week(world, 3, 10) == 1


def test_states_and_guests_take_no_part_and_militias_only_for_blood():
    world = small_world()
    world.pairs.entries[:] = 5
    for side, other in [("state", "rebels"), ("militia", "rivals"), ("guest", "rebels")]:
        put_event(world, Kind.BATTLE, side, other, 0, (10, 10, 0))
    RULE.apply(world, GrievanceParameters(), np.uint64(1))
    resenting = set(
        zip(*(each.tolist() for each in np.nonzero(world.pairs.grievance)), strict=True)
    )
    assert resenting == {(REBELS, RIVALS), (RIVALS, REBELS), (MILITIA, RIVALS), (RIVALS, MILITIA)}


def test_a_militia_resents_the_dead_of_its_people_in_its_area():
    """5 of its people at home; those of another people and those abroad are not its own."""
    world = small_world()
    actors = world.actors
    actors.tribal[MILITIA] = actors.members[MILITIA, DOGON] = True
    actors.area[MILITIA] = world.grid.country == 0
    for cell, group, dead in ((0, DOGON, 5), (ABROAD, DOGON, 70), (0, FULANI, 300)):
        put_event(world, Kind.ATTACK_ON_CIVILIANS, "rebels", None, cell, (0, 0, dead), group)
    RULE.apply(world, GrievanceParameters(people=0.01), np.uint64(1))
    assert world.pairs.grievance[MILITIA, REBELS] == approx(0.05)
    assert np.count_nonzero(world.pairs.grievance) == 1


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 2000)), max_size=10))
def test_grievance_is_never_negative_and_has_an_end(weeks):
    world = small_world()
    for entries, dead in weeks:
        assert 0 <= week(world, entries, dead) <= 4
