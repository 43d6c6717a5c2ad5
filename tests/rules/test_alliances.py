from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from sim.rules.alliances import RULE, AlliancesParameters, breaking_hazard
from sim.vocabulary import Development, Stance
from sim.world.coalitions import may_ally, partners, smallest_winning
from tests.worlds import put_band, small_world

ACTORS = {
    "state": "state_forces",
    "guest": "external_forces",
    "rebels": "rebel_group",
    "rivals": "rebel_group",
    "tribe": "identity_militia",
    "party": "political_militia",
    "clan": "identity_militia",
}
STATE, GUEST, REBELS, RIVALS, TRIBE, PARTY, CLAN = range(7)


def facing(enemy, *others, **fighters):
    """A world in which `others` are at war with `enemy` and nobody hides; forces by name."""
    world = small_world(actors=ACTORS)
    world.actors.hides[:] = False
    for other in others:
        relate(world, enemy, other, Stance.WAR)
    for name, number in fighters.items():
        put_band(world, name, 0, number)
    return world


def relate(world, one, other, stance):
    world.pairs.stance[one, other] = world.pairs.stance[other, one] = stance


def week(world, number=1, key=1, **parameters):
    world.begin_week()
    world.clock.week = number
    RULE.apply(world, AlliancesParameters(**parameters), np.uint64(key))
    return world


def chosen(world, actor, liking=0.0):
    return set(partners(world, actor, 10.0, liking))


def noted(world):
    log = world.developments
    rows = zip(log.kind, log.actor, log.other, log.amount, strict=True)
    return [(Development(k), int(a), int(b), float(x)) for k, a, b, x in rows][: log.count]


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        (REBELS, RIVALS, True),
        (REBELS, TRIBE, True),
        (PARTY, TRIBE, True),
        (STATE, TRIBE, True),
        (GUEST, PARTY, True),
        (STATE, GUEST, False),
        (STATE, REBELS, False),
        (REBELS, GUEST, False),
    ],
)
def test_states_ally_with_militias_alone(one, other, may):
    actors = small_world(actors=ACTORS).actors
    traits = actors.governs, actors.foreign, actors.insurgent
    assert may_ally(one, other, *traits) == may_ally(other, one, *traits) == may


# --- minimum winning coalitions -----------------------------------------------------------------

WEIGHTS = np.array([100.0, 60.0, 50.0, 30.0, 5.0])


@pytest.mark.parametrize(
    ("need", "group"),
    [
        (40, {2}),  # the lightest that is enough
        (55, {1}),
        (100, {0}),
        (105, {0, 4}),
        (125, {0, 3}),
        (170, {0, 2, 3}),  # three are needed: 180 is the least of theirs that is enough
        (240, {0, 1, 2, 3}),
        (246, set()),
    ],
)
def test_the_fewest_that_win_and_of_those_the_lightest(need, group):
    assert set(smallest_winning(range(5), WEIGHTS, need)) == group


@given(st.lists(st.integers(0, 50), max_size=7), st.integers(1, 200))
def test_a_smallest_winning_coalition_wins_and_has_nobody_to_spare(sizes, need):
    weight = np.array(sizes, float)
    group = smallest_winning(range(len(sizes)), weight, float(need))
    if sum(sizes) < need:
        assert group == ()
    else:
        weights = sorted(weight[list(group)])
        assert sum(weights) >= need > sum(weights[1:])


def test_an_actor_takes_the_smallest_partner_with_whom_it_wins():
    world = facing(
        RIVALS, REBELS, TRIBE, PARTY, CLAN, rivals=100, rebels=50, tribe=40, party=60, clan=70
    )
    assert chosen(world, REBELS) == {PARTY}
    assert chosen(world, PARTY) == {TRIBE}


def test_a_partner_whom_either_dislikes_is_left_out():
    for pair in [(REBELS, PARTY), (PARTY, REBELS)]:
        world = facing(RIVALS, REBELS, PARTY, CLAN, rivals=100, rebels=50, party=60, clan=70)
        world.pairs.affinity[pair] = -0.1
        assert chosen(world, REBELS) == {CLAN}
        assert chosen(world, REBELS, liking=-0.2) == {PARTY}


def test_nobody_is_needed_against_a_weak_enemy_or_none():
    weak = facing(RIVALS, REBELS, PARTY, rivals=50, rebels=50, party=60)
    assert chosen(weak, REBELS) == set()
    peace = facing(RIVALS, rivals=500, rebels=50, party=60)
    assert chosen(peace, REBELS) == set()
    absent = facing(RIVALS, REBELS, PARTY, rebels=50, party=60)
    assert chosen(absent, REBELS) == set()


def test_who_cannot_win_even_with_all_allies_with_nobody():
    world = facing(RIVALS, REBELS, PARTY, rivals=500, rebels=50, party=60)
    assert chosen(world, REBELS) == set()


def test_partners_must_fight_the_same_enemy():
    world = facing(RIVALS, REBELS, CLAN, rivals=100, rebels=50, party=60, clan=70)
    assert chosen(world, REBELS) == {CLAN}
    relate(world, RIVALS, CLAN, Stance.TRUCE)
    assert chosen(world, REBELS) == set()


def test_allies_that_there_are_already_count_on_both_sides():
    world = facing(RIVALS, REBELS, PARTY, CLAN, rivals=100, rebels=50, party=60, clan=70)
    relate(world, REBELS, CLAN, Stance.ALLIANCE)
    assert chosen(world, REBELS) == set()
    put_band(world, "tribe", 0, 30)
    relate(world, RIVALS, TRIBE, Stance.ALLIANCE)
    relate(world, REBELS, TRIBE, Stance.WAR)
    assert chosen(world, REBELS) == {PARTY}


def test_no_friend_of_a_foe_is_taken():
    world = facing(RIVALS, REBELS, PARTY, rivals=100, rebels=50, party=60)
    relate(world, PARTY, TRIBE, Stance.ALLIANCE)
    assert chosen(world, REBELS) == {PARTY}
    relate(world, REBELS, TRIBE, Stance.WAR)
    assert chosen(world, REBELS) == set()


def test_only_forces_in_and_next_to_the_own_cells_count():
    """Cells 0, 1 and 2 are a row: the tribe is in cell 0."""
    world = facing(RIVALS, TRIBE, PARTY, rivals=100, tribe=50)
    put_band(world, "rivals", 2, 900)
    put_band(world, "party", 2, 900)
    assert chosen(world, TRIBE) == set()  # the party is too far away
    put_band(world, "party", 1, 60)
    assert chosen(world, TRIBE) == {PARTY}
    put_band(world, "rivals", 1, 20)
    assert chosen(world, TRIBE) == set()  # 110 are not enough against 120


def test_fighters_who_hide_weigh_ten_times():
    world = facing(REBELS, STATE, TRIBE, rebels=50, state=200, tribe=20)
    assert chosen(world, TRIBE) == {STATE}
    world.actors.hides[REBELS] = True
    assert chosen(world, TRIBE) == set()  # 220 are not enough against 500
    put_band(world, "state", 1, 300)
    assert chosen(world, TRIBE) == {STATE}


# --- how they begin -----------------------------------------------------------------------------


def test_an_alliance_stops_all_fighting_and_is_noted():
    world = facing(RIVALS, REBELS, PARTY, rivals=100, rebels=50, party=60)
    world.pairs.hostility[[REBELS, PARTY], [PARTY, REBELS]] = 0.3
    week(world, chance=1, review=1)
    assert world.pairs.stance[REBELS, PARTY] == world.pairs.stance[PARTY, REBELS] == Stance.ALLIANCE
    assert world.pairs.stance_since[PARTY, REBELS] == 1
    assert not world.pairs.hostility[[REBELS, PARTY], [PARTY, REBELS]].any()
    assert noted(world) == [(Development.ALLIANCE_FORMED, REBELS, PARTY, 0)]


def test_an_actor_looks_for_partners_every_few_weeks():
    def formed(number):
        world = facing(RIVALS, REBELS, PARTY, rivals=100, rebels=50, party=10**6)
        week(world, number, chance=1, review=4)
        return bool(world.developments.count)

    assert [number for number in range(12) if formed(number)] == [2, 6, 10]


def test_alliances_come_by_their_weekly_chance():
    """.1 a week is 1 - .9^4 = .344 at a review of four weeks."""
    formed = 0
    for key in range(200):
        world = facing(RIVALS, REBELS, PARTY, rivals=100, rebels=50, party=10**6)
        formed += week(world, 2, key, chance=0.1, review=4).developments.count
    assert formed / 200 == approx(0.344, abs=0.1)


# --- how long they last -------------------------------------------------------------------------


def durations(runs, affinity=0.0, enemy=False, **parameters):
    """Weeks that alliances of rebels and a tribe last."""
    world, found, number = small_world(1, 1, actors=ACTORS), [], 0
    world.pairs.affinity[REBELS, TRIBE], world.pairs.affinity[TRIBE, REBELS] = 0, 2 * affinity
    if enemy:
        relate(world, REBELS, RIVALS, Stance.WAR)
        relate(world, TRIBE, RIVALS, Stance.WAR)
    while len(found) < runs:
        relate(world, REBELS, TRIBE, Stance.ALLIANCE)
        world.pairs.stance_since[[REBELS, TRIBE], [TRIBE, REBELS]] = number
        while world.pairs.stance[REBELS, TRIBE] == Stance.ALLIANCE:
            number += 1
            week(world, number, number * 7919, **parameters)
        found.append(noted(world)[0][3])
    return np.array(found)


def test_the_hazard_is_that_of_the_formula():
    assert breaking_hazard(0.04, 1.0, 1.5, 0.0, False) == 0.04
    assert breaking_hazard(0.04, 1.0, 1.5, 0.5, True) == approx(0.04 * exp(-0.5 - 1.5))


def test_mean_duration_is_that_of_the_closed_form():
    """1 / (1 - exp(-h)) weeks, 5.5 at h = .2; the error of the mean of 400 is about .25."""
    lasted = durations(400, hazard=0.2)
    assert lasted.mean() == approx(1 / (1 - exp(-0.2)), abs=0.9)
    assert lasted.min() == 1


@pytest.mark.parametrize(
    ("affinity", "enemy", "ratio"), [(0.5, False, exp(-0.7)), (0.0, True, exp(-1.0))]
)
def test_hazards_stand_in_the_ratio_of_the_closed_form(affinity, enemy, ratio):
    """Hazard of each from its mean duration T: -ln(1 - 1/T)."""
    parameters = {"hazard": 0.5, "by_affinity": 1.4, "by_enemy": 1.0}
    base, other = (
        -log(1 - 1 / durations(250, *case, **parameters).mean())
        for case in [(0.0, False), (affinity, enemy)]
    )
    assert other / base == approx(ratio, rel=0.3)


def test_a_broken_alliance_leaves_two_who_are_neutral():
    world = small_world(actors=ACTORS)
    relate(world, STATE, TRIBE, Stance.ALLIANCE)
    week(world, 30, hazard=5, by_affinity=0, by_enemy=0)
    assert world.pairs.stance[STATE, TRIBE] == world.pairs.stance[TRIBE, STATE] == Stance.NEUTRAL
    assert noted(world) == [(Development.ALLIANCE_ENDED, STATE, TRIBE, 30)]


# --- whom it concerns ---------------------------------------------------------------------------


def test_alliances_of_states_and_guests_are_left_alone():
    world = small_world(actors=ACTORS)
    for pair in [(STATE, GUEST), (STATE, REBELS)]:
        relate(world, *pair, Stance.ALLIANCE)
    for number in range(60):
        week(world, number, number, hazard=5, by_affinity=0, by_enemy=0)
    assert world.pairs.stance[STATE, GUEST] == world.pairs.stance[STATE, REBELS] == Stance.ALLIANCE


@pytest.mark.parametrize("gone", [REBELS, PARTY])
def test_who_is_gone_neither_allies_nor_breaks(gone):
    world = facing(RIVALS, REBELS, PARTY, rivals=100, rebels=50, party=60)
    relate(world, REBELS, TRIBE, Stance.ALLIANCE)
    world.actors.alive[[gone, TRIBE]] = False
    week(world, chance=1, review=1, hazard=5)
    assert world.developments.count == 0
