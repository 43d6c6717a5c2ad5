from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import movement
from sim.rules.self_defence import RULE, SelfDefenceParameters, following
from sim.vocabulary import FighterFlow, PeopleFlow
from tests.worlds import put_band, small_world

STATE, REBELS, MILITIA = 0, 1, 3
DOGON, FULANI = 0, 1


def week(world, number=1, **parameters):
    world.clock.week = number
    RULE.apply(world, SelfDefenceParameters(**parameters), np.uint64(number * 7919))


def villages(width=3, height=2, threat=0.0, people=10_000):
    """Cells of Dogon, who have a militia, and Fulani, who have none."""
    world = small_world(width, height, people=people)
    world.actors.members[MILITIA, DOGON] = True
    world.communities.threat[:] = threat
    world.communities.loyalty[MILITIA, world.communities.group == DOGON] = 0.6
    return world


def militias(world):
    """Fighters of each band."""
    return world.bands.fighters[: world.bands.count]


# --- when they arm ------------------------------------------------------------------------------


def test_without_a_threat_nobody_arms():
    world = villages()
    for number in range(20):
        week(world, number, hazard=1)
    assert world.bands.count == 0


def test_a_state_that_covers_a_quarter_of_the_cell_is_protection_enough():
    world = villages(threat=1.0)
    world.cells.coverage[STATE] = 0.25
    for number in range(20):
        week(world, number, hazard=1)
    assert world.bands.count == 0


def test_rebels_protect_nobody():
    world = villages(threat=1.0)
    world.cells.coverage[REBELS] = 1.0
    week(world, hazard=1)
    assert world.bands.count > 0


def test_threatened_and_unprotected_communities_arm_with_the_hazard():
    """.05 * .8 felt * (1 - 4 * .1 covered) = .024 of 2,500 communities."""
    world = villages(50, 50, threat=0.8)
    world.cells.coverage[STATE] = 0.1
    week(world)
    assert world.bands.count == pytest.approx(60, abs=20)


def test_fear_of_an_enemy_is_a_threat_and_fear_of_a_friend_is_none():
    """.3 of full fear times hostility."""
    armed = []
    for hostility in (0.0, 1.0):
        world = villages(20, 20)
        world.communities.fear[REBELS] = 1.0
        world.pairs.hostility[MILITIA, REBELS] = hostility
        week(world, hazard=1)
        armed.append(world.bands.count)
    assert armed[0] == 0
    assert armed[1] == pytest.approx(0.3 * 400, abs=30)


def test_only_its_own_people_form_a_militia_and_only_in_its_area():
    world = villages(threat=1.0)
    world.actors.area[MILITIA] = world.grid.country == 0
    for number in range(20):
        week(world, number, hazard=1)
    bands = world.bands
    assert sorted(bands.cell[: bands.count]) == np.flatnonzero(world.grid.country == 0).tolist()
    taken = world.ledger.people[PeopleFlow.RECRUITED]
    assert np.all(taken[world.communities.group == FULANI] == 0)


# --- what they are ------------------------------------------------------------------------------


def test_a_militia_holds_at_most_five_in_a_thousand_in_one_band_a_cell():
    world = villages(threat=1.0, people=4_000)
    for number in range(50):
        week(world, number, hazard=1)
    assert world.bands.count == world.grid.size
    assert len(set(world.bands.cell[: world.bands.count])) == world.grid.size
    assert set(militias(world)) <= {19, 20}  # 0.005 of those who are not yet under arms


def test_too_few_people_arm_nobody():
    world = villages(threat=1.0, people=199)
    week(world, hazard=1)
    assert world.bands.count == 0


def test_a_militia_never_leaves_its_cell():
    world = villages(threat=1.0)
    put_band(world, "rebels", 0, 50)
    world.pairs.hostility[MILITIA, REBELS] = 1.0
    for number in range(20):
        week(world, number, hazard=1)
        movement.RULE.apply(world, movement.RULE.parameters(), np.uint64(number))
    own = world.bands.owner[: world.bands.count] == MILITIA
    assert own.sum() == world.grid.size
    assert np.array_equal(world.bands.cell[: len(own)][own], world.bands.home[: len(own)][own])
    assert not np.any(world.bands.mobile[: len(own)][own])


# --- when they go home --------------------------------------------------------------------------


def test_in_calm_the_militia_goes_home_to_the_last():
    world = villages()
    put_band(world, "militia", 0, 40)
    village = world.communities.at[DOGON, 0]
    strength = [40]
    while strength[-1] > 0:
        week(world, len(strength))
        strength.append(int(militias(world).sum()))
        assert len(strength) < 50
    assert all(later < earlier for earlier, later in itertools.pairwise(strength))
    assert world.communities.people[village] == 10_040
    assert world.ledger.fighters[FighterFlow.QUIT, MILITIA] == -40
    assert world.ledger.people[PeopleFlow.RETURNED_FROM_ARMS, village] == 40


def test_foreigners_who_go_home_are_foreign_fighters_no_more():
    world = villages()
    band = put_band(world, "militia", 0, 40, foreign=20)
    for number in range(10):
        week(world, number, leave=0.2)
        assert 0 <= world.bands.foreign[band] <= world.bands.fighters[band] < 40


def test_under_threat_nobody_goes_home_even_if_protected():
    world = villages(threat=0.06)
    world.cells.coverage[STATE] = 1.0
    put_band(world, "militia", 0, 40)
    for number in range(10):
        week(world, number, leave=1)
    assert militias(world).tolist() == [40]


def test_mobile_actors_are_left_alone():
    world = villages()
    put_band(world, "rebels", 0, 40)
    world.actors.members[REBELS, DOGON] = True
    week(world)
    assert militias(world).tolist() == [40]


# --- when its people turn from it -----------------------------------------------------------------


@pytest.mark.parametrize(("loyalty", "follows"), [(0.6, 1), (0.3, 1), (0.15, 0.5), (0, 0), (-1, 0)])
def test_a_community_follows_its_militia_by_its_loyalty(loyalty, follows):
    world = villages()
    actors, held = world.actors, world.communities.loyalty
    held[MILITIA, 0] = loyalty
    held[REBELS, 0] = -1
    held[2, 0] = -1
    assert following(MILITIA, 0, 0.3, actors.alive, actors.insurgent, held) == follows


def test_a_community_that_prefers_an_insurgent_group_does_not_follow_at_all():
    world = villages()
    actors, held = world.actors, world.communities.loyalty
    held[REBELS, 0] = 0.7
    assert following(MILITIA, 0, 0.3, actors.alive, actors.insurgent, held) == 0
    actors.alive[REBELS] = False
    assert following(MILITIA, 0, 0.3, actors.alive, actors.insurgent, held) == 1


@pytest.mark.parametrize("rebels", [-1.0, 0.7])
def test_a_militia_that_its_people_left_is_deserted_under_threat_too(rebels):
    world = villages(threat=1.0)
    put_band(world, "militia", 0, 1000)
    world.communities.loyalty[MILITIA] = 0.6 if rebels > 0 else 0.0
    world.communities.loyalty[REBELS] = rebels
    week(world, desert=0.1, hazard=1)
    assert militias(world).sum() == pytest.approx(900, abs=30)
    assert world.communities.people[world.communities.at[DOGON, 0]] == 11_000 - militias(world)[0]


def test_half_hearted_communities_arm_half_as_often():
    armed = []
    for loyalty in (0.6, 0.15):
        world = villages(50, 50, threat=1.0)
        world.communities.loyalty[MILITIA] = loyalty
        week(world, hazard=0.4)
        armed.append(world.bands.count)
    assert armed[1] == pytest.approx(armed[0] / 2, rel=0.1)


# --- always -------------------------------------------------------------------------------------


@given(st.integers(0, 2**32), st.floats(0, 1), st.integers(0, 3_000))
def test_people_and_fighters_balance(seed, hazard, people):
    chance = np.random.default_rng(seed)
    world = villages(people=people)
    total = world.communities.people.sum()
    for number in range(6):
        world.communities.threat[:] = chance.choice([0.0, 1.0], world.communities.size)
        week(world, number, hazard=hazard, largest=0.1)
        world.bands.compact()
    assert world.communities.people.sum() + militias(world).sum() == total
    assert world.ledger.fighters.sum() == militias(world).sum() == -world.ledger.people.sum()
    assert np.all(world.communities.people >= 0)
