from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx

from sim.rules.allegiance import RULE, AllegianceParameters, decapitation_factor
from sim.vocabulary import Development, FighterFlow, PeopleFlow, Stance
from sim.world.births import add_post
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
QUIET = {"defection": 0, "merging": 0, "ending": 0}


def week(world, seed=1, **parameters):
    world.begin_week()
    RULE.apply(world, AllegianceParameters(**(QUIET | parameters)), np.uint64(seed))


def told(world, kind):
    log = world.developments
    return [
        (int(log.actor[i]), int(log.other[i]), log.amount[i])
        for i in range(log.count)
        if log.kind[i] == kind
    ]


# --- bands that change sides --------------------------------------------------------------------


def shaken(bands=2000, at=0, disarray=0.5, affinity=0.0):
    """Rebels in disarray in cell 0, with rivals of thrice their strength in some cell."""
    world = small_world(6, 2)
    for _ in range(bands):
        put_band(world, "rebels", 0, 1)
    put_band(world, "rivals", at, 3 * bands)
    world.actors.disarray[REBELS] = disarray
    world.actors.treasury[:] = 1
    world.pairs.affinity[REBELS, RIVALS] = affinity
    return world


@pytest.mark.parametrize(
    ("at", "affinity", "pull"),
    [(0, 0, 0.375), (1, 0, 0.1875), (0, 1, 0.75), (0, -1, 0), (2, 1, 0)],
)
def test_bands_go_over_by_strength_likeness_and_nearness(at, affinity, pull):
    """Three quarters of the fighters, likeness (1 + affinity) / 2, next door counts half."""
    world = shaken(at=at, affinity=affinity)
    week(world, defection=2)
    gone = np.count_nonzero(world.bands.owner[:2000] == RIVALS)
    assert gone / 2000 == approx(1 - math.exp(-2 * 0.5 * pull), abs=0.04)
    assert sum(fighters for _, _, fighters in told(world, Development.DEFECTION)) == gone


def test_the_unpaid_go_over_as_those_in_disarray_do():
    """Pay for a quarter of 2000 and nothing in hand: shaken by three quarters."""
    world = shaken(disarray=0, affinity=1)
    world.actors.treasury[REBELS], world.actors.ceiling[REBELS] = 0, 500
    week(world, defection=2)
    gone = np.count_nonzero(world.bands.owner[:2000] == RIVALS)
    assert gone / 2000 == approx(1 - math.exp(-2 * 0.75 * 0.75), abs=0.04)


@pytest.mark.parametrize("kept", ["orderly", "rivals gone", "rivals no insurgents"])
def test_bands_stay_with_an_orderly_group_or_where_nobody_takes_them(kept):
    world = shaken(200, affinity=1, disarray=0 if kept == "orderly" else 1)
    world.actors.alive[RIVALS] = kept != "rivals gone"
    world.actors.insurgent[RIVALS] = kept != "rivals no insurgents"
    week(world, defection=10)
    assert told(world, Development.DEFECTION) == []


def test_states_and_militias_lose_no_bands_to_rebels():
    world = small_world()
    put_band(world, "state", 0), put_band(world, "militia", 0), put_band(world, "rebels", 0, 500)
    world.actors.disarray[:] = 1
    world.pairs.affinity[:] = 1
    week(world, defection=10)
    assert world.bands.owner[:3].tolist() == [STATE, MILITIA, REBELS]


# --- mergers ------------------------------------------------------------------------------------


def small_beside_large(small=10, large=200, at=0):
    world = small_world(6, 2)
    put_band(world, "rebels", 0, small, foreign=small // 2)
    put_band(world, "rivals", at, large)
    world.pairs.affinity[:] = 0.8
    return world


def joined(world, tries=300, **parameters):
    """Share of seeds on which the rebels are gone after a week."""
    happened = 0
    for seed in range(tries):
        trial = world()
        week(trial, seed, **parameters)
        happened += not trial.actors.alive[REBELS]
    return happened / tries


def test_a_weak_group_joins_its_like_by_weakness_affinity_peace_and_overlap():
    """10 of half of 200: weakness 0.9; affinity .8, hostility .5, next door one half."""

    def world():
        made = small_beside_large(at=1)
        made.pairs.hostility[RIVALS, REBELS] = 0.5
        return made

    expected = 1 - math.exp(-8 * 0.9 * 0.8 * 0.25 * 0.5)
    assert joined(world, merging=8, far_weaker=0.5) == approx(expected, abs=0.08)


def test_a_merger_ends_the_smaller_group_and_keeps_every_fighter():
    world = small_beside_large()
    world.cells.support[REBELS, 0] = 0.2
    week(world, merging=10, far_weaker=10)
    assert told(world, Development.MERGER) == [(REBELS, RIVALS, 10)]
    assert world.bands.owner[:2].tolist() == [RIVALS, RIVALS]
    assert world.bands.fighters[:2].tolist() == [10, 200]
    assert not world.actors.alive[REBELS]
    assert world.actors.alive[RIVALS]
    assert world.cells.support[[REBELS, RIVALS], 0].tolist() == [0, 0.2]
    assert world.ledger.fighters.sum() == 0
    assert world.ledger.fighters[FighterFlow.DEFECTED_IN, RIVALS] == 10


@pytest.mark.parametrize("apart", ["war", "strength", "mind", "place", "type"])
def test_nobody_joins_an_enemy_an_equal_a_stranger_or_who_is_far(apart):
    world = small_beside_large(at=4 if apart == "place" else 0)
    if apart == "war":
        world.pairs.stance[REBELS, RIVALS] = world.pairs.stance[RIVALS, REBELS] = Stance.WAR
    elif apart == "strength":
        world.bands.fighters[0] = 150
    elif apart == "mind":
        world.pairs.affinity[:] = -0.1
    elif apart == "type":
        world.actors.insurgent[RIVALS] = False
    week(world, merging=10)
    assert world.actors.alive[REBELS]


# --- ends ---------------------------------------------------------------------------------------


def test_a_group_without_fighters_is_over_after_some_weeks():
    world = small_world()
    put_band(world, "rivals", 0)
    world.cells.last_present[REBELS, 3] = 0
    lived = []
    for _ in range(5):
        week(world, silence=4)
        lived.append(bool(world.actors.alive[REBELS]))
    assert lived == [True, True, True, False, False]
    assert world.actors.alive[RIVALS]


def test_a_group_that_is_yet_to_come_is_not_over():
    world = small_world()
    for _ in range(10):
        week(world, silence=1)
    assert world.actors.alive.all()


def test_only_insurgents_end():
    world = small_world()
    world.cells.last_present[:] = 0
    for _ in range(5):
        week(world, silence=1)
    assert world.actors.alive.tolist() == [True, False, False, True, True]


def test_weak_groups_give_up_and_their_men_go_home():
    world = small_world()
    put_band(world, "rebels", 0, 10, foreign=4)
    put_band(world, "rivals", 0, 5000)
    people = int(world.communities.people.sum())
    week(world, ending=10, viable=100)
    assert world.actors.alive[[REBELS, RIVALS]].tolist() == [False, True]
    assert told(world, Development.END) == [(REBELS, -1, 10)]
    assert int(world.communities.people.sum()) == people + 6
    assert world.ledger.people[PeopleFlow.RETURNED_FROM_ARMS].sum() == 6
    assert world.ledger.fighters[:, REBELS].sum() == -10


def test_a_leaders_death_multiplies_the_hazard_by_eight_at_first_and_hardly_at_last():
    assert decapitation_factor(0.0, 7.0, 8.0) == 8
    assert decapitation_factor(8.0, 7.0, 8.0) == approx(1 + 7 / math.e)
    assert decapitation_factor(40.0, 7.0, 8.0) == approx(1.05, abs=0.01)
    assert decapitation_factor(-1.0, 7.0, 8.0) == 8


@pytest.mark.parametrize(
    ("founded", "fell", "factor"), [(0, 1, 8), (-417, 1, 1 + 7 / math.e), (0, -60, 1)]
)
def test_decapitated_groups_end_by_age_within_the_aftermath(founded, fell, factor):
    """8 years are 417 weeks; 50 fighters of 50 leave 1 / e of the hazard."""

    def world():
        made = small_world()
        put_band(made, "rebels", 0, 50)
        add_post(made, REBELS)
        made.leaders.fell[0], made.actors.founded[REBELS] = fell, founded
        return made

    expected = 1 - math.exp(-0.3 * factor / math.e)
    assert joined(world, ending=0.3, viable=50, aftermath=52) == approx(expected, abs=0.08)
