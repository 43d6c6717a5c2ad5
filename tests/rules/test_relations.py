from __future__ import annotations

from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pytest import approx

from sim.rules.relations import RULE, RelationsParameters, next_stance, opportunity
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
    names = ("grievance", "affinity", "belief", "opportunity", "weariness")
    return {f"by_{name}": 0 for name in names} | {"inertia": log(level / (1 - level)), "pace": 1}


def stances(world, *levels):
    """Stance after each week in which causes call for a level of hostility."""
    return [Stance(week(world, **called_for(each)).stance[REBELS, RIVALS]) for each in levels]


def at(stance):
    world = small_world()
    world.pairs.stance[BOTH] = stance
    return world


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
            HostilityDriver.BELIEF: 0.3 * 5,
            HostilityDriver.OPPORTUNITY: 0.5 * 0.5,
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
    assert drivers[HostilityDriver.BELIEF] > innocent[HostilityDriver.BELIEF] == 0
    assert drivers[HostilityDriver.AFFINITY] > innocent[HostilityDriver.AFFINITY] + 0.3


# --- stances ------------------------------------------------------------------------------------


def test_war_breaks_out_after_four_hostile_weeks():
    assert stances(at(Stance.RIVALRY), *[0.61] * 4) == [Stance.RIVALRY] * 3 + [Stance.WAR]


def test_a_truce_takes_eight_quiet_weeks():
    assert stances(at(Stance.WAR), *[0.34] * 8) == [Stance.WAR] * 7 + [Stance.TRUCE]


@pytest.mark.parametrize("stance", list(Stance))
def test_between_the_two_levels_everything_stays_as_it_is(stance):
    assert set(stances(at(stance), *[0.36, 0.59] * 20)) == {stance}


def test_a_week_at_another_level_begins_the_count_anew():
    hostile = [0.61] * 3 + [0.59]
    assert set(stances(at(Stance.RIVALRY), *hostile * 5)) == {Stance.RIVALRY}
    quiet = [0.34] * 7 + [0.36]
    assert set(stances(at(Stance.WAR), *quiet * 5)) == {Stance.WAR}


def test_a_truce_breaks_as_a_rivalry_does():
    assert stances(at(Stance.TRUCE), *[0.7] * 4)[-1] == Stance.WAR
    assert set(stances(at(Stance.TRUCE), *[0.01] * 40)) == {Stance.TRUCE}


@given(st.sampled_from(list(Stance)), st.floats(0, 1))
def test_one_level_never_calls_for_war_and_truce_in_turn(stance, level):
    once = next_stance(int(stance), level, 0.6, 0.35)
    assert next_stance(once, level, 0.6, 0.35) == once


def test_the_more_hostile_of_the_two_decides():
    world = at(Stance.RIVALRY)
    for _ in range(4):
        world.pairs.grievance[REBELS, RIVALS] = 4
        pairs = week(world, pace=1)
    assert pairs.hostility[REBELS, RIVALS] > 0.6 > pairs.hostility[RIVALS, REBELS]
    assert pairs.stance[REBELS, RIVALS] == pairs.stance[RIVALS, REBELS] == Stance.WAR


# --- weariness ----------------------------------------------------------------------------------


def with_a_grudge(world, dead, weeks):
    """Stances of two whose grievance never fades and who each kill `dead` a week while at war."""
    seen = []
    for _ in range(weeks):
        world.pairs.grievance[BOTH] = 1.8
        at_war = world.pairs.stance[REBELS, RIVALS] == Stance.WAR
        seen.append(Stance(week(world, dead if at_war else 0).stance[REBELS, RIVALS]))
    return seen


def at_war_in_the_sahel():
    world = rivals_in_the_sahel()
    world.pairs.stance[BOTH], world.pairs.hostility[BOTH] = Stance.WAR, 0.8
    return world


def test_losses_alone_end_a_war_that_nothing_else_would():
    assert set(with_a_grudge(at_war_in_the_sahel(), 0, 100)) == {Stance.WAR}
    assert with_a_grudge(at_war_in_the_sahel(), 10, 100)[-1] == Stance.TRUCE


def test_rested_rivals_go_to_war_again_if_nothing_else_has_changed():
    seen = with_a_grudge(at_war_in_the_sahel(), 10, 400)
    turns = [after for before, after in pairwise(seen) if before != after]
    assert turns[:3] == [Stance.TRUCE, Stance.WAR, Stance.TRUCE]


def test_weariness_is_by_the_share_of_fighters_lost_and_fades():
    """50 of 1,000 at 3: 0.15; a week of rest leaves 0.985 of it."""
    world = rivals_in_the_sahel()
    assert week(world, 50, tiring=3).weariness[BOTH] == approx([0.15, 0.15])
    assert week(world, rest=0.985).weariness[BOTH] == approx([0.14775, 0.14775])


def test_nobody_is_more_than_fully_weary():
    assert week(rivals_in_the_sahel(), 5000).weariness[BOTH].tolist() == [1, 1]


# --- whom it concerns ---------------------------------------------------------------------------

HELD = ("affinity", "hostility", "grievance", "weariness", "collusion", "stance", "stance_weeks")


def test_what_states_guests_and_militias_are_to_anybody_is_left_alone():
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
    others = np.ones((5, 5), np.bool_)
    others[BOTH] = False
    for name in HELD:
        old, new = before[f"pairs.{name}"], after[f"pairs.{name}"]
        assert np.array_equal(old[others], new[others]), name
    assert np.all(after["pairs.hostility_drivers"][:, others] == 9)
    assert not np.array_equal(before["pairs.hostility"], after["pairs.hostility"])


@pytest.mark.parametrize("gone", [REBELS, RIVALS])
def test_with_who_is_gone_things_stay_as_they_were(gone):
    world = at(Stance.WAR)
    world.actors.alive[gone] = False
    assert set(stances(world, *[0.01] * 20)) == {Stance.WAR}
    assert not world.pairs.hostility.any()


@given(
    arrays(np.float64, 2, elements=st.floats(0, 4)),
    arrays(np.float64, 2, elements=st.floats(-4, 10)),
    arrays(np.float64, (2, len(TOPICS)), elements=st.floats(-1, 1)),
    st.integers(0, 2000),
)
def test_hostility_and_affinity_keep_their_ranges_and_stances_are_mutual(
    grievance, belief, position, dead
):
    world = rivals_in_the_sahel()
    world.pairs.grievance[BOTH], world.pairs.collusion[BOTH] = grievance, belief
    world.actors.position[[REBELS, RIVALS]] = position
    for _ in range(6):
        pairs = week(world, dead, pace=1)
    assert np.all((pairs.hostility >= 0) & (pairs.hostility <= 1))
    assert np.all(np.abs(pairs.affinity) <= 1)
    assert np.array_equal(pairs.stance, pairs.stance.T)
    assert np.array_equal(pairs.stance_weeks, pairs.stance_weeks.T)
