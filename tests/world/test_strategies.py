"""What strategies decide in hand-made situations."""

from __future__ import annotations

from math import inf, nan

import pytest

from sim.strategies import STRATEGIES, counterinsurgency, insurgency, local_defence, passive
from sim.vocabulary import NOBODY, Stance
from sim.world.strategy import Intent
from tests.situations import AT_PEACE, GROUP, GUEST, RIVAL, STATE, THIRD, where

WAR = int(Stance.WAR)

# --- insurgency ---------------------------------------------------------------------------------


def test_an_insurgent_group_left_in_peace_expands_and_does_nothing_else():
    assert insurgency.decide(AT_PEACE) == Intent(expand=1.0, focus=1.0)


def test_it_hunts_the_rival_on_whom_a_window_opens_by_how_often_they_meet():
    """Half open and met in a quarter of the cells: half of what draws as much as land."""
    intent = insurgency.decide(where(opportunity={RIVAL: 0.5}, overlap={RIVAL: 0.25}))
    assert (intent.target, intent.hunt, intent.expand) == (RIVAL, 0.5, 1.0)


def test_a_window_of_vulnerability_opens_the_hunt_too():
    intent = insurgency.decide(where(vulnerability={RIVAL: 1.0}, overlap={RIVAL: 0.5}))
    assert (intent.target, intent.hunt) == (RIVAL, 1.0)


def test_of_two_windows_the_wider_where_they_meet_counts():
    open_both = where(opportunity={RIVAL: 1.0, THIRD: 0.5}, overlap={RIVAL: 0.1, THIRD: 0.4})
    assert insurgency.decide(open_both).target == THIRD


@pytest.mark.parametrize(
    "shut",
    [
        {"overlap": {RIVAL: 0.0}},
        {"alive": {RIVAL: False}},
        {"stance": {RIVAL: int(Stance.TRUCE)}},
        {"stance": {RIVAL: int(Stance.ALLIANCE)}},
        {"insurgent": {RIVAL: False}},
    ],
    ids=["never met", "gone", "truce", "allied", "not of its kind"],
)
def test_a_window_means_nothing_if(shut):
    situation = where(opportunity={RIVAL: 1.0}, overlap={RIVAL: 0.5})
    intent = insurgency.decide(where(situation, **shut))
    assert (intent.target, intent.hunt) == (NOBODY, 0.0)


def test_it_holds_when_more_than_a_fifth_of_its_land_is_under_pressure():
    weights = [insurgency.decide(where(under_pressure=p)).hold for p in (0.0, 0.2, 0.6, 1.0)]
    assert weights == pytest.approx([0.0, 0.0, 0.5, 1.0])


def test_it_guards_where_a_pact_asks():
    assert insurgency.decide(where(guards=True)).guard == 1.0


@pytest.mark.parametrize(
    ("threat", "trend", "hiding"), [(0.0, 0.5, 0), (0.9, 1.0, 0), (0.6, 0.7, 0.5), (2.0, 0.5, 1)]
)
def test_it_hides_when_states_bleed_it_and_it_shrinks(threat, trend, hiding):
    intent = insurgency.decide(where(threat=threat, trend={GROUP: trend}))
    assert intent.hiding == pytest.approx(hiding)
    assert intent.committed == pytest.approx(1 - hiding / 2)


def test_it_offers_terms_to_an_enemy_it_is_tired_of_and_cannot_beat():
    tired = where(stance={RIVAL: WAR}, weariness={RIVAL: 0.6})
    assert insurgency.decide(tired).terms == RIVAL
    assert insurgency.decide(where(tired, weariness={RIVAL: 0.5})).terms == NOBODY
    assert insurgency.decide(where(tired, strength={GROUP: 390.0})).terms == NOBODY
    assert insurgency.decide(where(tired, stance={RIVAL: int(Stance.RIVALRY)})).terms == NOBODY


def test_it_never_offers_terms_to_a_state():
    assert insurgency.decide(where(stance={STATE: WAR}, weariness={STATE: 1.0})).terms == NOBODY


# --- counterinsurgency --------------------------------------------------------------------------


def at_war(**changes):
    """The state's view of a war against the group and its rival."""
    war = {GROUP: WAR, RIVAL: WAR, STATE: int(Stance.ALLIANCE), GUEST: int(Stance.ALLIANCE)}
    return where(where(actor=STATE, stance=war), **changes)


def test_a_state_hunts_and_has_no_first_enemy_while_none_draws_blood():
    assert counterinsurgency.decide(at_war()) == Intent(hunt=1.0)


@pytest.mark.parametrize(("second", "target"), [(1.0, GROUP), (2.0, GROUP), (2.1, NOBODY)])
def test_the_clearly_larger_threat_comes_first(second, target):
    assert counterinsurgency.decide(at_war(losses={GROUP: 4.0, RIVAL: second})).target == target


def test_a_growing_enemy_with_whom_nothing_is_shared_is_the_larger_threat():
    """4 * 2 grown * .75 apart = 6 against 4 * 1 * .25 apart = 1."""
    situation = at_war(
        losses={GROUP: 4.0, RIVAL: 4.0}, trend={RIVAL: 2.0}, affinity={GROUP: 0.5, RIVAL: -0.5}
    )
    assert counterinsurgency.decide(situation).target == RIVAL


def test_priorities_of_the_scenario_weigh_threats():
    situation = at_war(losses={GROUP: 4.0, RIVAL: 4.0}, priority={GROUP: 0.2})
    assert counterinsurgency.decide(situation).target == RIVAL


def test_the_lesser_enemy_that_costs_more_than_it_loses_is_offered_terms():
    costly = at_war(losses={GROUP: 4.0, RIVAL: 1.0})
    assert counterinsurgency.decide(costly).terms == RIVAL
    assert counterinsurgency.decide(where(costly, inflicted={RIVAL: 1.5})).terms == NOBODY


def test_the_larger_threat_is_offered_nothing_nor_is_a_single_enemy():
    assert counterinsurgency.decide(at_war(losses={GROUP: 4.0})).terms == NOBODY


def test_of_two_lesser_enemies_the_more_acceptable_is_offered_terms():
    three = at_war(losses={GROUP: 9.0, RIVAL: 1.0, THIRD: 1.0}, affinity={THIRD: 0.1})
    assert counterinsurgency.decide(where(three, stance={THIRD: WAR})).terms == THIRD


def test_a_state_holds_as_far_as_its_land_is_under_pressure():
    assert counterinsurgency.decide(at_war(under_pressure=0.6)).hold == pytest.approx(0.3)


# --- local defence, passive ---------------------------------------------------------------------


def test_militias_hold_and_hunt_only_from_a_quiet_home():
    quiet, pressed = (local_defence.decide(where(under_pressure=p)) for p in (0.0, 1.0))
    assert (quiet.hold, quiet.hunt, quiet.expand) == (1.0, 1.0, 0.0)
    assert (pressed.hold, pressed.hunt) == (1.0, 0.0)


def test_the_passive_never_choose_anybody():
    moved = where(opportunity={RIVAL: 1.0}, overlap={RIVAL: 1.0}, threat=9.0, guards=True)
    assert passive.decide(moved) == Intent(expand=1.0)
    assert passive.decide(where(moved, actor=STATE)) == Intent(hunt=1.0)


# --- all ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda strategy: strategy.name)
def test_a_strategy_says_its_claim_and_source_and_changes_no_array(strategy):
    assert strategy.claim.endswith(".")
    assert strategy.source
    situation = at_war(losses={GROUP: 4.0, RIVAL: 1.0})
    arrays = {name: v for name, v in situation._asdict().items() if hasattr(v, "flags")}
    for values in arrays.values():
        values.flags.writeable = False
    assert strategy.decide(situation) == strategy.decide(situation)


@pytest.mark.parametrize(
    "wrong", [{"hunt": -1.0}, {"expand": inf}, {"committed": nan}, {"hiding": 1.1}, {"focus": -0.1}]
)
def test_an_intent_refuses_what_nobody_can_want(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Intent(**wrong)
