from __future__ import annotations

import numpy as np
import pytest

from sim.record.outputs import beliefs as beliefs_table
from sim.record.recorder import Recorder
from sim.rules import beliefs
from sim.rules.accusations import RULE, AccusationsParameters
from sim.vocabulary import Development, Kind, Stance
from tests.state import state
from tests.worlds import put_band, put_event, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)


def week(world, *strikes, **parameters):
    """One week in which the guest strikes each of the named, who then believe and accuse."""
    world.begin_week()
    for name in strikes:
        put_event(world, Kind.STRIKE, "guest", name, 0)
    beliefs.RULE.apply(world, beliefs.BeliefsParameters(), np.uint64(1))
    RULE.apply(world, AccusationsParameters(**parameters), np.uint64(1))
    return world.pairs


def suspicious(affinity=-0.5, belief=3.0):
    """The rivals believe in a deal of the rebels."""
    world = small_world()
    world.pairs.affinity[RIVALS, REBELS] = affinity
    world.pairs.collusion[RIVALS, REBELS] = belief
    return world


def accuse(world, **parameters):
    """One week in which beliefs stay what they are."""
    world.begin_week()
    RULE.apply(world, AccusationsParameters(**parameters), np.uint64(1))
    return world.pairs


def test_an_accusation_is_a_step_of_grievance_in_the_accuser_and_a_smaller_one_in_the_accused():
    pairs = accuse(suspicious(), resentment=1.5, offence=0.5)
    assert pairs.accused[RIVALS, REBELS] == 1
    assert pairs.grievance[RIVALS, REBELS] == 1.5
    assert pairs.grievance[REBELS, RIVALS] == 0.5
    assert np.count_nonzero(pairs.grievance) == 2


def test_an_accusation_is_a_development_with_the_log_odds_of_the_accuser():
    world = suspicious(belief=3.25)
    accuse(world)
    told = world.developments
    row = (told.kind[0], told.actor[0], told.other[0], told.post[0], told.amount[0])
    assert told.count == 1
    assert row == (Development.ACCUSATION, RIVALS, REBELS, -1, 3.25)


@pytest.mark.parametrize(("belief", "accused"), [(1.99, False), (2, True)])
def test_only_who_is_sure_accuses(belief, accused):
    pairs = accuse(suspicious(belief=belief), at=2)
    assert (pairs.accused[RIVALS, REBELS] == 1) == accused


@pytest.mark.parametrize(("affinity", "accused"), [(-0.01, True), (0, False), (0.5, False)])
def test_who_is_of_one_mind_with_the_other_says_nothing(affinity, accused):
    pairs = accuse(suspicious(affinity))
    assert (pairs.accused[RIVALS, REBELS] == 1) == accused


def test_accusations_keep_their_distance():
    world = suspicious()
    weeks = [int(accuse(world).accused[RIVALS, REBELS]) for _ in range(60)]
    assert sorted(set(weeks)) == [1, 27, 53]


def test_grievance_by_accusations_has_an_end():
    world = suspicious()
    for _ in range(9):
        pairs = accuse(world, gap=1, resentment=1, offence=1)
    assert pairs.grievance[RIVALS, REBELS] == pairs.grievance[REBELS, RIVALS] == 4


@pytest.mark.parametrize("gone", [REBELS, RIVALS])
def test_the_dead_neither_accuse_nor_are_accused(gone):
    world = suspicious()
    world.actors.alive[gone] = False
    assert not accuse(world).grievance.any()


def test_only_insurgent_groups_accuse_and_are_accused():
    world = small_world()
    world.pairs.affinity[:], world.pairs.collusion[:] = -1, 10
    accuse(world)
    named = world.developments.actor[: world.developments.count]
    assert named.tolist() == [REBELS, RIVALS]


def test_the_truth_is_never_looked_at():
    def accused(stance):
        world = suspicious()
        world.pairs.stance[:] = stance
        accuse(world)
        return state(world)

    worlds = [accused(stance) for stance in (Stance.WAR, Stance.PACT)]
    for name in ("pairs.accused", "pairs.grievance", "developments.amount"):
        assert np.array_equal(worlds[0][name], worlds[1][name]), name
    assert not any("stance" in name for name in (*RULE.reads, *RULE.writes))


def test_the_innocent_can_be_accused_and_the_table_tells_that_it_was_false():
    """Nobody has a deal; the guest turns on the rivals after it had struck both alike."""
    world = small_world()
    put_band(world, "rivals", 0)
    world.pairs.stance[:] = Stance.WAR
    world.pairs.affinity[RIVALS, REBELS] = -0.5
    recorder = Recorder([(beliefs_table.OUTPUT, 1)])
    for _ in range(50):
        week(world, "rivals", "rebels")
    assert world.pairs.accused[RIVALS, REBELS] < 0
    for _ in range(20):
        week(world, "rivals", "rivals")
        recorder.note(world)
    table = recorder.tables(world)["beliefs"]
    false = (table["accusation"] == 1) & (table["true_pact"] == 0)
    assert [table["observer"][row] for row in np.flatnonzero(false)] == ["rivals"]
    wrong = (table["believed"] == 1) & (table["true_pact"] == 0)
    assert {table["observer"][row] for row in np.flatnonzero(wrong)} == {"rivals"}
    assert np.count_nonzero(wrong) > 5
