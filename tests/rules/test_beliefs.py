from __future__ import annotations

from math import log

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from sim.rules.beliefs import (
    RULE,
    BeliefsParameters,
    evidence_of,
    expected_odds,
    joined,
    trusted,
)
from sim.vocabulary import BeliefDriver, Kind, Stance
from tests.state import state
from tests.worlds import ACTORS, put_band, put_claim, put_event, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
FLOOR = BeliefsParameters().floor
ATTACKS, SECOND_FRONT = BeliefDriver.ATTACKS, BeliefDriver.SECOND_FRONT
CLAIMS, LEAK = BeliefDriver.CLAIMS, BeliefDriver.LEAK


def week(world, *strikes, deeds=(), **parameters):
    """One week in which the guest strikes each of the named, and each of `deeds` robs people."""
    world.begin_week()
    world.cells.troops[[REBELS, RIVALS], 0] = 1  # both see what happens there
    for name in strikes:
        put_event(world, Kind.STRIKE, "guest", name, 0, (0, 1, 0))
    for name in deeds:
        put_event(world, Kind.ATTACK_ON_CIVILIANS, name, None, 0)
    RULE.apply(world, BeliefsParameters(**parameters), np.uint64(1))
    return world.pairs


def driver(world, which, happen=lambda world: None, **parameters):
    """What a driver adds in a week to what the rivals believe of the rebels."""
    world.begin_week()
    happen(world)
    RULE.apply(world, BeliefsParameters(**parameters), np.uint64(1))
    return world.pairs.belief_drivers[which][RIVALS, REBELS]


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
    assert world.pairs.belief_drivers[ATTACKS][REBELS, RIVALS] == 0


def test_belief_rises_in_who_is_struck_and_not_in_who_is_spared():
    world = small_world()
    for _ in range(10):
        pairs = week(world, "rivals")
    assert pairs.collusion[RIVALS, REBELS] > FLOOR + 2
    assert pairs.collusion[REBELS, RIVALS] == FLOOR
    assert (
        pairs.belief_drivers[ATTACKS][RIVALS, REBELS]
        > 0
        > pairs.belief_drivers[ATTACKS][REBELS, RIVALS]
    )


def test_who_has_always_been_spared_is_not_suspected_who_is_newly_spared_is():
    """The belief is about a change of shares: in the end the spared share is what is expected."""
    world = small_world()
    for _ in range(300):
        pairs = week(world, "rivals")
    used_to_it = pairs.belief_drivers[ATTACKS][RIVALS, REBELS]
    world = small_world()
    for _ in range(300):
        week(world, "rivals", "rebels")
    assert week(world, "rivals").belief_drivers[ATTACKS][RIVALS, REBELS] > 5 * used_to_it > 0


def test_the_aware_allow_for_a_rival_that_does_less_than_before():
    """Rivals used to do as much as the rebels and then stop: fewer strikes are no surprise."""

    def evidence(awareness):
        world = small_world()
        world.actors.awareness[REBELS] = awareness
        for _ in range(100):
            week(world, "rivals", "rebels", deeds=["rivals", "rebels"])
        for _ in range(20):
            week(world, "rebels", deeds=["rebels"])
        return week(world, "rebels", deeds=["rebels"]).belief_drivers[ATTACKS][REBELS, RIVALS]

    assert evidence(0) > 3 * evidence(1) > 0


def test_many_groups_that_are_struck_alike_suspect_nobody_from_the_start():
    more = ("third", "fourth", "fifth")
    world = small_world(actors={**ACTORS, **dict.fromkeys(more, "rebel_group")})
    assert np.all(week(world, "rebels", "rivals", *more).belief_drivers[ATTACKS] <= 0)


def test_only_attacks_by_states_and_guests_count():
    world = small_world()
    for side, other in [("rebels", "rivals"), ("militia", "rivals"), ("rivals", "state")]:
        put_event(world, Kind.BATTLE, side, other, 0, (1, 1, 0))
    put_event(world, Kind.ATTACK_ON_CIVILIANS, "state", None, 0)
    RULE.apply(world, BeliefsParameters(), np.uint64(1))
    assert not world.pairs.belief_drivers[ATTACKS].any()
    assert not world.pairs.attacked.any()
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
    assert not world.pairs.belief_drivers[ATTACKS][others].any()


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
    assert np.array_equal(worlds[0]["pairs.collusion"], worlds[1]["pairs.collusion"])
    assert not any("stance" in name for name in (*RULE.reads, *RULE.writes))


@given(
    st.floats(-4, 10),
    st.lists(st.sampled_from(["rebels", "rivals"]), max_size=9),
    st.booleans(),
    st.booleans(),
)
def test_drivers_add_up_to_the_change_of_the_belief(before, strikes, leak, alleged):
    world = small_world(actors={**ACTORS, "third": "rebel_group"})
    world.pairs.trust[:] = 0.7
    world.pairs.hostility[:] = 1
    world.pairs.collusion[[REBELS, RIVALS], [RIVALS, REBELS]] = before
    world.pairs.leaked[GUEST, REBELS] = 0 if leak else -9
    world.pairs.accused[5, REBELS] = 0 if alleged else -9
    put_band(world, "rivals", 0)
    change = world.pairs.collusion.copy()
    world.begin_week()
    for name in strikes:
        put_event(world, Kind.STRIKE, "guest", name, 0)
    put_event(world, Kind.BATTLE, "rebels", "rivals", 0)
    RULE.apply(world, BeliefsParameters(), np.uint64(1))
    change = world.pairs.collusion - change
    total = world.pairs.belief_drivers.sum(axis=0)
    assert total == approx(change, abs=1e-12)


# --- the second front ---------------------------------------------------------------------------


def test_a_joint_attack_counts_whole_for_the_naive_less_for_who_expects_some_by_chance():
    """One joint attack where chance lets one expect a tenth, twice as frequent with a deal."""
    assert joined(1, 0.1, log(2), 0.0) == approx(log(2))
    assert joined(1, 0.1, log(2), 1.0) == approx(log(2) - 0.1)
    assert joined(1, 0.1, log(2), 0.5) == approx(log(2) - 0.05)


@given(st.floats(0.01, 20), st.floats(0.01, 3))
def test_as_many_joint_attacks_as_by_chance_speak_against_a_deal_those_of_a_deal_for_it(
    chance, evidence
):
    """Only means: for the aware, evidence is the log-likelihood ratio of two Poisson counts."""

    def ratio(count):
        return count * log(with_deal / chance) - (with_deal - chance)

    with_deal = chance * np.exp(evidence)
    assert joined(7, chance, evidence, 1.0) == approx(ratio(7), abs=1e-9)
    assert ratio(chance) < 0 < ratio(with_deal)


def both_attack(world, cell=0, other_cell=0):
    put_event(world, Kind.BATTLE, "rebels", "rivals", cell)
    put_event(world, Kind.STRIKE, "guest", "rivals", other_cell)


def test_the_other_and_a_state_attacking_one_place_are_a_second_front():
    assert driver(small_world(), SECOND_FRONT, both_attack, second_front=1.5) == approx(1.5)


def test_attacks_on_two_places_are_none():
    assert driver(small_world(), SECOND_FRONT, lambda world: both_attack(world, 0, 1)) == 0


def test_whoever_fights_the_state_there_is_not_on_its_side():
    def three_ways(world):
        both_attack(world)
        put_event(world, Kind.BATTLE, "guest", "rebels", 0)

    assert driver(small_world(), SECOND_FRONT, three_ways) == 0


def test_a_place_is_counted_once_however_often_it_is_attacked():
    def again(world):
        both_attack(world)
        both_attack(world)
        put_event(world, Kind.BATTLE, "state", "rivals", 0)

    assert driver(small_world(), SECOND_FRONT, again, second_front=1) == approx(1)


def test_the_aware_allow_for_chance_by_how_much_of_their_land_is_under_attack():
    """One cell of the rebels' attacks, one of the guest's, among two where the rivals are."""
    world = small_world()
    world.actors.awareness[RIVALS] = 1
    put_band(world, "rivals", 0)
    put_band(world, "rivals", 1)
    chance = 1 * 1 / 2
    found = driver(world, SECOND_FRONT, both_attack, second_front=log(2))
    assert found == approx(log(2) - chance)
    found = driver(world, SECOND_FRONT, lambda world: both_attack(world, 0, 1), second_front=1)
    assert found == approx(-chance * (np.exp(1) - 1))


# --- what others say ----------------------------------------------------------------------------


def test_evidence_counts_by_trust():
    assert trusted(2.0, 1.0) == approx(2)
    assert trusted(2.0, 0.0) == 0
    assert trusted(-2.0, 1.0) == approx(-2)
    assert trusted(log(3), 0.5) == approx(log(2))  # the mean of likelihood ratios 3 and 1


def accused_by_a_third(trust, weeks_ago=1):
    world = small_world(actors={**ACTORS, "third": "rebel_group"})
    world.pairs.trust[RIVALS, 5] = trust
    world.pairs.accused[5, REBELS] = 1 - weeks_ago
    return world


def test_an_accusation_by_a_third_is_heard_the_week_after_by_who_trusts_it():
    assert driver(accused_by_a_third(1), CLAIMS, accusation=3) == approx(3)
    assert driver(accused_by_a_third(0.5), CLAIMS, accusation=log(3)) == approx(log(2))
    assert driver(accused_by_a_third(0), CLAIMS) == 0
    for weeks_ago in (0, 2):
        assert driver(accused_by_a_third(1, weeks_ago), CLAIMS) == 0


def test_neither_the_accuser_nor_the_accused_is_convinced_by_its_own_accusation():
    world = accused_by_a_third(1)
    world.pairs.trust[:] = 1
    driver(world, CLAIMS)
    moved = np.argwhere(world.pairs.belief_drivers[CLAIMS]).tolist()
    assert moved == [[RIVALS, REBELS]]


def told_of(target, cell=5, claimant="guest", event=-1):
    def tell(world):
        put_claim(world, claimant, Kind.BATTLE, claimant, target, cell, (0, 5, 0), event=event)

    return tell


def trusting():
    world = small_world(actors={**ACTORS, "third": "rebel_group"})
    world.pairs.trust[:] = 1
    return world


def test_an_invented_attack_counts_as_an_attack_for_who_does_not_know_better():
    """Three groups attacked alike so far: an attack on one is expected with odds 1 to 2."""
    on_it = evidence_of(1.0, 0.0, 0.5, 0.2)
    on_others = evidence_of(0.0, 1.0, 0.5, 0.2)
    assert driver(trusting(), CLAIMS, told_of("rebels"), deal=0.2) == approx(on_it)
    assert driver(trusting(), CLAIMS, told_of("third"), deal=0.2) == approx(on_others)
    assert on_it < 0 < on_others


def test_who_has_fighters_there_or_is_the_alleged_victim_knows_better():
    world = trusting()
    put_band(world, "rivals", 5)
    assert driver(world, CLAIMS, told_of("third")) == 0
    assert driver(trusting(), CLAIMS, told_of("rivals")) == 0


def test_groups_that_boast_of_their_own_deeds_say_nothing_of_deals():
    assert driver(trusting(), CLAIMS, told_of("rebels", claimant="third")) == 0


def struck_elsewhere(*claimants, cell=5):
    """The guest strikes the rebels; outlets tell of it."""

    def happen(world):
        put_event(world, Kind.STRIKE, "guest", "rebels", cell)
        for name in claimants:
            put_claim(world, name, Kind.STRIKE, "guest", "rebels", cell, event=0)

    return happen


def test_an_attack_elsewhere_is_known_by_rumour_and_better_by_a_trusted_claim():
    full = evidence_of(1.0, 0.0, 0.5, 0.2)
    world = trusting()
    world.pairs.trust[RIVALS, GUEST], world.pairs.trust[RIVALS, REBELS] = 0.9, 0.4
    assert driver(world, ATTACKS, struck_elsewhere(), rumour=0.3) == approx(trusted(full, 0.3))
    assert world.pairs.belief_drivers[CLAIMS][RIVALS, REBELS] == 0

    told = struck_elsewhere("guest", "rebels")
    world = trusting()
    world.pairs.trust[RIVALS, GUEST], world.pairs.trust[RIVALS, REBELS] = 0.9, 0.4
    added = driver(world, CLAIMS, told, rumour=0.3)
    assert added == approx(trusted(full, 0.9) - trusted(full, 0.3))
    assert world.pairs.attacked[RIVALS, REBELS] == approx(0.02 * 0.9)


def test_what_one_sees_needs_no_claim():
    world = trusting()
    put_band(world, "rivals", 5)
    assert driver(world, ATTACKS, struck_elsewhere("guest"), rumour=0) != 0
    assert world.pairs.belief_drivers[CLAIMS][RIVALS, REBELS] == 0


def test_without_rumours_and_claims_a_group_knows_only_who_attacks_itself():
    world = small_world()
    for _ in range(5):
        driver(world, ATTACKS, struck_elsewhere(), rumour=0)
    assert world.pairs.collusion[RIVALS, REBELS] == FLOOR
    assert world.pairs.attacked[RIVALS, REBELS] == 0
    assert world.pairs.attacked[REBELS, REBELS] > 0


# --- leaks --------------------------------------------------------------------------------------


def leaked(week=0, hostility=1.0):
    """A pact of the guest and the rebels becomes known; the next week is week 1."""
    world = small_world()
    world.pairs.hostility[RIVALS, GUEST] = hostility
    world.pairs.leaked[GUEST, REBELS] = world.pairs.leaked[REBELS, GUEST] = week
    return world


def test_a_leaked_pact_with_an_enemy_convinces_the_week_after():
    world = leaked()
    assert driver(world, LEAK, leak=7) == 7
    assert world.pairs.collusion[RIVALS, REBELS] == FLOOR + 7
    assert driver(world, LEAK, leak=7) == 0


def test_a_pact_with_who_is_no_enemy_is_no_treason():
    assert driver(leaked(hostility=0), LEAK) == 0
