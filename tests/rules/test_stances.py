from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import relations
from sim.rules.stances import RULE, StancesParameters, next_stance
from sim.vocabulary import NOBODY, Development, Kind, Stance
from tests.state import state
from tests.worlds import put_band, put_event, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
BOTH = [REBELS, RIVALS], [RIVALS, REBELS]


def at(stance, pair=BOTH):
    """Two actors of one stance who are neutral to all others."""
    world = small_world()
    world.pairs.stance[pair] = stance
    return world


def week(world, *hostility, **parameters):
    """One week of rebels' and rivals' hostility to each other; the stance of the two after it."""
    world.begin_week()
    world.pairs.hostility[BOTH] = hostility
    RULE.apply(world, StancesParameters(**parameters), np.uint64(1))
    return Stance(world.pairs.stance[REBELS, RIVALS])


def stances(world, *levels):
    return [week(world, level, level / 2) for level in levels]


def noted(world):
    log = world.developments
    rows = zip(log.kind, log.actor, log.other, log.amount, strict=True)
    return [(Development(k), int(a), int(b), float(x)) for k, a, b, x in rows][: log.count]


# --- war and truce ------------------------------------------------------------------------------


def test_war_breaks_out_after_four_hostile_weeks():
    assert stances(at(Stance.RIVALRY), *[0.61] * 4) == [Stance.RIVALRY] * 3 + [Stance.WAR]


def test_a_truce_takes_eight_quiet_weeks():
    assert stances(at(Stance.WAR), *[0.34] * 8) == [Stance.WAR] * 7 + [Stance.TRUCE]


@pytest.mark.parametrize("stance", list(Stance))
def test_between_the_two_levels_everything_stays_as_it_is(stance):
    assert set(stances(at(stance), *[0.36, 0.59] * 40)) == {stance}


def test_a_week_at_another_level_begins_the_count_anew():
    hostile = [0.61] * 3 + [0.59]
    assert set(stances(at(Stance.RIVALRY), *hostile * 5)) == {Stance.RIVALRY}
    quiet = [0.34] * 7 + [0.36]
    assert set(stances(at(Stance.WAR), *quiet * 5)) == {Stance.WAR}


def test_the_more_hostile_of_the_two_decides():
    world = at(Stance.RIVALRY)
    assert [week(world, 0.1, 0.7) for _ in range(4)][-1] == Stance.WAR
    assert {week(world, 0.4, 0.1) for _ in range(20)} == {Stance.WAR}


def test_war_and_truce_are_noted_with_who_is_the_more_hostile():
    world = at(Stance.RIVALRY)
    for _ in range(4):
        assert noted(world) == []
        week(world, 0.1, 0.7)
    assert noted(world) == [(Development.WAR, RIVALS, REBELS, 0.7)]
    for _ in range(8):
        week(world, 0.2, 0.1)
    assert noted(world) == [(Development.TRUCE, REBELS, RIVALS, 0.2)]


def test_a_stance_says_since_when_it_holds():
    world = at(Stance.RIVALRY)
    stances(world, *[0.7] * 10)
    assert world.pairs.stance_since[BOTH].tolist() == [4, 4]


# --- after a truce ------------------------------------------------------------------------------


def test_a_truce_breaks_as_a_rivalry_does():
    assert stances(at(Stance.TRUCE), *[0.7] * 4)[-1] == Stance.WAR


@pytest.mark.parametrize("stance", [Stance.TRUCE, Stance.PACT])
def test_after_a_year_of_peace_two_are_rivals_again(stance):
    assert stances(at(stance), *[0.2] * 52) == [stance] * 51 + [Stance.RIVALRY]
    assert set(stances(at(stance), *[0.4] * 60)) == {stance}


@pytest.mark.parametrize("stance", [Stance.RIVALRY, Stance.NEUTRAL])
def test_peace_makes_nothing_else_of_who_has_no_truce(stance):
    assert set(stances(at(stance), *[0.0] * 200)) == {stance}


def test_alliances_are_not_this_rules_to_end():
    assert set(stances(at(Stance.ALLIANCE), *[0.9] * 60)) == {Stance.ALLIANCE}


@given(st.sampled_from(list(Stance)), st.floats(0, 1), st.integers(0, 60))
def test_one_level_never_calls_for_war_and_truce_in_turn(stance, level, held):
    once = next_stance(stance, level, held, 0.6, 0.35, 52)
    again = next_stance(once, level, 0, 0.6, 0.35, 52)
    assert again == once


# --- terms --------------------------------------------------------------------------------------


def with_terms(one, other, hostile, to_whom, weeks=10):
    """Stance after weeks of war in which rebels, at hostility `one`, offer terms."""
    world = at(Stance.WAR)
    world.actors.terms[REBELS] = to_whom
    return [week(world, one, other, **hostile) for _ in range(weeks)][-1]


def test_who_offers_terms_gets_them_earlier():
    assert with_terms(0.3, 0.45, {}, NOBODY) == Stance.WAR
    assert with_terms(0.3, 0.45, {}, RIVALS) == Stance.TRUCE
    assert with_terms(0.3, 0.55, {}, RIVALS) == Stance.WAR


def test_who_offers_terms_keeps_its_hostility_to_itself():
    assert with_terms(0.9, 0.3, {}, RIVALS) == Stance.TRUCE
    assert with_terms(0.9, 0.3, {}, STATE) == Stance.WAR


def test_when_terms_are_no_longer_offered_the_war_goes_on():
    world = at(Stance.WAR)
    world.actors.terms[REBELS] = RIVALS
    assert [week(world, 0.9, 0.3) for _ in range(20)][-1] == Stance.TRUCE
    world.actors.terms[REBELS] = NOBODY
    assert [week(world, 0.9, 0.3) for _ in range(4)][-1] == Stance.WAR


def test_terms_never_end_a_war_at_a_level_that_starts_one():
    assert with_terms(0.3, 0.7, {"terms_at": 1.0}, RIVALS) == Stance.WAR


# --- wars end and begin again -------------------------------------------------------------------


def with_a_grudge(dead, weeks):
    """Stances of two at war whose grievance never fades and who kill `dead` of each other a week.

    Only while they are at war; relations and stances take turns as in the week.
    """
    world, seen = small_world(), []
    world.pairs.stance[BOTH], world.pairs.hostility[BOTH] = Stance.WAR, 0.8
    for name in ("rebels", "rivals"):
        put_band(world, name, 0, 1000)
    for _ in range(weeks):
        world.begin_week()
        world.pairs.grievance[BOTH] = 3
        if world.pairs.stance[REBELS, RIVALS] == Stance.WAR:
            put_event(world, Kind.BATTLE, "rivals", "rebels", 0, (dead, dead, 0))
        relations.RULE.apply(world, relations.RelationsParameters(), np.uint64(1))
        RULE.apply(world, StancesParameters(), np.uint64(1))
        seen.append(Stance(world.pairs.stance[REBELS, RIVALS]))
    return seen


def test_losses_alone_end_a_war_that_nothing_else_would():
    assert set(with_a_grudge(0, 100)) == {Stance.WAR}
    assert with_a_grudge(10, 100)[-1] == Stance.TRUCE


def test_wars_end_and_are_renewed_for_twenty_years_if_nothing_else_changes():
    seen = with_a_grudge(10, 1040)
    turns = [after for before, after in pairwise(seen) if before != after]
    assert len(turns) >= 8
    assert set(turns[::2]) == {Stance.TRUCE}
    assert set(turns[1::2]) == {Stance.WAR}


# --- whom it concerns ---------------------------------------------------------------------------


def test_a_peoples_militia_and_a_group_go_to_war_and_make_truce_as_groups_do():
    world = at(Stance.WAR, ([MILITIA, REBELS], [REBELS, MILITIA]))
    world.actors.tribal[MILITIA] = True
    for _ in range(8):
        week(world, 0, 0)
    assert world.pairs.stance[MILITIA, REBELS] == Stance.TRUCE


def test_what_states_and_guests_are_to_anybody_is_left_alone():
    world = small_world()
    world.pairs.stance[:] = Stance.WAR
    world.pairs.hostility[:] = 0
    before = state(world)
    for _ in range(12):
        week(world, 0, 0)
    after = state(world)
    official = np.zeros((5, 5), np.bool_)
    official[[STATE, GUEST]] = official[:, [STATE, GUEST]] = True
    for name in ("stance", "stance_weeks", "stance_since"):
        assert np.array_equal(before[f"pairs.{name}"][official], after[f"pairs.{name}"][official])
    assert np.all(after["pairs.stance"][BOTH] == Stance.TRUCE)


@pytest.mark.parametrize("gone", [REBELS, RIVALS])
def test_with_who_is_gone_things_stay_as_they_were(gone):
    world = at(Stance.WAR)
    world.actors.alive[gone] = False
    assert set(stances(world, *[0.01] * 20)) == {Stance.WAR}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=30))
def test_stances_are_mutual(levels):
    world = at(Stance.RIVALRY)
    for one, other in levels:
        week(world, one, other)
    for name in ("stance", "stance_weeks", "stance_since"):
        values = getattr(world.pairs, name)
        assert np.array_equal(values, values.T)
