from __future__ import annotations

import numpy as np

from sim.vocabulary import FighterFlow, PeopleFlow
from sim.world.births import add_post
from sim.world.endings import close, go_home, go_over
from tests.worlds import put_band, small_world

REBELS, RIVALS = 1, 2
KEY = np.uint64(3)


def test_bands_that_go_over_take_their_men_and_drop_their_orders():
    world = small_world()
    rows = [put_band(world, "rebels", 0, 30), put_band(world, "rebels", 1, 12)]
    put_band(world, "rebels", 1, 5)
    world.bands.constituent[rows] = 2
    world.bands.objective[rows] = 4
    assert go_over(world, np.array(rows), RIVALS) == 42
    assert world.bands.owner[:3].tolist() == [RIVALS, RIVALS, REBELS]
    assert (
        world.bands.constituent[rows].tolist() == world.bands.objective[rows].tolist() == [-1, -1]
    )
    assert world.ledger.fighters[FighterFlow.DEFECTED_OUT, REBELS] == -42
    assert world.ledger.fighters[FighterFlow.DEFECTED_IN, RIVALS] == 42


def test_who_goes_home_is_among_his_people_again_and_foreigners_leave():
    world = small_world()
    put_band(world, "rebels", 3, 30, foreign=10)
    put_band(world, "rivals", 3, 7)
    people = int(world.communities.people.sum())
    assert go_home(world, REBELS, KEY) == 30
    assert world.bands.fighters[:2].tolist() == [0, 7]
    assert int(world.communities.people.sum()) == people + 20
    assert world.ledger.people[PeopleFlow.RETURNED_FROM_ARMS].sum() == 20
    assert world.ledger.fighters[FighterFlow.QUIT, REBELS] == -20
    assert world.ledger.fighters[FighterFlow.LEFT_THE_MAP, REBELS] == -10


def test_an_actor_that_ends_has_no_means_no_support_and_no_leader():
    world = small_world()
    post = add_post(world, REBELS)
    world.actors.treasury[REBELS] = world.actors.external[REBELS] = 100
    world.cells.support[REBELS] = world.cells.influence[REBELS] = 0.5
    world.pairs.hostility[REBELS, RIVALS] = 0.7
    close(world, REBELS)
    assert not world.actors.alive[REBELS]
    assert world.actors.treasury[REBELS] == world.actors.external[REBELS] == 0
    assert not world.cells.support[REBELS].any()
    assert not world.cells.influence[REBELS].any()
    assert not world.leaders.in_office[post]
    assert world.pairs.hostility[REBELS, RIVALS] == 0.7  # on record


def test_an_heir_takes_over_treasury_and_support():
    world = small_world()
    world.actors.treasury[[REBELS, RIVALS]] = [100, 10]
    world.cells.support[REBELS, :3], world.cells.support[RIVALS, :3] = [0.5, 0.2, 0.8], 0.4
    close(world, REBELS, heir=RIVALS)
    assert world.actors.treasury[RIVALS] == 110
    np.testing.assert_allclose(world.cells.support[RIVALS], [0.9, 0.6, 1, 0, 0, 0])
