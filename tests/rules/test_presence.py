from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from sim.rules.presence import RULE, PresenceParameters, coverage_share
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS, GUEST = 0, 1, 2, 4


def stamp(world, week=0, **parameters):
    world.clock.week = week
    RULE.apply(world, PresenceParameters(**parameters), np.uint64(1))
    return world.cells


# --- coverage ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("densities", "covered"), [(0, 0), (1, 2 / 3), (2, 8 / 9), (3, 26 / 27)])
def test_each_further_density_covers_two_thirds_of_what_was_left(densities, covered):
    assert coverage_share(densities * 25 * 4.0, 4000.0, 25.0) == approx(covered, abs=1e-12)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.floats(1, 1000))
def test_coverage_is_a_share_that_grows_with_fighters(fighters, people, density):
    less = coverage_share(fighters, people, density)
    more = coverage_share(fighters + 1, people, density)
    assert 0 <= less <= more <= 1
    assert less < more or more > 1 - 1e-12  # but for the last bits


def test_fifty_fighters_among_two_thousand_people_cover_two_thirds():
    world = small_world()  # two groups of 1000 in each cell
    put_band(world, "rebels", 3, 50)
    cells = stamp(world)
    assert cells.coverage[REBELS, 3] == approx(2 / 3)
    assert cells.coercion[REBELS, 3] == approx(1 - 3 ** (-25 / 12))
    assert np.count_nonzero(cells.coverage) == 1


@pytest.mark.parametrize(
    ("people", "count_as"), [(100, 2000), (2000, 4000), (10_000, 20_000), (40_000, 40_000)]
)
def test_towns_are_dense_and_empty_land_still_wants_men(people, count_as):
    """Of 80,000 people sqrt(20,000 * 80,000) = 40,000 count; below 2,000 as if 2,000."""
    cells = stamp(small_world(1, 1, people=people))
    assert cells.people[0] == 2 * people
    assert cells.density_base[0] == approx(count_as)


# --- security ---------------------------------------------------------------------------------


def test_security_weighs_own_coverage_against_hostile_coverage_and_recent_fighting():
    """100 * (2/3 - 0.5 * 8/9 - 0.3 * 3/6) / 1.3 = 5.56."""
    world = small_world()
    put_band(world, "rebels", 0, 50)
    put_band(world, "state", 0, 100)
    world.pairs.hostility[REBELS, STATE] = 0.5
    world.cells.heat[0] = 3
    cells = stamp(world, volatility=0.3)
    assert cells.security[REBELS, 0] == approx(100 * (2 / 3 - 4 / 9 - 0.15) / 1.3)
    assert cells.security[STATE, 0] == approx(100 * (8 / 9 - 0.15) / 1.3)


# --- presence ---------------------------------------------------------------------------------


def test_an_unopposed_presence_is_firm_with_few_fighters():
    world = small_world()
    put_band(world, "rebels", 0, 6)
    assert stamp(world, firm=6).presence[REBELS, 0] == approx(1 - math.exp(-1))


def test_equal_enemies_take_a_third_of_a_presence():
    """own / (own + 0.5 enemies) = 2/3; of 600 fighters all are firm."""
    world = small_world()
    put_band(world, "rebels", 0, 600)
    put_band(world, "state", 0, 600)
    world.pairs.hostility[REBELS, STATE] = 1
    assert stamp(world, opposition=0.5).presence[REBELS, 0] == approx(2 / 3)


@pytest.mark.parametrize(("neighbours", "lent"), [(0, 0), (1, 0.2), (2, 0.4), (3, 0.5), (8, 0.5)])
def test_bands_next_door_lend_presence_up_to_one_half(neighbours, lent):
    world = small_world(3, 3)
    for cell in [0, 1, 2, 3, 5, 6, 7, 8][:neighbours]:
        put_band(world, "rebels", cell)
    assert stamp(world, neighbourhood=0.2).presence[REBELS, 4] == approx(lent)


def test_a_state_is_present_by_its_administration_where_roads_lead():
    """0.05 + 0.15 * accessibility 0.5, without any troops; nobody else is."""
    world = small_world()
    cells = stamp(world, administration=0.15)
    assert cells.presence[STATE] == approx(np.full(6, 0.125))
    assert not cells.presence[REBELS:].any()


def test_nobody_is_present_outside_the_area_where_it_operates():
    world = small_world()
    put_band(world, "rebels", 0, 100)
    put_band(world, "state", 0, 100)
    world.actors.area[:, 0] = False
    assert not stamp(world).presence[:, 0].any()


FIGHTERS = st.lists(st.integers(0, 5000), min_size=5, max_size=5)


@given(FIGHTERS, FIGHTERS, st.floats(0, 1), st.floats(0, 2), st.floats(0, 50))
def test_shares_stay_shares_and_security_within_a_hundred(here, there, hostility, volatility, heat):
    world = small_world(2, 1)
    for cell, fighters in enumerate((here, there)):
        for name, n in zip(world.actors.names, fighters, strict=True):
            put_band(world, name, cell, n)
    world.pairs.hostility[:] = hostility
    world.cells.heat[:] = heat
    world.grid.accessibility[:] = 1
    cells = stamp(world, volatility=volatility, administration=1, neighbourhood=0.5)
    for share in (cells.coverage, cells.coercion, cells.presence, cells.sphere):
        assert np.all((share >= 0) & (share <= 1))
    assert np.all(np.abs(cells.security) <= 100)


# --- spheres and entries ----------------------------------------------------------------------


def test_a_sphere_grows_where_an_actor_is_and_fades_where_it_is_not():
    world = small_world()
    put_band(world, "rebels", 0)
    world.cells.sphere[REBELS, :2] = 0.5
    cells = stamp(world, sphere_growth=0.02, sphere_memory=0.995)
    assert cells.sphere[REBELS, 0] == approx(0.52)
    assert cells.sphere[REBELS, 1] == approx(0.4975)


def test_an_entry_is_a_rival_in_claimed_land_after_half_a_year_of_absence():
    world = small_world()
    band = put_band(world, "rivals", 0)
    world.cells.sphere[REBELS, :2] = 0.8
    world.cells.sphere[GUEST, :2] = 0.2  # too faint to be felt
    world.cells.sphere[RIVALS, :2] = 0.9  # one's own entry is none

    def entries(week):
        stamp(world, week, entry_absence=26)
        return {tuple(map(int, pair)) for pair in np.argwhere(world.pairs.entries)}

    intrusion = {(REBELS, RIVALS)}
    assert entries(0) == intrusion
    assert world.pairs.entries[REBELS, RIVALS] == 1
    assert entries(1) == set()  # it is known to be there
    world.bands.cell[band] = 2  # nobody's sphere
    assert entries(2) == set()
    world.bands.cell[band] = 0
    assert entries(27) == set()  # away since week 1: 26 weeks are not more than 26
    world.bands.cell[band] = 1
    assert entries(28) == intrusion
    world.bands.cell[band] = 0
    assert entries(54) == intrusion  # away since week 27


def test_two_who_enter_at_once_feel_the_same_whoever_comes_first_in_the_list():
    world = small_world()
    for name in ("rebels", "rivals"):
        put_band(world, name, 0)
    world.cells.sphere[[REBELS, RIVALS], 0] = 0.29  # claimed only after this week's growth
    stamp(world, sphere_growth=0.02, sphere_claimed=0.3)
    assert not world.pairs.entries.any()


def test_the_dead_feel_no_intrusion():
    world = small_world()
    put_band(world, "rivals", 0)
    world.cells.sphere[REBELS, 0] = 0.8
    world.actors.alive[REBELS] = False
    stamp(world)
    assert not world.pairs.entries.any()


def test_bands_are_listed_by_cell_for_the_rules_that_follow():
    world = small_world()
    for cell in (4, 0, 4, 1):
        put_band(world, "rebels", cell)
    cells = stamp(world)
    assert world.bands.order[:4].tolist() == [1, 3, 0, 2]
    assert cells.first_band.tolist() == [0, 1, 2, 2, 2, 4, 4]
