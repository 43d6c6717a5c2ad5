from __future__ import annotations

import numpy as np
import pytest
from pytest import approx

from sim.rules import foreign_inflow
from sim.rules.border_guard import RULE, BorderGuardParameters
from sim.vocabulary import FighterFlow, Stance
from sim.world.stances import set_relation
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)


def border_land(guards=(1, 2)):
    """Six cells in a row: 0-1 Mali alone, 2-5 on its border, of them 4-5 in Burkina Faso.

    The state has a pact with rebels in the cells `guards`; the rivals are their enemies.
    """
    world = small_world(6, 1)
    world.grid.country[4:] = 1
    world.grid.border_pairs = ("BFA-MLI",)
    world.grid.border[2:] = 0
    set_relation(world.pairs, STATE, REBELS, Stance.PACT, 0.0, 0)
    set_relation(world.pairs, REBELS, RIVALS, Stance.RIVALRY, 0.15, 0)
    for cell in guards:
        put_band(world, "rebels", cell)
    put_band(world, "rivals", 0)
    return world


def watch(world, guard=0.8):
    RULE.apply(world, BorderGuardParameters(guard=guard), np.uint64(1))
    return world.actors.transit


def test_who_guards_one_border_cell_of_four_turns_back_a_fifth_of_its_enemies_fighters():
    """0.8 of a quarter."""
    world = border_land(guards=(1, 2))
    assert watch(world, guard=0.8)[[REBELS, RIVALS]].tolist() == [1, 0.8]
    assert world.pairs.guarded[STATE, REBELS] == 0.25


def test_both_sides_of_the_border_count_and_a_cell_counts_once():
    world = border_land(guards=(2, 2, 3, 4, 5))
    assert watch(world, guard=1)[RIVALS] == 0


def test_so_many_fewer_arrive():
    """Of 10 a week, 0.6 = 1 - 0.8 / 2 pass."""
    world = border_land(guards=(2, 5))
    watch(world)
    world.actors.inflow_rate[RIVALS], world.actors.inflow_decay[RIVALS] = 10, 1e9
    for number in range(500):
        parameters = foreign_inflow.ForeignInflowParameters()
        foreign_inflow.RULE.apply(world, parameters, np.uint64(number))
    arrived = world.ledger.fighters[FighterFlow.FOREIGN_ARRIVAL, RIVALS]
    assert arrived / 500 == approx(6, abs=0.4)


def test_of_two_guards_the_one_that_lets_fewest_through_counts():
    states, groups = dict.fromkeys("ab", "state_forces"), dict.fromkeys("cd", "rebel_group")
    world = small_world(6, 1, actors=states | groups)
    world.actors.country[:2] = 0, 1
    world.grid.border_pairs = ("BFA-MLI", "MLI-NER")
    world.grid.border[:] = [1, 1, 0, 0, -1, -1]
    for s in (0, 1):
        set_relation(world.pairs, s, 2, Stance.PACT, 0.0, 0)
    set_relation(world.pairs, 2, 3, Stance.WAR, 1.0, 0)
    put_band(world, "c", 2)
    assert watch(world, guard=1)[3] == 0.5
    assert world.pairs.guarded[:2, 2].tolist() == [0.25, 0.5]


@pytest.mark.parametrize("reason", ["pact", "band", "enmity", "border", "country", "life"])
def test_everybody_passes_without(reason):
    world = border_land(guards=() if reason == "band" else (2, 3))
    if reason == "pact":
        set_relation(world.pairs, STATE, REBELS, Stance.TRUCE, 0.05, 0)
    elif reason == "enmity":
        set_relation(world.pairs, REBELS, RIVALS, Stance.NEUTRAL, 0.0, 0)
    elif reason == "border":
        world.grid.border[:] = -1
    elif reason == "country":
        world.actors.country[STATE] = -1
    elif reason == "life":
        world.actors.alive[REBELS] = False
    assert watch(world).tolist() == [1] * 5


def test_a_border_is_open_again_when_the_pact_ends():
    world = border_land()
    assert watch(world)[RIVALS] < 1
    set_relation(world.pairs, STATE, REBELS, Stance.WAR, 1.0, 1)
    assert watch(world)[RIVALS] == 1
    assert not world.pairs.guarded.any()
