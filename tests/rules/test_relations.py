from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pytest import approx

from sim.rules.relations import RULE, RelationsParameters, opportunity, vulnerability
from sim.vocabulary import TOPICS, HostilityDriver, Kind, Stance
from tests.state import state
from tests.worlds import put_band, put_event, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
BOTH = [REBELS, RIVALS], [RIVALS, REBELS]

POSITIONS = {REBELS: (0.9, 0, 0.3, 0.5, -0.9, -0.6), RIVALS: (0.9, 0.9, -0.9, -0.6, -0.9, -0.9)}
TOLERANCE = {REBELS: (0.35, 0.5, 0.5, 0.5, 0.35, 0.5), RIVALS: (0.35, 0.5, 0.1, 0.5, 0.35, 0.5)}
"""The rebels as JNIM, the rivals as ISGS in the Sahel scenario."""


def week(world, dead=0, **parameters):
    """One week in which each of the two kills `dead` of the other."""
    world.begin_week()
    if dead:
        put_event(world, Kind.BATTLE, "rivals", "rebels", 0, (dead, dead, 0))
    RULE.apply(world, RelationsParameters(**parameters), np.uint64(1))
    return world.pairs


def rivals_in_the_sahel():
    """Rebels and rivals with 1,000 fighters each and the positions of JNIM and ISGS."""
    world = small_world()
    for a in (REBELS, RIVALS):
        world.actors.position[a], world.actors.tolerance[a] = POSITIONS[a], TOLERANCE[a]
    for name in ("rebels", "rivals"):
        put_band(world, name, 0, 1000)
    return world


def called_for(level):
    """Parameters by which nothing but a fixed cause moves hostility, at once to `level`."""
    causes = [driver.name.lower() for driver in HostilityDriver][1:]
    return {f"by_{cause}": 0 for cause in causes} | {"inertia": log(level / (1 - level)), "pace": 1}


# --- what drives hostility ----------------------------------------------------------------------


def test_drivers_sum_to_the_log_odds_that_hostility_takes():
    world = rivals_in_the_sahel()
    world.pairs.grievance[BOTH], world.pairs.collusion[BOTH] = (1.2, 0.4), (1.0, -3.0)
    world.pairs.weariness[BOTH] = 0.3, 0.1
    put_band(world, "rebels", 1, 500)
    pairs = week(world, pace=1)
    for pair in zip(*BOTH, strict=True):
        total = sum(pairs.hostility_drivers[(driver, *pair)] for driver in HostilityDriver)
        assert pairs.hostility[pair] == approx(1 / (1 + exp(-total)))


def test_each_driver_is_its_cause_times_its_weight():
    world = rivals_in_the_sahel()
    pairs = world.pairs
    pairs.grievance[REBELS, RIVALS], pairs.collusion[REBELS, RIVALS] = 1.2, 1.0
    pairs.weariness[REBELS, RIVALS] = 0.3
    put_band(world, "rebels", 1, 500)
    week(world, inertia=-3, rest=1)
    found = {driver: pairs.hostility_drivers[driver, REBELS, RIVALS] for driver in HostilityDriver}
    assert found == approx(
        {
            HostilityDriver.INERTIA: -3,
            HostilityDriver.GRIEVANCE: 2 * 1.2,
            HostilityDriver.AFFINITY: -2 * pairs.affinity[REBELS, RIVALS],
            HostilityDriver.BELIEF: 2.5 / (1 + exp(-1)),
            HostilityDriver.OPPORTUNITY: 2 * 0.5 * 0.5,  # in one of its two cells
            HostilityDriver.VULNERABILITY: 0,
            HostilityDriver.ALLIES: 0,
            HostilityDriver.WEARINESS: -4 * 0.3,
        }
    )
    assert pairs.hostility_drivers[HostilityDriver.OPPORTUNITY, RIVALS, REBELS] == 0


def test_hostility_follows_its_causes_slowly():
    world = small_world()
    pair = REBELS, RIVALS
    levels = [week(world, **called_for(0.5) | {"pace": 0.1}).hostility[pair] for _ in range(3)]
    assert levels == approx([0.5 * (1 - 0.9**n) for n in (1, 2, 3)])


@pytest.mark.parametrize(
    ("own", "other", "window"), [(100, 100, 0), (50, 100, 0), (150, 100, 0.5), (900, 100, 1)]
)
def test_opportunity_is_the_stronger_ones(own, other, window):
    assert opportunity(own, other) == window


def test_nobody_is_tempted_by_who_has_nothing():
    assert opportunity(10.0, 0.0) == 0


@pytest.mark.parametrize(
    ("strength", "window"), [(1200, 0), (1000, 0), (800, 0), (700, 0.5), (600, 1), (0, 1)]
)
def test_a_window_opens_on_who_lost_a_fifth_and_is_wide_open_at_two_fifths(strength, window):
    assert vulnerability(strength, 1000.0, 0.2, 0.4) == approx(window)


def test_a_sudden_loss_tempts_the_rival_who_is_there_and_is_forgotten_in_time():
    world = rivals_in_the_sahel()
    week(world)
    world.bands.fighters[0] = 500
    window = HostilityDriver.VULNERABILITY, RIVALS, REBELS
    seen = [float(week(world).hostility_drivers[window]) for _ in range(30)]
    assert seen[0] == 4
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == 0


def test_windows_are_as_wide_as_the_share_of_own_cells_in_which_the_other_is():
    """The rivals have one cell, and share it; the rebels have two, and share one of them."""
    found = []
    for cells in (1, 2, 4):
        world = rivals_in_the_sahel()
        for cell in range(1, cells):
            put_band(world, "rivals", cell, 1000)
        world.actors.strength_mean[REBELS] = 5000
        drivers = week(world).hostility_drivers[:, RIVALS, REBELS]
        found.append(float(drivers[HostilityDriver.VULNERABILITY]))
    assert found == [4, 2, 1]


# --- allies -------------------------------------------------------------------------------------


def with_an_ally(hostility):
    """Log-odds by allies of rebels whose ally, the militia, is hostile to the rivals."""
    world = rivals_in_the_sahel()
    world.pairs.stance[[REBELS, MILITIA], [MILITIA, REBELS]] = Stance.ALLIANCE
    world.pairs.hostility[MILITIA, RIVALS] = hostility
    drivers = week(world, by_allies=2).hostility_drivers
    return drivers[HostilityDriver.ALLIES, REBELS, RIVALS]


def test_an_allys_enemy_becomes_an_enemy():
    assert [with_an_ally(hostility) for hostility in (0, 0.4, 1)] == approx([0, 0.8, 2])


def test_allies_do_not_fight_whatever_there_is_between_them():
    world = rivals_in_the_sahel()
    world.pairs.stance[BOTH] = Stance.ALLIANCE
    world.pairs.grievance[BOTH] = world.pairs.hostility[BOTH] = 1
    assert week(world).hostility[BOTH].tolist() == [0, 0]


# --- a militia and its people -------------------------------------------------------------------


def dogon_militia():
    """A militia of the Dogon in the first country, where they are as many as in the second."""
    world = rivals_in_the_sahel()
    world.actors.members[MILITIA, 0] = world.actors.tribal[MILITIA] = True
    world.actors.area[MILITIA] = world.grid.country == 0
    put_band(world, "militia", 0, 100)
    return world


def test_a_militia_likes_whom_its_people_in_its_area_like():
    world = dogon_militia()
    communities, abroad = world.communities, world.grid.country[world.communities.cell] == 1
    dogon = communities.group == 0
    communities.loyalty[REBELS, dogon] = 0.4
    communities.loyalty[REBELS, ~dogon] = communities.loyalty[REBELS, abroad] = -1
    communities.people[communities.cell == 0] = 7000
    communities.loyalty[REBELS, dogon & (communities.cell == 0)] = -0.2
    # 7,000 at -.2 and three cells of 1,000 at .4
    affinity = week(world).affinity
    assert affinity[MILITIA, REBELS] == approx((7 * -0.2 + 3 * 0.4) / 10)
    assert affinity[REBELS, MILITIA] == affinity[MILITIA, REBELS]


def test_a_militia_fights_whom_its_people_hate_and_not_whom_they_like():
    levels = []
    for loyalty in (-0.4, 0, 0.4):
        world = dogon_militia()
        world.communities.loyalty[REBELS] = loyalty
        for _ in range(60):
            pairs = week(world)
        levels.append(pairs.hostility[MILITIA, REBELS])
        assert pairs.hostility[REBELS, MILITIA] >= levels[-1]
    expected = [1 / (1 + exp(-0.7 + 4 * loyalty)) for loyalty in (-0.4, 0, 0.4)]
    assert levels == approx(expected, abs=0.02)


def test_what_a_militia_defends_against_stands_for_inertia_both_ways():
    drivers = week(dogon_militia(), inertia=-3, defence=0.7).hostility_drivers
    inertia = drivers[HostilityDriver.INERTIA]
    assert inertia[MILITIA, REBELS] == inertia[REBELS, MILITIA] == 0.7
    assert inertia[RIVALS, REBELS] == -3


def test_a_people_has_affinity_for_states_as_well_but_no_hostility():
    world = dogon_militia()
    world.communities.loyalty[STATE] = 0.3
    for _ in range(5):
        pairs = week(world)
    assert pairs.affinity[MILITIA, STATE] == approx(0.3)
    assert pairs.hostility[MILITIA, STATE] == pairs.hostility[STATE, MILITIA] == 0


# --- what is remembered -------------------------------------------------------------------------


def test_strength_and_losses_are_remembered_for_a_quarter():
    """A thirteenth of the way each week; strength begins at what it is."""
    world = rivals_in_the_sahel()
    pairs = week(world, 26)
    assert world.actors.strength_mean[[REBELS, RIVALS, STATE]].tolist() == [1000, 1000, 0]
    assert pairs.losses[BOTH].tolist() == [2, 2]
    world.bands.fighters[0] = 870
    week(world)
    assert world.actors.strength_mean[REBELS] == approx(990)
    assert pairs.losses[BOTH] == approx([2 * 12 / 13] * 2)


def test_losses_are_remembered_of_everybody():
    world = rivals_in_the_sahel()
    world.begin_week()
    put_event(world, Kind.BATTLE, "state", "rebels", 0, (13, 26, 0))
    RULE.apply(world, RelationsParameters(), np.uint64(1))
    assert world.pairs.losses[STATE, REBELS] == approx(1)
    assert world.pairs.losses[REBELS, STATE] == approx(2)


def test_no_belief_moves_nobody_and_one_of_accusation_much():
    def moved(belief):
        world = rivals_in_the_sahel()
        world.pairs.collusion[BOTH] = belief
        drivers = week(world).hostility_drivers
        return float(drivers[HostilityDriver.BELIEF, REBELS, RIVALS])

    assert moved(-4) < 0.05
    assert moved(2) > 2


# --- affinity and belief ------------------------------------------------------------------------


def affinities(belief):
    world = rivals_in_the_sahel()
    world.pairs.collusion[BOTH] = belief
    affinity = week(world).affinity
    return float(affinity[REBELS, RIVALS]), float(affinity[RIVALS, REBELS])


def test_who_rejects_states_turns_from_a_rival_it_believes_to_bargain_the_other_hardly_does():
    (jnim_before, isgs_before), (jnim_after, isgs_after) = affinities(-20), affinities(20)
    assert isgs_after < isgs_before - 0.15
    assert jnim_after > jnim_before - 0.05


def test_a_belief_changes_affinity_by_its_probability():
    levels = [affinities(belief)[1] for belief in (-4, -1, 0, 1, 4)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] == approx(affinities(-20)[1], abs=0.05)
    assert levels[-1] == approx(affinities(20)[1], abs=0.05)


def test_only_what_is_perceived_moves_never_the_position_itself():
    world = rivals_in_the_sahel()
    world.pairs.collusion[BOTH] = 5
    before = world.actors.position.copy()
    week(world)
    assert np.array_equal(world.actors.position, before)


def test_belief_makes_an_enemy_twice_over_by_itself_and_by_affinity():
    world = rivals_in_the_sahel()
    world.pairs.collusion[RIVALS, REBELS] = 3
    drivers = week(world).hostility_drivers[:, RIVALS, REBELS]
    innocent = week(rivals_in_the_sahel()).hostility_drivers[:, RIVALS, REBELS]
    assert drivers[HostilityDriver.BELIEF] > innocent[HostilityDriver.BELIEF] + 2
    assert drivers[HostilityDriver.AFFINITY] > innocent[HostilityDriver.AFFINITY] + 0.3


# --- weariness -------------------------------------------------------------------------------


def test_weariness_is_by_the_share_of_fighters_lost_and_fades():
    """50 of 1,000 at 3: 0.15; a week of rest leaves 0.985 of it."""
    world = rivals_in_the_sahel()
    assert week(world, 50, tiring=3).weariness[BOTH] == approx([0.15, 0.15])
    assert week(world, rest=0.985).weariness[BOTH] == approx([0.14775, 0.14775])


def test_nobody_is_more_than_fully_weary():
    assert week(rivals_in_the_sahel(), 5000).weariness[BOTH].tolist() == [1, 1]


# --- whom it concerns ---------------------------------------------------------------------------

HELD = ("affinity", "hostility", "grievance", "weariness", "collusion", "stance")


def test_what_states_and_guests_are_to_anybody_is_left_alone():
    world = rivals_in_the_sahel()
    random = np.random.default_rng(1)
    for name in ("affinity", "hostility", "grievance", "weariness"):
        getattr(world.pairs, name)[:] = random.uniform(0, 1, (5, 5))
    world.pairs.stance[:] = Stance.WAR
    world.pairs.hostility_drivers[:] = 9
    put_event(world, Kind.BATTLE, "state", "rebels", 0, (400, 400, 0))
    before = state(world)
    for _ in range(12):
        week(world)
    after = state(world)
    others = np.zeros((5, 5), np.bool_)
    others[[STATE, GUEST]] = others[:, [STATE, GUEST]] = True
    for name in HELD:
        old, new = before[f"pairs.{name}"], after[f"pairs.{name}"]
        assert np.array_equal(old[others], new[others]), name
    assert np.all(after["pairs.hostility_drivers"][:, others] == 9)
    assert not np.array_equal(before["pairs.hostility"], after["pairs.hostility"])


@pytest.mark.parametrize("gone", [REBELS, RIVALS])
def test_with_who_is_gone_things_stay_as_they_were(gone):
    world = rivals_in_the_sahel()
    world.actors.alive[gone] = False
    for _ in range(10):
        week(world, **called_for(0.5))
    assert not world.pairs.hostility[BOTH].any()


@given(
    arrays(np.float64, 2, elements=st.floats(0, 4)),
    arrays(np.float64, 2, elements=st.floats(-4, 10)),
    arrays(np.float64, (2, len(TOPICS)), elements=st.floats(-1, 1)),
    st.integers(0, 2000),
)
def test_hostility_and_affinity_keep_their_ranges(grievance, belief, position, dead):
    world = rivals_in_the_sahel()
    world.pairs.grievance[BOTH], world.pairs.collusion[BOTH] = grievance, belief
    world.actors.position[[REBELS, RIVALS]] = position
    for _ in range(6):
        pairs = week(world, dead, pace=1)
    assert np.all((pairs.hostility >= 0) & (pairs.hostility <= 1))
    assert np.all(np.abs(pairs.affinity) <= 1)
