from __future__ import annotations

import numpy as np
import pytest
from pytest import approx

from sim.vocabulary import TOPICS, Development, FighterFlow, Stance
from sim.world.secession import secede
from tests.worlds import put_band, small_world

REBELS, RIVALS = 1, 2
BORN = 5


def torn():
    """Rebels with 60 fighters in cell 0, 20 in cell 1 and 20 in cell 2, in three bands."""
    world = small_world()
    world.clock.week = 7
    for cell, fighters in [(0, 60), (1, 20), (2, 20)]:
        put_band(world, "rebels", cell, fighters)
    world.bands.constituent[:3] = 4
    return world


def split(world, rows=(1, 2), position=None):
    position = world.actors.position[REBELS] if position is None else position
    return secede(world, REBELS, np.array(rows), position, "splitters", "Splitters", 99)


def test_the_leavers_are_an_actor_at_the_end_of_the_list():
    world = torn()
    assert split(world) == BORN
    actors = world.actors
    assert (actors.names[BORN], actors.labels[BORN]) == ("splitters", "Splitters")
    assert (actors.ucdp_ids[BORN], actors.parent[BORN], actors.founded[BORN]) == (99, REBELS, 7)
    assert actors.alive[BORN] and actors.insurgent[BORN] and actors.hides[BORN]
    assert world.strategies[BORN] is world.strategies[REBELS]


def test_men_change_hands_and_the_books_balance():
    world = torn()
    split(world)
    assert world.bands.owner[:3].tolist() == [REBELS, BORN, BORN]
    assert world.bands.constituent[:3].tolist() == [4, -1, -1]
    flows = world.ledger.fighters
    assert flows[FighterFlow.DEFECTED_OUT, REBELS] == -40
    assert flows[FighterFlow.DEFECTED_IN, BORN] == 40
    assert flows.sum() == 0
    log = world.developments
    assert log.kind[0] == Development.SPLIT
    assert (log.actor[0], log.other[0], log.amount[0]) == (BORN, REBELS, 40)


@pytest.mark.parametrize("field", ["treasury", "external", "income", "ceiling", "active"])
def test_means_are_divided_by_fighters(field):
    world = torn()
    getattr(world.actors, field)[REBELS] = 50.0
    split(world)
    assert getattr(world.actors, field)[[REBELS, BORN]] == approx([30, 20])


def test_support_goes_with_the_men_of_each_cell_and_none_is_lost():
    world = torn()
    put_band(world, "rebels", 1, 60)
    world.cells.support[REBELS] = [0.4, 0.4, 0.4, 0.2, 0, 0]
    split(world)
    assert world.cells.support[BORN] == approx([0, 0.1, 0.4, 0, 0, 0])
    assert world.cells.support[REBELS] == approx([0.4, 0.3, 0, 0.2, 0, 0])
    assert world.cells.troops[[REBELS, BORN]].tolist() == [
        [60, 60, 0, 0, 0, 0],
        [0, 20, 20, 0, 0, 0],
    ]


def test_land_that_was_theirs_still_is_and_is_not_newly_entered():
    world = torn()
    world.cells.sphere[REBELS] = 0.8
    world.cells.last_present[REBELS] = 6
    split(world)
    assert world.cells.sphere[BORN].tolist() == [0, 0.8, 0.8, 0, 0, 0]
    assert world.cells.last_present[BORN, :3].tolist() == [-10_000, 6, 6]


def judged(position):
    """Splitters of a position in the eyes of two peoples, the first one of full convictions.

    The parent has no convictions: that people, tolerant by one half, has the affinity
    (1.8 - 6 x 1 x .5) / (1.8 + 6 x (1 + .5)) = -1 / 9 for it, and 1 for who thinks alike.
    """
    world = torn()
    world.groups.position[0], world.groups.tolerance[:] = 1, 0.5
    world.groups.affinity[:, REBELS] = [-1 / 9, 1]
    world.communities.natural[REBELS] = -0.3
    world.communities.loyalty[REBELS] = 0.5
    split(world, position=np.full(len(TOPICS), position))
    assert np.all(world.communities.loyalty[BORN] == 0.5)
    return world.communities.natural[BORN, :2]


def test_peoples_judge_it_like_the_parent_but_for_the_difference_in_positions():
    assert judged(0.0) == approx([-0.3, -0.3])
    assert judged(1.0)[0] == approx(-0.3 + 1 + 1 / 9)
    assert judged(1.0)[1] < -0.3


def test_parent_and_child_are_rivals_and_share_friends_and_enemies():
    world = torn()
    pairs = world.pairs
    pairs.stance[REBELS, RIVALS] = pairs.stance[RIVALS, REBELS] = Stance.WAR
    pairs.hostility[REBELS, RIVALS] = pairs.hostility[RIVALS, REBELS] = 0.9
    pairs.hostility[0, REBELS] = 1
    split(world)
    assert pairs.stance[REBELS, BORN] == pairs.stance[BORN, REBELS] == Stance.RIVALRY
    assert pairs.hostility[REBELS, BORN] == pairs.hostility[BORN, REBELS] > 0
    assert pairs.stance_since[BORN, REBELS] == 7
    assert pairs.stance[BORN, RIVALS] == pairs.stance[RIVALS, BORN] == Stance.WAR
    assert pairs.hostility[BORN, RIVALS] == pairs.hostility[RIVALS, BORN] == 0.9
    assert pairs.hostility[0, BORN] == 1
    assert pairs.affinity[REBELS, BORN] == pairs.affinity[BORN, REBELS] == 1  # both of no position


def test_what_is_remembered_of_attacks_and_losses_is_divided():
    world = torn()
    pairs = world.pairs
    pairs.attacked[RIVALS, REBELS], pairs.attacked[REBELS, REBELS] = 10, 20
    pairs.losses[REBELS, 0], pairs.losses[0, REBELS] = 5, 10
    split(world)
    both = [REBELS, BORN]
    assert pairs.attacked[RIVALS, both] == approx([6, 4])
    assert pairs.attacked[both, REBELS] == approx([12, 12])
    assert pairs.attacked[both, BORN] == approx([8, 8])
    assert pairs.losses[both, 0] == approx([3, 2])
    assert pairs.losses[0, both] == approx([6, 4])


def test_the_leavers_are_no_party_to_a_pact_of_the_parent():
    world = torn()
    pairs = world.pairs
    pairs.stance[REBELS, 0] = pairs.stance[0, REBELS] = Stance.PACT
    pairs.leaked[REBELS, 0] = pairs.leaked[0, REBELS] = 5
    pairs.guarded[0, REBELS] = 0.5
    split(world)
    assert pairs.stance[0].tolist()[REBELS] == Stance.PACT
    assert pairs.stance[0, BORN] == pairs.stance[BORN, 0] == Stance.WAR
    assert pairs.hostility[BORN, 0] == 1
    assert pairs.leaked[0, BORN] < 0
    assert pairs.guarded[0, BORN] == 0


def test_names_stay_unique():
    world = torn()
    split(world, [1])
    split(world, [2])
    assert world.actors.names[BORN:] == ("splitters", "splitters_2")
    assert world.actors.labels[BORN:] == ("Splitters", "Splitters 2")
