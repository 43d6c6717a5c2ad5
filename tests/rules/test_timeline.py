from __future__ import annotations

import numpy as np
import pytest

from sim.rules.timeline import RULE, TimelineParameters
from sim.vocabulary import FighterFlow, Stance
from sim.world.timeline import (
    Deployment,
    Disarray,
    Funding,
    Inflow,
    LeaderKilled,
    PactOffer,
    StanceChange,
    Targeting,
    Withdrawal,
)
from tests.worlds import put_band, put_constituents, small_world

KEY = np.uint64(7)
STATE, REBELS, RIVALS = 0, 1, 2


def happen(world, *changes, week=3, **parameters):
    world.timeline[week] = changes
    world.clock.week = week
    RULE.apply(world, TimelineParameters(**parameters), KEY)


def test_nothing_happens_in_a_week_without_interventions():
    world = small_world()
    world.timeline[4] = (Funding("cut", REBELS, 0.5),)
    world.actors.external[REBELS] = 100
    happen(world, week=3)
    assert world.actors.external[REBELS] == 100


def test_a_deployment_places_all_its_fighters_where_it_may_and_the_ledger_says_so():
    world = small_world()
    weight = np.array([0.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    happen(world, Deployment("boots", STATE, 101, 5, weight, foreign=0, mobile=True))
    bands = world.bands
    assert bands.fighters[: bands.count].sum() == 101
    assert set(bands.cell[: bands.count]) == {1, 2}
    assert np.all(bands.foreign[: bands.count] == 0)
    assert world.ledger.fighters[FighterFlow.DEPLOYED, STATE] == 101


def test_fixed_troops_form_one_band_a_cell_and_foreign_ones_are_all_foreign():
    world = small_world()
    happen(world, Deployment("post", STATE, 90, 3, np.ones(6), foreign=1, mobile=False))
    bands = world.bands
    assert bands.fighters[: bands.count].tolist() == [30, 30, 30]
    assert bands.foreign[: bands.count].tolist() == [30, 30, 30]
    assert not bands.mobile[: bands.count].any()


def test_a_deployment_brings_its_share_of_foreign_fighters_and_its_constituent():
    world = small_world()
    put_constituents(world, "rebels", "north", "south")
    happen(world, volunteers())
    bands = world.bands
    assert bands.foreign[: bands.count].sum() == 30
    assert np.all(bands.constituent[: bands.count] == 1)


def volunteers():
    return Deployment("volunteers", REBELS, 100, 2, np.ones(6), 0.3, mobile=True, constituent=1)


def test_what_is_meant_for_a_constituent_finds_it_where_it_has_gone():
    world = small_world()
    put_constituents(world, "rebels", "north", "south")
    world.constituents.actor[1], world.leaders.actor[2] = RIVALS, RIVALS
    world.leaders.constituent[2] = -1
    happen(world, volunteers(), LeaderKilled("death", REBELS, constituent=1, by=STATE))
    bands = world.bands
    assert np.all(bands.owner[: bands.count] == RIVALS)
    assert np.all(bands.constituent[: bands.count] == -1)
    assert world.ledger.fighters[FighterFlow.DEPLOYED, RIVALS] == 100
    assert world.leaders.in_office.tolist() == [True, True, False]


def test_an_actor_that_had_ended_lives_again_when_fighters_come():
    world = small_world()
    put_constituents(world, "rebels", "north", "south")
    world.actors.alive[REBELS] = False
    happen(world, Withdrawal("nobody", REBELS, 1, np.ones(6)))
    assert not world.actors.alive[REBELS]
    happen(world, volunteers())
    assert world.actors.alive[REBELS]


def test_new_bands_have_keys_of_their_own():
    world = small_world()
    happen(
        world,
        Deployment("first", STATE, 60, 2, np.ones(6), foreign=0, mobile=True),
        Deployment("second", STATE, 60, 2, np.ones(6), foreign=0, mobile=True),
    )
    assert len(set(world.bands.key[: world.bands.count])) == world.bands.count


def test_a_deployment_with_no_place_on_the_map_does_not_come():
    world = small_world()
    happen(world, Deployment("boots", STATE, 50, 2, np.zeros(6), foreign=0, mobile=True))
    assert world.bands.count == 0
    assert not world.ledger.fighters.any()


def test_a_withdrawal_takes_its_exact_share_and_only_where_it_says():
    world = small_world()
    here, there = put_band(world, "rebels", 0, 31, 10), put_band(world, "rebels", 4, 40)
    other = put_band(world, "rivals", 0, 50)
    weight = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 0.0])
    happen(world, Withdrawal("out", REBELS, 0.5, weight))
    fighters = world.bands.fighters
    assert (fighters[here], fighters[there], fighters[other]) == (15, 40, 50)
    assert 4 <= world.bands.foreign[here] <= 6
    assert world.ledger.fighters[FighterFlow.WITHDRAWN, REBELS] == -16


def test_a_full_withdrawal_leaves_nobody():
    world = small_world()
    band = put_band(world, "rebels", 0, 31, 10)
    happen(world, Withdrawal("out", REBELS, 1.0, np.ones(6)))
    assert (world.bands.fighters[band], world.bands.foreign[band]) == (0, 0)


@pytest.mark.parametrize(("actor", "kept_up"), [("state", 75), ("guest", 75), ("rebels", 100)])
def test_a_state_or_guest_that_withdraws_troops_keeps_up_fewer(actor, kept_up):
    """A quarter of all goes; rebels are paid, not posted, and their pay is another matter."""
    world = small_world()
    put_band(world, actor, 0, 40)
    put_band(world, actor, 4, 40)
    a = world.actors.names.index(actor)
    world.actors.external[a] = 100
    happen(world, Withdrawal("out", a, 0.5, np.array([1.0, 1.0, 0.0, 0.0, 0.0, 0.0])))
    assert world.actors.external[a] == kept_up


def test_means_priorities_and_relations_change_as_written_and_nan_leaves_them():
    world = small_world()
    actors, pairs = world.actors, world.pairs
    actors.external[REBELS] = 200
    actors.strike_capacity[4] = 0.5
    actors.target_weight[4] = 1.0
    weights = np.array([np.nan, 0.2, 0.9, np.nan, np.nan])
    happen(
        world,
        Inflow("pulse", REBELS, 18.0, 40.0),
        Funding("cut", REBELS, 0.25),
        Targeting("shift", 4, np.nan, weights),
        StanceChange("war", (1, 2), Stance.WAR, 0.9),
    )
    assert (actors.inflow_rate[REBELS], actors.inflow_decay[REBELS]) == (18.0, 40.0)
    assert actors.external[REBELS] == 50
    assert actors.strike_capacity[4] == 0.5
    assert actors.target_weight[4].tolist() == [1.0, 0.2, 0.9, 1.0, 1.0]
    assert pairs.stance[1, 2] == pairs.stance[2, 1] == Stance.WAR
    assert pairs.hostility[1, 2] == pairs.hostility[2, 1] == 0.9


def test_an_offer_of_a_pact_is_due_that_week_and_nothing_is_agreed_yet():
    world = small_world()
    before = world.pairs.stance.copy()
    happen(world, PactOffer("hand", STATE, REBELS), week=3)
    assert world.pairs.offer_due[STATE, REBELS] == 3
    assert (world.pairs.offer_due == 3).sum() == 1
    assert np.array_equal(world.pairs.stance, before)


def test_disarray_begins_in_full_fades_and_is_not_lessened_by_a_smaller_blow():
    world = small_world()
    happen(world, Disarray("coup", STATE, 0.4), week=3, disarray_memory=0.5)
    assert world.actors.disarray[STATE] == 0.4
    happen(world, Disarray("quarrel", STATE, 0.1), week=4, disarray_memory=0.5)
    assert world.actors.disarray[STATE] == pytest.approx(0.2)
