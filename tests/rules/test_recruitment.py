from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.recruitment import RULE, RecruitmentParameters, room_left, will
from sim.vocabulary import FighterFlow, PeopleFlow
from tests.worlds import put_band, small_world

STATE, REBELS, GUEST = 0, 1, 4
FULANI = 1


def week(world, number=1, **parameters):
    RULE.apply(world, RecruitmentParameters(**parameters), np.uint64(number * 7919))


def fighters(world):
    return world.bands.fighters[: world.bands.count]


def rebels_among(loyalty, bands=10, width=200, people=20_000, ceiling=2.0, fear=0.0):
    """Bands of 20 rebels in a row of cells; their ceiling is a multiple of their strength."""
    world = small_world(width, 1, people=people)
    for cell in range(width):
        for _ in range(bands):
            put_band(world, "rebels", cell)
    world.communities.loyalty[REBELS] = np.where(world.communities.group == FULANI, loyalty, 0.0)
    world.communities.fear[REBELS] = np.where(world.communities.group == FULANI, fear, 0.0)
    world.actors.ceiling[REBELS] = ceiling * fighters(world).sum()
    return world


# --- the formula --------------------------------------------------------------------------------


def test_will_is_loyalty_and_some_of_the_fear_of_refusing():
    assert will(0.5, 0.5) == pytest.approx(0.65)
    assert will(-0.5, 0.5) == pytest.approx(0.15)
    assert will(-1.0, 0.0) == 0.0


@pytest.mark.parametrize(
    ("strength", "ceiling", "room"), [(0, 100, 2.4), (100, 100, 0.4), (120, 100, 0), (500, 100, 0)]
)
def test_room_falls_to_nothing_above_the_ceiling(strength, ceiling, room):
    assert room_left(float(strength), float(ceiling)) == pytest.approx(room)


def test_who_can_pay_nobody_has_no_room():
    assert room_left(0.0, 0.0) == 0.0


def test_recruits_are_as_many_as_the_formula_says():
    """.08 * 20 * 1/2 * (.3 + .5) * sigma((.5 - .3) / .1) * 2 (1.2 - 1/2) = .79 of a band."""
    world = rebels_among(loyalty=0.5)
    week(world, network=0)
    expected = 0.08 * 20 * 0.5 * 0.8 / (1 + math.exp(-2)) * 1.4
    gained = fighters(world).sum() / world.bands.count - 20
    assert gained == pytest.approx(expected, rel=0.06)


def test_success_in_recruiting_multiplies_recruits():
    poor, good = rebels_among(0.5), rebels_among(0.5)
    good.actors.recruiting[REBELS] = 4.0
    for world in (poor, good):
        week(world, network=0)
    gained = [fighters(world).sum() - 20 * world.bands.count for world in (poor, good)]
    assert gained[1] / gained[0] == pytest.approx(4.0, rel=0.08)


# --- limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize("loyalty", [0.0, -0.4, -1.0])
def test_nobody_joins_without_will(loyalty):
    world = rebels_among(loyalty)
    for number in range(5):
        week(world, number, rate=1, threshold=-1, network=2)
    assert np.all(fighters(world) == 20)


def test_fear_alone_makes_some_join():
    world = rebels_among(loyalty=-1.0, fear=1.0)
    week(world)
    assert fighters(world).sum() > 20 * world.bands.count


def test_nobody_joins_above_the_ceiling():
    world = rebels_among(loyalty=1.0, ceiling=1 / 1.2)
    week(world, rate=1)
    assert np.all(fighters(world) == 20)


def test_growth_stops_near_the_ceiling():
    """No room is left at 1.2 of the ceiling; only the last week's recruits can go beyond it."""
    world = rebels_among(loyalty=0.8, bands=2, width=10, ceiling=3.0)
    strength = []
    for number in range(300):
        week(world, number)
        strength.append(fighters(world).sum() / world.actors.ceiling[REBELS])
    assert strength == sorted(strength)
    assert 1.19 < strength[-1] < 1.25
    assert strength[-1] == strength[-50]


def test_only_willing_communities_of_the_cell_give_recruits():
    world = rebels_among(loyalty=0.6, width=3)
    world.bands.cell[: world.bands.count] = 1
    before = world.communities.people.copy()
    week(world)
    gave = np.flatnonzero(world.communities.people < before)
    assert gave.tolist() == [world.communities.at[FULANI, 1]]


# --- the network --------------------------------------------------------------------------------


def with_mobilised_neighbours(share):
    world = rebels_among(loyalty=0.2, width=9)
    alone = world.communities.cell % 3 == 1
    for u in range(world.bands.count):
        world.bands.cell[u] = world.bands.cell[u] // 3 * 3 + 1
    world.communities.mobilised[REBELS] = np.where(alone, 0.0, share)
    return world


def test_mobilised_kin_next_door_never_lower_and_often_raise_recruits():
    """Paired draws: with will 0.2 the middle of the step lies at kin active by a quarter."""
    none, some, all_ = (with_mobilised_neighbours(share) for share in (0.0, 0.5, 1.0))
    for world in (none, some, all_):
        week(world)
    assert np.all(fighters(none) <= fighters(some))
    assert np.all(fighters(some) <= fighters(all_))
    gained = [fighters(world).sum() - 20 * world.bands.count for world in (none, some, all_)]
    assert gained[0] < gained[1] / 1.5 < gained[1] < gained[2]


def test_mobilisation_is_full_where_someone_joins_and_fades_elsewhere():
    world = rebels_among(loyalty=0.9, width=2)
    joining, idle = world.communities.at[FULANI, 0], world.communities.at[FULANI, 1]
    world.bands.cell[: world.bands.count] = 0
    world.communities.mobilised[REBELS, idle] = 0.5
    week(world)
    assert world.communities.mobilised[REBELS, joining] == 1.0
    assert world.communities.mobilised[REBELS, idle] == pytest.approx(0.45)


# --- states, guests, militias -------------------------------------------------------------------


def governed(actor, strength, ceiling, bands=8):
    world = small_world(bands, 1)
    for cell in range(bands):
        put_band(world, actor, cell, strength // bands)
    world.actors.ceiling[world.actors.names.index(actor)] = ceiling
    return world


@pytest.mark.parametrize("actor", ["state", "guest"])
def test_states_and_guests_refill_what_they_lost_from_the_country_at_large(actor):
    world = governed(actor, 800, 1600)
    people = world.communities.people.sum()
    for number in range(23):  # what is missing halves: 0.97^23 = 0.496
        week(world, number)
    assert fighters(world).sum() == pytest.approx(1200, abs=60)
    for number in range(23, 400):
        week(world, number)
    assert fighters(world).sum() == pytest.approx(1600, abs=10)
    assert world.communities.people.sum() == people
    enlisted = world.ledger.fighters[FighterFlow.ENLISTED_ELSEWHERE].sum()
    assert enlisted == fighters(world).sum() - 800 == world.ledger.fighters.sum()


def test_a_state_at_strength_enlists_nobody_however_loyal_the_people():
    world = governed("state", 800, 800)
    world.communities.loyalty[:] = 1.0
    for number in range(20):
        week(world, number, rate=1, refill=1)
    assert fighters(world).sum() == 800


def test_self_defence_militias_do_not_recruit_here():
    world = governed("militia", 80, 1000)
    world.communities.loyalty[:] = 1.0
    week(world, rate=1, refill=1)
    assert fighters(world).sum() == 80


# --- always -------------------------------------------------------------------------------------


@given(st.integers(0, 2**32), st.floats(0, 1), st.integers(0, 60))
def test_who_joins_leaves_a_community_and_nobody_is_there_twice(seed, rate, people):
    chance = np.random.default_rng(seed)
    world = small_world(people=people)
    for name in ("state", "rebels", "rivals", "militia", "guest"):
        for cell in range(world.grid.size):
            put_band(world, name, cell, int(chance.integers(1, 50)))
    world.communities.loyalty[:] = chance.uniform(-1, 1, world.communities.loyalty.shape)
    world.communities.fear[:] = chance.uniform(0, 1, world.communities.fear.shape)
    world.actors.ceiling[:] = 1000.0
    before = world.communities.people.sum(), fighters(world).sum()
    week(world, rate=rate, threshold=0)
    ledger = world.ledger
    joined = ledger.fighters[FighterFlow.RECRUITED].sum()
    assert -ledger.people[PeopleFlow.RECRUITED].sum() == joined
    assert before[0] - world.communities.people.sum() == joined
    assert fighters(world).sum() - before[1] == ledger.fighters.sum()
    assert np.all(world.communities.people >= 0)
