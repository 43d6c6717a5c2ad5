from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.loyalty import (
    RULE,
    LoyaltyParameters,
    casualty_factor,
    gain,
    loss,
    trust_factor,
)
from sim.vocabulary import LoyaltyDriver, PeopleFlow
from tests.worlds import put_band, small_world

STATE, REBELS, MILITIA = 0, 1, 3
DOGON, FULANI = 0, 1


def week(world, number=1, **parameters):
    world.ledger.people[PeopleFlow.KILLED] = -world.communities.harm.sum(axis=0)
    RULE.apply(world, LoyaltyParameters(**parameters), np.uint64(number * 7919))


def settled(level, *cells, **size):
    """A world in which everybody has long held the same of every actor."""
    world = small_world(*cells, **size)
    for name in ("natural", "baseline", "loyalty"):
        getattr(world.communities, name)[:] = level
    return world


def community(world, cell, group):
    return int(world.communities.at[group, cell])


# --- effects ------------------------------------------------------------------------------------


def test_an_effect_takes_its_part_of_the_way_to_the_end_of_the_scale():
    assert gain(0.2, 50.0) == pytest.approx(0.6)  # 0.2 + (1 - 0.2) * 0.5
    assert loss(0.2, 50.0) == pytest.approx(-0.4)  # 0.2 - (0.2 + 1) * 0.5
    assert gain(-1.0, 100.0) == 1.0
    assert loss(1.0, 100.0) == loss(1.0, 500.0) == -1.0


@given(st.floats(-1, 1), st.floats(0, 100))
def test_effects_never_lead_out_of_the_scale_nor_the_wrong_way(level, points):
    assert level - 1e-12 <= gain(level, points) <= 1.0 + 1e-12
    assert -1.0 - 1e-12 <= loss(level, points) <= level + 1e-12


@pytest.mark.parametrize(
    ("dead", "factor"),
    [(1, 0.3), (10, 1.15), (100, 2.0), (1_000, 2.0), (31.622776601683793, 1.575)],
)
def test_more_dead_weigh_more_from_three_tenths_to_two(dead, factor):
    assert casualty_factor(float(dead)) == pytest.approx(factor)


@pytest.mark.parametrize(("prior", "factor"), [(-0.6, 1.0), (-1.0, 1.5625), (0.2, 0.4), (1.0, 0.4)])
def test_harm_by_the_trusted_costs_less_but_never_nothing(prior, factor):
    """At 0.2 the formula would give 0.25, and at 1 nothing."""
    assert trust_factor(prior) == pytest.approx(factor)


# --- a quiet world ------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [-1.0, -0.3, 0.0, 0.6, 1.0])
def test_without_events_what_is_held_stays_as_it_is(level):
    world = settled(level)
    for number in range(20):
        week(world, number)
    assert world.communities.loyalty == pytest.approx(level)
    assert world.communities.baseline == pytest.approx(level)
    assert not np.any(world.communities.fear)
    assert not np.any(world.communities.threat)


def test_loyalty_comes_back_to_its_natural_level():
    world = settled(0.3)
    world.communities.loyalty[:] = world.communities.baseline[:] = -0.8
    for number in range(1000):
        week(world, number)
    assert world.communities.loyalty == pytest.approx(0.3, abs=0.01)


def test_half_of_a_backlash_is_gone_within_four_weeks_but_not_within_two():
    """What is left after t weeks is 5/6 * 0.76^t and a sixth that has sunk into the baseline."""
    world = settled(0.0)
    world.communities.loyalty[REBELS] = -0.5
    held = []
    for number in range(4):
        week(world, number)
        held.append(float(world.communities.loyalty[REBELS, 0]) / -0.5)
    assert held[1] > 0.5
    assert held[3] < 0.5
    assert held[3] == pytest.approx(5 / 6 * 0.76**4 + 1 / 6, abs=0.02)


# --- harm ---------------------------------------------------------------------------------------


def test_ten_dead_cost_the_culprit_what_the_formula_says():
    """20 points * 1.15 for ten dead * 1 for a prior of -0.6 = 23 of 100 points of 0.4."""
    world = settled(-0.6)
    harmed = community(world, 0, FULANI)
    world.communities.harm[REBELS, harmed] = 10
    week(world, spread=0)
    assert world.communities.loyalty[REBELS, harmed] == pytest.approx(-0.6 - 0.4 * 0.23)


def test_others_in_the_cell_feel_part_of_it_and_kin_next_door_a_smaller_part():
    world = settled(-0.6, 4, 1)
    world.communities.harm[REBELS, community(world, 0, FULANI)] = 10
    week(world, spread=0)
    lost = {
        (cell, group): -0.6 - world.communities.loyalty[REBELS, community(world, cell, group)]
        for cell in range(4)
        for group in (DOGON, FULANI)
    }
    assert lost[0, FULANI] == pytest.approx(0.4 * 0.23)
    assert lost[0, DOGON] == pytest.approx(0.4 * 0.4 * 0.23)
    assert lost[1, FULANI] == pytest.approx(0.25 * 0.4 * 0.23)
    assert lost[1, DOGON] == pytest.approx(0.0)
    assert lost[2, FULANI] == lost[3, DOGON] == pytest.approx(0.0)


def test_only_the_culprit_loses():
    world = settled(0.0)
    world.communities.harm[REBELS] = 3
    week(world)
    others = np.arange(world.actors.size) != REBELS
    assert np.all(world.communities.loyalty[REBELS] < 0)
    assert not np.any(world.communities.loyalty[others])


def test_a_militia_that_is_there_when_others_kill_its_people_has_failed_them():
    """Ten dead: 10 points by 1.15 by .4 take .046 of 1.6; where it is not, nothing is expected."""
    world = settled(0.6)
    world.actors.members[MILITIA, DOGON] = True
    world.cells.troops[MILITIA, 0] = 20
    for cell, group in [(0, DOGON), (2, DOGON), (0, FULANI)]:
        world.communities.harm[REBELS, community(world, cell, group)] = 10
    week(world, failure=10, spread=0)
    held = world.communities.loyalty[MILITIA]
    assert held[community(world, 0, DOGON)] == pytest.approx(0.6 - 0.046 * 1.6)
    others = np.delete(held, community(world, 0, DOGON))
    assert others == pytest.approx(np.full_like(others, 0.6))


def test_a_militia_that_kills_its_own_is_blamed_for_that_alone():
    world = settled(0.6)
    world.actors.members[MILITIA, DOGON] = True
    world.cells.troops[MILITIA, 0] = 20
    world.communities.harm[MILITIA, community(world, 0, DOGON)] = 10
    week(world, harm=20, failure=10, spread=0)
    left = 0.6 - 0.2 * 1.15 * 0.4 * 1.6
    assert world.communities.loyalty[MILITIA, community(world, 0, DOGON)] == pytest.approx(left)


def test_killing_frightens_and_alarms_the_harmed_and_their_kin():
    world = settled(0.0, 3, 1)
    harmed, kin = community(world, 0, FULANI), community(world, 1, FULANI)
    world.communities.harm[REBELS, harmed] = 5
    week(world)
    assert world.communities.fear[REBELS, harmed] == pytest.approx(0.4 * 0.5)
    assert world.communities.threat[harmed] == pytest.approx(0.5)
    assert world.communities.threat[kin] == pytest.approx(0.25 * 0.5)
    assert world.communities.threat[community(world, 0, DOGON)] == 0.0
    world.communities.harm[:] = 0
    week(world)
    assert world.communities.fear[REBELS, harmed] == pytest.approx(0.98 * 0.4 * 0.5)
    assert world.communities.threat[harmed] == pytest.approx(0.96 * 0.5)


# --- government and force -----------------------------------------------------------------------


def test_who_governs_earns_by_services():
    world = settled(0.0)
    world.cells.control[0] = STATE
    week(world, spread=0)
    served = world.communities.cell == 0
    assert world.communities.loyalty[STATE, served] == pytest.approx(0.006)
    assert world.communities.loyalty[STATE, ~served] == pytest.approx(0.0)


def test_a_state_loses_where_there_is_fighting_and_it_does_not_protect():
    """1.5 points * 2 recent events * (1 - 0.25) = 2.25 of 100."""
    world = settled(0.0)
    world.cells.heat[0] = 2.0
    world.cells.coverage[STATE, 0] = 0.25
    week(world, spread=0)
    afraid = world.communities.cell == 0
    assert world.communities.loyalty[STATE, afraid] == pytest.approx(-0.0225)
    assert not np.any(world.communities.loyalty[REBELS])


def test_nobody_blames_a_state_for_fighting_in_another_country():
    world = settled(0.0)
    world.cells.heat[:] = 2.0
    world.actors.area[STATE] = world.grid.country == world.actors.country[STATE]
    week(world, spread=0)
    abroad = ~world.actors.area[STATE, world.communities.cell]
    assert abroad.any()
    assert not np.any(world.communities.loyalty[STATE, abroad])
    assert np.all(world.communities.loyalty[STATE, ~abroad] < 0)


def test_force_raises_fear_up_to_full_fear_and_its_absence_lets_it_fade():
    world = settled(0.0)
    put_band(world, "rebels", 0)
    world.cells.coercion[REBELS, 0] = 0.5
    week(world)
    assert world.communities.fear[REBELS, 0] == pytest.approx(0.2 * 0.5)
    for _ in range(200):
        week(world)
    assert world.communities.fear[REBELS, 0] == 1.0
    world.cells.coercion[:] = 0.0
    week(world)
    assert world.communities.fear[REBELS, 0] == pytest.approx(0.98)


# --- talk ---------------------------------------------------------------------------------------


def talk_of_two(near, far, mu, weeks=60):
    """Loyalty to the rebels of one people in two neighbouring cells, week by week."""
    world = settled(0.0, 2, 1, groups=("fulani",))
    communities = world.communities
    for name in ("natural", "baseline", "loyalty"):
        getattr(communities, name)[REBELS] = near, far
    for number in range(weeks):
        week(world, number, spread=mu, to_attitude=0, to_natural=0, transient=1)
        yield communities.loyalty[REBELS].copy()


def test_a_community_goes_its_step_towards_the_neighbour_it_hears():
    moved = next(pair for pair in talk_of_two(0.1, 0.3, 0.5) if pair[0] != 0.1 or pair[1] != 0.3)
    assert moved[0] == pytest.approx(0.2) or moved[1] == pytest.approx(0.2)


def test_those_who_are_too_far_apart_do_not_meet():
    assert all(tuple(pair) == (0.1, 0.41) for pair in talk_of_two(0.1, 0.41, 0.5))


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 0.5))
def test_talk_never_overshoots(near, far, mu):
    low, high = min(near, far), max(near, far)
    distance = high - low
    for one, other in talk_of_two(near, far, mu, weeks=10):
        assert low - 1e-12 <= one <= high + 1e-12
        assert low - 1e-12 <= other <= high + 1e-12
        assert abs(one - other) <= distance + 1e-12
        assert (one - other) * (near - far) >= -1e-12
        distance = abs(one - other)


def test_peoples_do_not_talk_to_each_other():
    world = settled(0.0, 2, 1)
    communities = world.communities
    for name in ("natural", "baseline", "loyalty"):
        getattr(communities, name)[REBELS] = 0.1 * communities.group
    for number in range(20):
        week(world, number, spread=0.5)
    assert communities.loyalty[REBELS] == pytest.approx(0.1 * communities.group)


# --- always -------------------------------------------------------------------------------------


@given(st.integers(0, 2**32), st.integers(0, 2_000), st.floats(0, 10))
def test_loyalty_fear_and_threat_stay_in_their_ranges(seed, dead, heat):
    chance = np.random.default_rng(seed)
    world = small_world()
    communities, cells = world.communities, world.cells
    for name in world.actors.names:
        for cell in range(world.grid.size):
            put_band(world, name, cell)
    for name in ("natural", "baseline", "loyalty"):
        values = getattr(communities, name)
        values[:] = np.round(chance.uniform(-1.4, 1.4, values.shape), 1).clip(-1, 1)
    communities.fear[:] = chance.uniform(0, 1, communities.fear.shape)
    communities.threat[:] = chance.uniform(0, 1, communities.threat.shape)
    cells.coverage[:] = chance.uniform(0, 1, cells.coverage.shape)
    cells.coercion[:] = chance.uniform(0, 1, cells.coercion.shape)
    cells.control[:] = chance.integers(-1, world.actors.size, world.grid.size)
    cells.heat[:] = heat
    for number in range(3):
        communities.harm[:] = chance.integers(0, dead + 1, communities.harm.shape)
        week(world, number, harm=100, services=100)
        for name in ("loyalty", "baseline"):
            assert np.all(np.abs(getattr(communities, name)) <= 1.0 + 1e-12)
        for name in ("fear", "threat"):
            assert np.all((getattr(communities, name) >= 0) & (getattr(communities, name) <= 1))


# --- causes -------------------------------------------------------------------------------------


def eventful(tracing):
    """A week in which something of every kind moves what peoples hold."""
    chance = np.random.default_rng(1)
    world = small_world(4, 3)
    world.tracing = tracing
    communities, cells = world.communities, world.cells
    for name in ("natural", "baseline", "loyalty"):
        values = getattr(communities, name)
        values[:] = chance.uniform(-0.4, 0.4, values.shape)
    communities.people[:] = chance.integers(0, 5_000, communities.size)
    communities.harm[REBELS, ::5] = 7
    cells.control[::2] = STATE
    cells.heat[:] = 2.0
    return world


def total(world):
    """Loyalty (A G), each community's weighed by its people."""
    communities = world.communities
    sums = np.zeros((world.actors.size, len(communities.groups)))
    weighed = communities.loyalty * np.where(
        world.grid.study[communities.cell], communities.people, 0
    )
    np.add.at(sums, (slice(None), communities.group), weighed)
    return sums


def test_the_causes_of_a_change_of_loyalty_add_up_to_it():
    world = eventful(tracing=True)
    world.grid.study[3] = False
    before = total(world)
    week(world)
    causes = world.ledger.loyalty
    assert causes.sum(axis=0) == pytest.approx(total(world) - before)
    moved = {driver for driver in LoyaltyDriver if np.any(causes[driver])}
    assert {"FADING", "SERVICES", "NEGLECT", "HARM", "BYSTANDERS", "KIN", "CONVERSATION"} <= {
        driver.name for driver in moved
    }
    assert np.all(causes[LoyaltyDriver.HARM, REBELS] < 0)
    assert np.all(causes[LoyaltyDriver.SERVICES, STATE] > 0)


def test_the_cause_of_a_change_is_its_amount_times_the_people_whom_it_moves():
    """0.6 points of services move 1000 people of each group from 0 to 0.006."""
    world = settled(0.0)
    world.tracing = True
    world.cells.control[0] = STATE
    week(world, spread=0)
    services = world.ledger.loyalty[LoyaltyDriver.SERVICES]
    assert services[STATE] == pytest.approx(6.0)
    assert not np.any(services[REBELS])


def test_tracing_leaves_every_bit_as_it_was():
    traced, untraced = eventful(True), eventful(False)
    week(traced)
    week(untraced)
    for name in ("loyalty", "baseline", "fear", "threat"):
        same = getattr(traced.communities, name) == getattr(untraced.communities, name)
        assert np.all(same)
    assert not np.any(untraced.ledger.loyalty)
