from __future__ import annotations

import numpy as np
import pytest

from sim.rules.displacement import RULE, DisplacementParameters
from sim.vocabulary import PeopleFlow
from tests.worlds import small_world

REBELS = 1


def refuges(world, lists):
    """Give community c the refuges lists[c], {refuge: weight}."""
    communities = world.communities
    sizes = [len(lists.get(c, {})) for c in range(communities.size)]
    communities.refuge_first[:] = np.cumsum([0, *sizes])
    pairs = [pair for c in range(communities.size) for pair in lists.get(c, {}).items()]
    communities.refuge = np.array([pair[0] for pair in pairs], np.int32)
    communities.refuge_weight = np.array([pair[1] for pair in pairs], np.float64)


def week(world, number=0, **parameters):
    world.ledger.people.fill(0)
    world.ledger.people[PeopleFlow.KILLED] = -world.communities.harm.sum(axis=0)
    RULE.apply(world, DisplacementParameters(**parameters), np.uint64(number))


def hurt_world(killed=10, lists=None):
    world = small_world(people=1000)
    refuges(world, {0: {2: 1.0}} if lists is None else lists)
    world.communities.harm[REBELS, 0] = killed
    return world


def test_nobody_moves_where_nothing_happens():
    world = hurt_world(killed=0)
    week(world)
    assert np.all(world.communities.people == 1000)


def test_part_that_leaves_grows_with_the_part_killed_and_is_bounded():
    """10 of 1000 killed: p = .3 * 30 * .01 = .09; 500 killed: p = .3."""
    for killed, expected in ((10, 90), (500, 300)):
        world = hurt_world(killed)
        week(world)
        assert 1000 - world.communities.people[0] == pytest.approx(expected, abs=45)


def test_people_are_conserved_and_the_ledger_explains_every_move():
    world = hurt_world(200, {0: {2: 1.0, 4: 3.0}, 1: {3: 1.0}})
    world.cells.heat[:] = 50.0
    before = world.communities.people.copy()
    week(world)
    people, ledger = world.communities.people, world.ledger.people
    assert people.sum() == before.sum()
    moved = ledger.sum(axis=0) - ledger[PeopleFlow.KILLED]  # who was killed had gone before
    assert np.array_equal(people - before, moved)
    assert ledger[PeopleFlow.FLED].sum() == -ledger[PeopleFlow.ARRIVED].sum() < 0
    assert np.array_equal(world.cells.people, people.reshape(-1, 2).sum(axis=1))


def test_who_has_no_refuge_stays():
    world = hurt_world(500, {})
    week(world)
    assert np.all(world.communities.people == 1000)


def test_heat_alone_drives_a_few_away():
    world = hurt_world(killed=0)
    world.cells.heat[0] = 50.0
    week(world)
    assert 1000 - world.communities.people[0] == pytest.approx(30, abs=25)


def test_nearer_and_safer_refuges_draw_more():
    arrivals = np.zeros(3)
    for number in range(300):
        world = hurt_world(300, {0: {2: 1.0, 4: 3.0, 6: 3.0}})
        world.cells.heat[3] = 2.0  # the cell of community 6
        week(world, number, heat=0.0)
        arrivals += world.communities.people[[2, 4, 6]] - 1000
    assert arrivals / arrivals.sum() == pytest.approx([0.2, 0.6, 0.2], abs=0.05)


def test_loyalty_travels_with_people_by_numbers():
    world = hurt_world(500)
    communities = world.communities
    communities.loyalty[REBELS, 0], communities.loyalty[REBELS, 2] = -1.0, 0.5
    communities.fear[REBELS, 0] = 0.8
    week(world)
    came = communities.people[2] - 1000
    expected = (0.5 * 1000 - 1.0 * came) / (1000 + came)
    assert communities.loyalty[REBELS, 2] == pytest.approx(expected)
    assert communities.fear[REBELS, 2] == pytest.approx(0.8 * came / (1000 + came))
    assert communities.loyalty[REBELS, 0] == -1.0


def test_two_that_change_places_bring_what_they_held_before():
    world = hurt_world(500, {0: {2: 1.0}, 2: {0: 1.0}})
    communities = world.communities
    communities.harm[REBELS, 2] = 500
    communities.loyalty[REBELS, 0], communities.loyalty[REBELS, 2] = 1.0, -1.0
    held = float(communities.loyalty[REBELS] @ communities.people)
    week(world)
    assert float(communities.loyalty[REBELS] @ communities.people) == pytest.approx(held)


def test_arrivals_are_displaced_and_settle_slowly():
    world = hurt_world(500)
    week(world)
    came = int(world.communities.displaced[2])
    assert came == world.communities.people[2] - 1000
    world.communities.harm.fill(0)
    week(world, 1, settle=0.5)
    assert world.communities.displaced[2] == pytest.approx(came / 2, abs=30)
    assert world.communities.people[2] == 1000 + came


def test_guests_who_flee_again_are_no_longer_displaced_here():
    world = hurt_world(500)
    world.communities.displaced[0] = 400
    week(world, settle=0.0)
    left = 1000 - int(world.communities.people[0])
    assert 400 - world.communities.displaced[0] == pytest.approx(0.4 * left, abs=3)
