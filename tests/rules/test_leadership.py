from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx

from sim.rules.leadership import RULE, LeadershipParameters, strikes_on, within_reach
from sim.vocabulary import Development, Stance
from sim.world.births import add_post
from sim.world.leaders import Leaders
from tests.worlds import put_band, put_constituents, small_world

KEY = np.uint64(11)
STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)


def led(posts=1, fighters=100):
    """Rebels in cell 1 with so many leaders of the whole, all of them there."""
    world = small_world()
    put_band(world, "rebels", 1, fighters)
    add_post(world, REBELS)
    row = {name: np.repeat(getattr(world.leaders, name), posts) for name in ARRAYS}
    world.leaders = Leaders(**row, names=("",) * posts)
    return world


ARRAYS = [name for name in Leaders.__dataclass_fields__ if name != "names"]


def week(world, **parameters):
    world.begin_week()
    RULE.apply(world, LeadershipParameters(**parameters), KEY)
    return world.leaders


def hunted(world, tips=1.0, coverage=0.0, strikes=0.0, hostility=1.0):
    """A guest hunts the rebels' leaders."""
    world.pairs.hostility[GUEST, REBELS] = hostility
    world.cells.cooperation[GUEST] = tips
    world.cells.coverage[GUEST] = coverage
    world.actors.strike_capacity[GUEST] = strikes
    world.actors.target_weight[:] = 1
    return world


def notes(world, kind):
    log = world.developments
    return [row for row in range(log.count) if log.kind[row] == kind]


# --- hunts and plots ----------------------------------------------------------------------------


def test_a_hunter_gets_at_a_leader_on_the_ground_or_from_the_air():
    assert within_reach(0.0, 0.0) == 0
    assert within_reach(1.0, 0.0) == 1
    assert within_reach(0.0, 2.0) == approx(1 - math.exp(-2))
    assert within_reach(0.5, 1.0) == approx(1 - 0.5 * math.exp(-1))


def test_strikes_follow_priorities_times_hostility():
    """6 strikes; weights 0.9 and 0.1 at hostility 1, a third target at hostility 0."""
    weight, hostility = np.zeros((4, 4)), np.zeros((4, 4))
    weight[0], hostility[0] = [0, 0.9, 0.1, 5], [0, 1, 1, 0]
    alive = np.ones(4, np.bool_)
    assert strikes_on(0, 1, alive, 6.0, weight, hostility) == approx(5.4)
    assert strikes_on(0, 3, alive, 6.0, weight, hostility) == 0
    alive[1] = False
    assert strikes_on(0, 2, alive, 6.0, weight, hostility) == approx(6)


@pytest.mark.parametrize(
    ("tips", "coverage", "strikes"), [(1, 0.5, 0), (0.5, 1, 0), (0.2, 0, 1), (0.3, 0.2, 0.4)]
)
def test_leaders_fall_by_tips_times_reach(tips, coverage, strikes):
    world = hunted(led(4000), tips, coverage, strikes)
    leaders = week(world, hunt=0.5)
    expected = 1 - math.exp(-0.5 * tips * within_reach(coverage, strikes))
    assert np.mean(~leaders.in_office) == approx(expected, abs=0.03)
    assert set(leaders.killer[~leaders.in_office]) == {GUEST}


def test_denunciation_counts_like_cooperation():
    world = hunted(led(4000), tips=0.0, coverage=1.0)
    world.cells.denunciation[GUEST] = 0.4
    assert np.mean(~week(world, hunt=1).in_office) == approx(1 - math.exp(-0.4), abs=0.03)


@pytest.mark.parametrize(
    "spared",
    [
        {"tips": 0.0, "coverage": 1, "strikes": 9},
        {"coverage": 0.0, "strikes": 0.0},
        {"coverage": 1.0, "hostility": 0.0},
    ],
)
def test_nobody_falls_without_tips_reach_or_hostility(spared):
    assert week(hunted(led(200), **spared), hunt=10).in_office.all()


@pytest.mark.parametrize("spared", ["gone", "unmanned", "outside the area"])
def test_who_is_gone_leads_nobody_or_is_out_of_range_is_safe(spared):
    world = hunted(led(200), strikes=9)
    if spared == "gone":
        world.actors.alive[REBELS] = False
    elif spared == "unmanned":
        world.bands.fighters[:] = 0
    else:
        world.actors.area[GUEST, 1] = False
    assert week(world, hunt=10).in_office.all()


@pytest.mark.parametrize(
    ("stance", "collusion", "motive"),
    [(Stance.WAR, -20, 1), (Stance.RIVALRY, 0, 0.5), (Stance.RIVALRY, -20, 0)],
)
def test_rivals_plot_at_war_or_where_they_believe_in_treason(stance, collusion, motive):
    """Hostility 0.8 counts by its square, within a presence of one half."""
    world = led(4000)
    world.pairs.hostility[RIVALS, REBELS] = 0.8
    world.pairs.stance[RIVALS, REBELS] = stance
    world.pairs.collusion[RIVALS, REBELS] = collusion
    world.cells.presence[RIVALS, 1] = 0.5
    leaders = week(world, plot=2)
    expected = 1 - math.exp(-2 * 0.64 * motive * 0.5)
    assert np.mean(~leaders.in_office) == approx(expected, abs=0.03)
    assert set(leaders.killer[~leaders.in_office]) <= {RIVALS}


def test_plots_need_reach_and_militias_do_not_plot():
    world = led(200)
    world.pairs.hostility[:, REBELS] = 1
    world.pairs.stance[:] = Stance.WAR
    world.cells.presence[RIVALS, [0, 2, 3, 4, 5]] = 1
    world.cells.presence[MILITIA] = 1
    assert week(world, plot=10).in_office.all()


# --- where leaders are --------------------------------------------------------------------------


def test_a_leader_is_with_the_largest_band_and_moves_now_and_then():
    world = led()
    put_band(world, "rebels", 4, 200)
    put_band(world, "rivals", 5, 900)
    assert week(world, relocation=8).cell.tolist() == [4]
    world.bands.fighters[1] = 10
    cells = [int(week(world, relocation=8).cell[0]) for _ in range(8)]
    assert cells == [4, 4, 4, 4, 4, 4, 1, 1]


def test_a_leader_with_a_base_stays_there_and_leads_his_part_alone():
    world = with_constituents()
    put_band(world, "rebels", 2, 900)
    leaders = week(world)
    assert leaders.cell.tolist() == [2, 5, 3]


def with_constituents():
    """Rebels of 75 and 25 fighters in two parts; the first has its base in cell 5."""
    world = small_world()
    put_constituents(world, "rebels", "one", "two")
    world.constituents.base[0] = 5
    for part, cell, fighters in [(0, 2, 75), (1, 3, 25)]:
        world.bands.constituent[put_band(world, "rebels", cell, fighters)] = part
    world.leaders.cell[1] = 5
    return world


# --- what a death does --------------------------------------------------------------------------


def test_a_succession_takes_two_to_twelve_weeks_each_as_likely():
    world = hunted(led(5500), coverage=1.0)
    leaders = week(world, hunt=10)
    fallen = ~leaders.in_office
    assert np.count_nonzero(fallen) > 5400
    weeks, counts = np.unique(leaders.vacant_until[fallen] - 1, return_counts=True)
    assert weeks.tolist() == list(range(2, 13))
    assert counts == approx(np.full(11, 500), abs=100)


def test_the_successor_is_the_next_in_number_and_the_vacancy_is_told():
    world = hunted(led(), coverage=1.0)
    week(world, hunt=10)
    assert notes(world, Development.LEADER_KILLED) == [0]
    assert world.developments.other[0] == GUEST
    due = int(world.leaders.vacant_until[0])
    while world.clock.week < due:
        assert not world.leaders.in_office[0]
        week(world, hunt=0)
    assert world.leaders.in_office[0]
    assert (world.leaders.number[0], world.leaders.since[0]) == (2, due)
    assert notes(world, Development.LEADER_SUCCEEDED) == [0]
    assert world.developments.amount[0] == due - 1


def test_an_actor_that_is_gone_gets_no_successor():
    world = led()
    world.leaders.in_office[0] = False
    world.actors.alive[REBELS] = False
    week(world)
    assert not world.leaders.in_office[0]


def test_a_death_costs_a_tenth_to_four_tenths_of_cohesion():
    shocks = []
    for number in range(40):
        world = hunted(led(), coverage=1.0)
        world.begin_week()
        RULE.apply(world, LeadershipParameters(hunt=10), np.uint64(number))
        shocks.append(world.actors.disarray[REBELS])
    assert 0.1 <= min(shocks) < 0.15
    assert 0.35 < max(shocks) <= 0.4


def test_a_constituents_leader_counts_by_his_part_of_the_men():
    """75 and 25 of 100 fighters: with a shock of exactly 0.4, 0.3 and 0.1."""
    for part, expected in [(0, 0.3), (1, 0.1)]:
        world = with_constituents()
        world.clock.week = 3
        world.leaders.in_office[1 + part] = False
        world.leaders.fell[1 + part] = world.leaders.vacant_until[1 + part] = 4
        week(world, disarray_least=0.4, disarray_most=0.4)
        assert world.actors.disarray[REBELS] == approx(expected)


def test_a_death_by_the_scenario_has_the_same_consequences_and_is_told_as_such():
    world = led()
    world.leaders.in_office[0] = False
    world.leaders.fell[0] = world.leaders.vacant_until[0] = 1
    world.leaders.killer[0] = GUEST
    week(world)
    row = notes(world, Development.LEADER_KILLED)[0]
    assert (world.developments.other[row], world.developments.amount[row]) == (GUEST, 1)
    assert world.actors.disarray[REBELS] >= 0.1
    assert 3 <= world.leaders.vacant_until[0] <= 13
