from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from sim.rules.claims import RULE, ClaimsParameters, accuracy, exaggeration, told
from sim.vocabulary import Kind
from tests.worlds import put_band, put_event, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)

counts = st.integers(0, 10_000)
chances = st.floats(0, 1, exclude_max=True)


def spoken(world, key=1, **parameters):
    """Claims of a week as rows (claimant, event, kind, side a, side b, cell, dead)."""
    world.claims.count = 0
    RULE.apply(world, ClaimsParameters(**parameters), np.uint64(key))
    said = world.claims
    columns = (
        said.claimant, said.event, said.kind, said.side_a, said.side_b, said.cell, said.deaths_a,
        said.deaths_b, said.deaths_civilians,
    )  # fmt: skip
    rows = zip(*(column[: said.count].tolist() for column in columns), strict=True)
    return [(*row[:6], row[6:]) for row in rows]


def with_outlet(actor, reporting=1.0, inflation=1.0, candour=1.0, world=None):
    world = world or small_world()
    world.actors.reporting[actor] = reporting
    world.actors.inflation[actor] = inflation
    world.actors.candour[actor] = candour
    return world


def fights(world, number, deaths=(3, 5, 2), victim="state"):
    for _ in range(number):
        put_event(world, Kind.BATTLE, "rebels", victim, 0, deaths)


# --- what is said -------------------------------------------------------------------------------


def test_an_outlet_that_reports_all_admits_all_and_adds_nothing_tells_the_truth():
    world = with_outlet(REBELS)
    put_event(world, Kind.BATTLE, "rebels", "state", 0, (1, 2, 3))
    put_event(world, Kind.AMBUSH, "rivals", "rebels", 1, (4, 0, 5))
    put_event(world, Kind.STRIKE, "guest", "rebels", 2, (0, 7, 8))
    put_event(world, Kind.ATTACK_ON_CIVILIANS, "rebels", None, 3, (0, 0, 9))
    assert spoken(world, own_attacks=1, disguise=1, spread=2) == [
        (REBELS, 0, Kind.BATTLE, REBELS, STATE, 0, (1, 2, 3)),
        (REBELS, 1, Kind.AMBUSH, RIVALS, REBELS, 1, (4, 0, 5)),
        (REBELS, 2, Kind.STRIKE, GUEST, REBELS, 2, (0, 7, 8)),
        (REBELS, 3, Kind.ATTACK_ON_CIVILIANS, REBELS, -1, 3, (0, 0, 9)),
    ]


def test_both_sides_tell_of_one_event_and_nobody_of_events_of_others():
    world = with_outlet(STATE, world=with_outlet(REBELS))
    with_outlet(GUEST, world=world)
    fights(world, 1)
    assert [row[:2] for row in spoken(world)] == [(REBELS, 0), (STATE, 0)]


def test_without_an_outlet_or_an_event_nothing_is_said():
    world = small_world()
    fights(world, 3)
    assert spoken(world) == []
    assert spoken(with_outlet(REBELS, reporting=2)) == []


def test_the_dead_say_nothing():
    world = with_outlet(REBELS)
    world.actors.alive[REBELS] = False
    fights(world, 3)
    assert spoken(world) == []


def test_reporting_is_the_share_of_own_events_that_are_told():
    world = with_outlet(REBELS, reporting=0.3)
    fights(world, 1000)
    assert len(spoken(world)) / 1000 == approx(0.3, abs=0.04)


def test_own_attacks_on_civilians_are_told_far_less_often():
    world = with_outlet(REBELS)
    for _ in range(1000):
        put_event(world, Kind.ATTACK_ON_CIVILIANS, "rebels", None, 0, (0, 0, 9))
    assert len(spoken(world, own_attacks=0.1)) / 1000 == approx(0.1, abs=0.03)


def test_enemy_dead_are_inflated_around_the_median_and_own_dead_told_by_candour():
    world = with_outlet(REBELS, inflation=3, candour=0.25)
    fights(world, 1000, (10, 10, 0))
    own, enemy, _ = np.array([row[-1] for row in spoken(world, spread=0.5)]).T
    assert own.mean() == approx(2.5, abs=0.1)
    assert np.median(enemy) == approx(30, abs=2)
    assert np.std(np.log(enemy)) == approx(0.5 * np.log(3), rel=0.08)


@given(counts, chances)
def test_a_count_told_in_full_is_itself(dead, u):
    assert told(dead, 1.0, u) == dead
    assert told(dead, 0.0, u) == 0


@given(st.floats(0, 3), chances)
def test_who_does_not_inflate_does_not_vary(spread, u):
    assert exaggeration(1.0, spread, u) == 1.0


def test_fighters_killed_by_a_strike_may_be_told_as_civilians():
    world = with_outlet(REBELS, candour=0)
    put_event(world, Kind.STRIKE, "guest", "rebels", 0, (0, 7, 1))
    assert spoken(world, disguise=1)[0][-1] == (0, 0, 8)
    assert spoken(world, disguise=0)[0][-1] == (0, 0, 1)


def test_civilians_killed_by_the_enemy_are_told_in_full_own_victims_by_candour():
    world = with_outlet(REBELS, candour=0)
    put_event(world, Kind.BATTLE, "state", "rebels", 0, (0, 0, 4))
    put_event(world, Kind.BATTLE, "rebels", "state", 0, (0, 0, 4))
    assert [row[-1][2] for row in spoken(world)] == [4, 0]


# --- inventions ---------------------------------------------------------------------------------


def test_reporting_beyond_one_invents_so_many_battles_for_each_own_event():
    world = with_outlet(REBELS, reporting=1.4)
    world.pairs.hostility[REBELS, STATE] = 1
    put_band(world, "rebels", 0)
    put_band(world, "state", 1)
    fights(world, 1000)
    said = spoken(world, invented=3)
    invented = [row for row in said if row[1] == -1]
    assert len(said) - len(invented) == 1000
    assert len(invented) / 1000 == approx(0.4, abs=0.04)
    assert set(invented) == {(REBELS, -1, Kind.BATTLE, REBELS, STATE, 0, (0, 3, 0))}


def test_an_invented_battle_is_where_the_outlet_has_fighters_with_the_strongest_enemy_near():
    """Six cells in two rows of three; from cell 0 the cells 2 and 5 are out of reach."""
    world = with_outlet(REBELS, reporting=2)
    world.pairs.hostility[REBELS, [STATE, RIVALS, GUEST]] = 1
    put_band(world, "rebels", 0, 5)
    put_band(world, "state", 4, 30)
    put_band(world, "rivals", 3, 20)
    put_band(world, "rivals", 1, 20)
    put_band(world, "guest", 2, 90)
    put_band(world, "militia", 0, 90)  # no enemy
    fights(world, 1)
    _, invented = spoken(world)
    assert invented[:6] == (REBELS, -1, Kind.BATTLE, REBELS, RIVALS, 0)


@pytest.mark.parametrize("absent", ["rebels", "state"])
def test_nothing_is_invented_where_there_are_no_fighters_or_no_enemies(absent):
    world = with_outlet(REBELS, reporting=3)
    world.pairs.hostility[REBELS, STATE] = 1
    put_band(world, "rivals" if absent == "rebels" else "rebels", 0)
    put_band(world, "rivals" if absent == "state" else "state", 0)
    fights(world, 5)
    assert all(row[1] >= 0 for row in spoken(world))


# --- draws --------------------------------------------------------------------------------------


def test_one_more_event_elsewhere_and_one_more_outlet_leave_what_is_said_alone():
    def said(more):
        world = with_outlet(REBELS, reporting=0.5, inflation=3, candour=0.5)
        if more:
            with_outlet(STATE, world=world)
            put_event(world, Kind.BATTLE, "rivals", "state", 1, (3, 3, 3))
        fights(world, 50)
        rows = [row for row in spoken(world) if row[0] == REBELS]
        return [(row[1] - more, *row[2:]) for row in rows]

    assert said(more=0) == said(more=1)


# --- trust --------------------------------------------------------------------------------------


def test_accuracy_compares_all_the_dead():
    assert accuracy(1, 2, 3, 1, 2, 3) == 1
    assert accuracy(0, 0, 0, 0, 0, 0) == 1
    assert accuracy(0, 8, 0, 2, 4, 0) == (4 + 1) / (8 + 2 + 1)  # the sums alone are closer
    assert accuracy(0, 0, 6, 0, 6, 0) == 1 / 13  # fighters told as civilians


@given(counts, counts, counts, counts, counts, counts)
def test_accuracy_is_a_share_and_knows_no_direction(a, b, c, d, e, f):
    right = accuracy(a, b, c, d, e, f)
    assert 0 < right <= 1
    assert right == accuracy(d, e, f, a, b, c)
    assert (right == 1) == ((a, b, c) == (d, e, f))


def trust_after(weeks, world, start=0.5, victim="state", **parameters):
    world.pairs.trust[:] = start
    for _ in range(weeks):
        world.begin_week()
        fights(world, 1, victim=victim)
        RULE.apply(world, ClaimsParameters(**parameters), np.uint64(world.clock.week))
    return world.pairs.trust


def test_trust_in_who_tells_the_truth_goes_to_one():
    trust = trust_after(200, with_outlet(REBELS), start=0, pace=0.05)
    assert trust[STATE, REBELS] == approx(1 - 0.95**200)
    assert trust[STATE, REBELS] > 0.999


def test_trust_in_who_exaggerates_settles_where_its_accuracy_is():
    """Dead 3, 5 and 2 told as 0, 15 and 0: 5 + 1 of 3 + 15 + 2 + 1."""
    world = with_outlet(REBELS, inflation=3, candour=0)
    trust = trust_after(300, world, spread=0)
    assert trust[STATE, REBELS] == approx(6 / 21, abs=1e-6)


def test_trust_in_an_inventor_falls():
    def settled(reporting):
        world = with_outlet(REBELS, reporting)
        world.pairs.hostility[REBELS, STATE] = 1
        put_band(world, "rebels", 0)
        put_band(world, "state", 0)
        return trust_after(300, world)[STATE, REBELS]

    assert settled(1) > 0.99
    assert settled(2) == approx(0.5, abs=0.05)  # every second claim is invented


def test_only_who_took_part_or_is_there_can_judge():
    world = with_outlet(REBELS)
    put_band(world, "rivals", 0)
    put_band(world, "militia", 1)
    trust = trust_after(1, world)
    moved = np.argwhere(trust != 0.5).tolist()
    assert moved == [[STATE, REBELS], [RIVALS, REBELS]]


# --- insult -------------------------------------------------------------------------------------


def test_a_group_resents_what_a_rival_boasts_of_its_dead():
    world = with_outlet(REBELS, inflation=2)
    trust_after(1, world, victim="rivals", insult=0.01, spread=0)
    assert world.pairs.grievance[RIVALS, REBELS] == approx(10 * 0.01)
    assert np.count_nonzero(world.pairs.grievance) == 1


def test_a_state_is_not_insulted():
    world = with_outlet(REBELS)
    trust_after(1, world, victim="state", insult=0.01)
    assert not world.pairs.grievance.any()


def test_grievance_by_insults_has_an_end():
    world = with_outlet(REBELS)
    trust_after(9, world, victim="rivals", insult=1)
    assert world.pairs.grievance[RIVALS, REBELS] == 4
