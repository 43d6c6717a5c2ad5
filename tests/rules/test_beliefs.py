from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from sim.rules.beliefs import RULE, BeliefsParameters, evidence_of, expected_odds
from sim.vocabulary import Kind, Stance
from tests.state import state
from tests.worlds import ACTORS, put_band, put_event, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
FLOOR = BeliefsParameters().floor


def week(world, *strikes, deeds=(), **parameters):
    """One week in which the guest strikes each of the named, and each of `deeds` robs people."""
    world.begin_week()
    for name in strikes:
        put_event(world, Kind.STRIKE, "guest", name, 0, (0, 1, 0))
    for name in deeds:
        put_event(world, Kind.ATTACK_ON_CIVILIANS, name, None, 0)
    RULE.apply(world, BeliefsParameters(**parameters), np.uint64(1))
    return world.pairs


def odds(share):
    return share / (1 - share)


# --- the evidence of one week -------------------------------------------------------------------

PAST, ADJUSTED, SPARED, STRUCK = 1 - 0.463, 1 - 0.69, 7, 49
"""Strikes of the coalition on AQ and IS in the first half of 2020, 7 and 49 (ACLED aggregates);
AQ's share of strikes in 2018-19, and the share to expect by how much each group did since."""


def most_evidence(awareness):
    """Evidence of a deal at the deal that explains the strikes best."""
    growth = odds(ADJUSTED) / odds(PAST)
    no_deal = expected_odds(odds(PAST), growth, awareness)
    deals = np.arange(1, 1000) / 1000
    return max(evidence_of(SPARED, STRUCK, no_deal, deal) for deal in deals)


def test_the_strikes_of_2020_convince_the_naive_and_leave_the_aware_in_doubt():
    naive, aware = most_evidence(0), most_evidence(1)
    assert naive == approx(21.0, abs=0.05)
    assert aware == approx(5.3, abs=0.05)
    assert naive / aware > 2.5


def test_the_more_aware_of_exposure_the_weaker_the_evidence():
    levels = [most_evidence(awareness) for awareness in (0, 0.2, 0.6, 1)]
    assert levels == sorted(levels, reverse=True)


def test_evidence_is_the_likelihood_ratio_of_shares():
    """Even odds, a deal that makes them 1 to 4: one hit on the other, two elsewhere."""
    assert evidence_of(1.0, 2.0, 1.0, 0.25) == approx(log(0.2 / 0.5) + 2 * log(0.8 / 0.5))


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0.05, 20))
def test_a_deal_that_changes_nothing_leaves_no_evidence(hits, elsewhere, no_deal):
    assert evidence_of(hits, elsewhere, no_deal, 1.0) == approx(0, abs=1e-12)


@given(st.floats(0.05, 0.95), st.floats(0.02, 0.9))
def test_attacks_as_expected_speak_against_a_deal_and_those_of_a_deal_for_it(share, deal):
    spared = odds(share) * deal / (1 + odds(share) * deal)
    assert evidence_of(share, 1 - share, odds(share), deal) < 0
    assert evidence_of(spared, 1 - spared, odds(share), deal) > 0


# --- beliefs over time --------------------------------------------------------------------------


def test_without_attacks_a_belief_fades_to_its_floor():
    world = small_world()
    world.pairs.collusion[REBELS, RIVALS] = 6
    fading = [week(world).collusion[REBELS, RIVALS] for _ in range(400)]
    assert fading[:2] == approx([FLOOR + 10 * 0.98, FLOOR + 10 * 0.98**2])
    assert fading == sorted(fading, reverse=True)
    assert fading[-1] == approx(FLOOR, abs=0.01)
    assert world.pairs.belief_drivers[1][REBELS, RIVALS] == 0


def test_belief_rises_in_who_is_struck_and_not_in_who_is_spared():
    world = small_world()
    for _ in range(10):
        pairs = week(world, "rivals")
    assert pairs.collusion[RIVALS, REBELS] > FLOOR + 2
    assert pairs.collusion[REBELS, RIVALS] == FLOOR
    assert pairs.belief_drivers[1][RIVALS, REBELS] > 0 > pairs.belief_drivers[1][REBELS, RIVALS]


def test_who_has_always_been_spared_is_not_suspected_who_is_newly_spared_is():
    """The belief is about a change of shares: in the end the spared share is what is expected."""
    world = small_world()
    for _ in range(300):
        pairs = week(world, "rivals")
    used_to_it = pairs.belief_drivers[1][RIVALS, REBELS]
    world = small_world()
    for _ in range(300):
        week(world, "rivals", "rebels")
    assert week(world, "rivals").belief_drivers[1][RIVALS, REBELS] > 5 * used_to_it > 0


def test_the_aware_allow_for_a_rival_that_does_less_than_before():
    """Rivals used to do as much as the rebels and then stop: fewer strikes are no surprise."""

    def evidence(awareness):
        world = small_world()
        world.actors.awareness[REBELS] = awareness
        for _ in range(100):
            week(world, "rivals", "rebels", deeds=["rivals", "rebels"])
        for _ in range(20):
            week(world, "rebels", deeds=["rebels"])
        return week(world, "rebels", deeds=["rebels"]).belief_drivers[1][REBELS, RIVALS]

    assert evidence(0) > 3 * evidence(1) > 0


def test_many_groups_that_are_struck_alike_suspect_nobody_from_the_start():
    more = ("third", "fourth", "fifth")
    world = small_world(actors={**ACTORS, **dict.fromkeys(more, "rebel_group")})
    assert np.all(week(world, "rebels", "rivals", *more).belief_drivers[1] <= 0)


def test_only_attacks_by_states_and_guests_count():
    world = small_world()
    for side, other in [("rebels", "rivals"), ("militia", "rivals"), ("rivals", "state")]:
        put_event(world, Kind.BATTLE, side, other, 0, (1, 1, 0))
    put_event(world, Kind.ATTACK_ON_CIVILIANS, "state", None, 0)
    RULE.apply(world, BeliefsParameters(), np.uint64(1))
    assert not world.pairs.belief_drivers[1].any()
    assert not world.actors.attacked.any()
    assert world.actors.active_long[[STATE, REBELS, RIVALS, MILITIA]].all()


@given(st.lists(st.lists(st.sampled_from(["rebels", "rivals"]), max_size=9), max_size=8))
def test_beliefs_keep_between_floor_and_ceiling(weeks):
    world = small_world()
    for strikes in weeks:
        pairs = week(world, *strikes, floor=-1, ceiling=1.5)
        held = pairs.collusion[[REBELS, RIVALS], [RIVALS, REBELS]]
        assert np.all((held >= -1) & (held <= 1.5))


def test_nobody_but_insurgents_believes_or_is_believed_of():
    world = small_world()
    week(world, "rivals", "militia", "rebels")
    others = np.ones((5, 5), np.bool_)
    others[[REBELS, RIVALS], [RIVALS, REBELS]] = False
    assert np.all(world.pairs.collusion[others] == -4)
    assert not world.pairs.belief_drivers[1][others].any()


def test_the_truth_is_never_looked_at():
    """Whatever the true stances, the same attacks give the same beliefs: belief can be false."""

    def beliefs(stance):
        world = small_world()
        world.pairs.stance[:] = stance
        world.pairs.affinity[:] = -0.5
        for _ in range(30):
            week(world, "rivals")
        return state(world)

    worlds = [beliefs(stance) for stance in (Stance.WAR, Stance.PACT)]
    for name in ("pairs.collusion", "pairs.accused", "pairs.grievance"):
        assert np.array_equal(worlds[0][name], worlds[1][name]), name
    assert not any("stance" in name for name in (*RULE.reads, *RULE.writes))


# --- accusations --------------------------------------------------------------------------------


def suspicious(affinity=-0.5, belief=3.0):
    """The rivals believe in a deal of the rebels."""
    world = small_world()
    world.pairs.affinity[RIVALS, REBELS] = affinity
    world.pairs.collusion[RIVALS, REBELS] = belief
    return world


def test_an_accusation_is_a_step_of_grievance_in_the_accuser_alone():
    pairs = week(suspicious(), accusation=1.5)
    assert pairs.accused[RIVALS, REBELS] == 1
    assert pairs.grievance[RIVALS, REBELS] == 1.5
    assert np.count_nonzero(pairs.grievance) == 1


@pytest.mark.parametrize(("belief", "accused"), [(1.99, False), (2.01, True)])
def test_only_who_is_sure_accuses(belief, accused):
    pairs = week(suspicious(belief=belief), forgetting=1, accusation_at=2)
    assert (pairs.accused[RIVALS, REBELS] == 1) == accused


@pytest.mark.parametrize(("affinity", "accused"), [(-0.01, True), (0, False), (0.5, False)])
def test_who_is_of_one_mind_with_the_other_says_nothing(affinity, accused):
    pairs = week(suspicious(affinity))
    assert (pairs.accused[RIVALS, REBELS] == 1) == accused


def test_accusations_keep_their_distance():
    world = suspicious()
    weeks = [int(week(world, forgetting=1).accused[RIVALS, REBELS]) for _ in range(60)]
    assert sorted(set(weeks)) == [1, 27, 53]


def test_grievance_by_accusations_has_an_end():
    world = suspicious()
    for _ in range(9):
        pairs = week(world, forgetting=1, accusation_gap=1, accusation=1)
    assert pairs.grievance[RIVALS, REBELS] == 4


@pytest.mark.parametrize("gone", [REBELS, RIVALS])
def test_the_dead_neither_accuse_nor_are_accused(gone):
    world = suspicious()
    world.actors.alive[gone] = False
    pairs = week(world)
    assert pairs.collusion[RIVALS, REBELS] == 3
    assert not pairs.grievance.any()


def test_the_innocent_can_be_accused():
    """Nobody has a deal; the guest turns on the rivals after it had struck both alike."""
    world = small_world()
    put_band(world, "rivals", 0)
    world.pairs.stance[:] = Stance.WAR
    world.pairs.affinity[RIVALS, REBELS] = -0.5
    for _ in range(50):
        week(world, "rivals", "rebels")
    assert world.pairs.accused[RIVALS, REBELS] < 0
    for _ in range(20):
        week(world, "rivals", "rivals")
    assert world.pairs.accused[RIVALS, REBELS] > 50
