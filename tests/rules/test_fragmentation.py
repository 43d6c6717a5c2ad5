from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx

from sim.rules.fragmentation import RULE, FragmentationParameters
from sim.vocabulary import TOPICS, Development, Stance
from sim.world.births import add_post
from tests.worlds import put_band, put_constituents, small_world

STATE, REBELS, RIVALS = range(3)
CUSTOM, ALLIANCE = TOPICS.index("tribal_custom"), TOPICS.index("state_alliance")


def umbrella(*fighters, own=0):
    """Rebels of parts with so many fighters each, in cells 0, 1 ...; `own` men of no part."""
    world = small_world(6, 2)
    world.actors.position[REBELS, CUSTOM] = 1
    world.actors.tolerance[REBELS] = 0.5
    put_constituents(world, "rebels", *(f"part{m}" for m in range(len(fighters))))
    for m, number in enumerate(fighters):
        world.bands.constituent[put_band(world, "rebels", m, number)] = m
    if own:
        put_band(world, "rebels", 5, own)
    return world


def week(world, seed=1, **parameters):
    world.begin_week()
    RULE.apply(world, FragmentationParameters(**parameters), np.uint64(seed))


def splits(world):
    log = world.developments
    return [i for i in range(log.count) if log.kind[i] == Development.SPLIT]


# --- discord ------------------------------------------------------------------------------------


def test_parts_of_one_mind_and_luck_have_no_discord():
    world = umbrella(50, 50)
    for _ in range(20):
        week(world)
    assert world.constituents.discord.tolist() == [0, 0]


def test_discord_approaches_the_distance_of_positions():
    """Opposed on one topic of six, tolerance 1/2: affinity (.3 x 6 - 1) / (.3 x 6 + 1 + 1)."""
    world = umbrella(50, 50)
    world.constituents.position[1, CUSTOM] = -1
    week(world, pace=1, by_distance=1)
    expected = 0.5 * (1 - (1.8 - 1) / (1.8 + 2))
    assert world.constituents.discord == approx([0, expected])
    week(world, pace=0.5, by_distance=0)
    assert world.constituents.discord[1] == approx(expected / 2)


def test_a_pact_with_a_state_puts_off_who_is_against_such_pacts():
    world = umbrella(50, 50)
    world.actors.position[REBELS, ALLIANCE] = -0.5
    world.constituents.position[:, ALLIANCE] = [-0.5, 0.9]
    week(world, pace=1)
    before = world.constituents.discord.copy()
    world.pairs.stance[REBELS, STATE] = world.pairs.stance[STATE, REBELS] = Stance.PACT
    week(world, pace=1)
    assert world.constituents.discord[0] > before[0]
    assert world.constituents.discord[1] < before[1]


def test_who_loses_more_than_its_part_resents_it():
    """50 of 100, then 25 of 75: its part fell from 1/2 to 1/3."""
    world = umbrella(50, 50)
    week(world)
    world.bands.fighters[0] = 25
    week(world, pace=1, by_losses=1, share_memory=1)
    assert world.constituents.discord == approx([1 / 3, 0])


def test_losses_borne_by_all_alike_divide_nobody():
    world = umbrella(50, 50)
    week(world)
    world.bands.fighters[:2] = 10
    week(world, pace=1, by_losses=1)
    assert world.constituents.discord.tolist() == [0, 0]


def test_an_empty_chair_divides_while_it_is_empty():
    world = umbrella(50, 50)
    world.leaders.in_office[0] = False
    world.leaders.vacant_until[0] = 3
    levels = []
    for _ in range(4):
        week(world, pace=1, by_vacancy=0.3, rate=0, on_death=-20)
        levels.append(world.constituents.discord[0])
    assert levels == approx([0.3, 0.3, 0, 0])


def test_a_common_enemy_unites():
    world = umbrella(50, 50)
    world.constituents.position[:, CUSTOM] = 0
    week(world, pace=1)
    calm = world.constituents.discord.copy()
    put_band(world, "state", 0, 10)
    world.pairs.hostility[REBELS, STATE] = 1
    week(world, pace=1, by_enemies=0.1)
    assert world.constituents.discord == approx(calm - [0.1, 0])


# --- falling out --------------------------------------------------------------------------------


def test_parts_leave_by_the_hazard_of_their_discord():
    left = 0
    for seed in range(250):
        world = umbrella(50, 50, own=50)
        world.constituents.discord[:] = [0.6, 0]
        week(world, seed, pace=1e-9, rate=1, steepness=10, midpoint=0.5)
        left += bool(splits(world))
    hazard = 1 / (1 + math.exp(-1)) + 1 / (1 + math.exp(5))
    assert left / 250 == approx(1 - math.exp(-hazard), abs=0.09)


def test_who_leaves_takes_its_name_positions_and_leader():
    world = umbrella(50, 40)
    world.constituents.position[1, CUSTOM] = -1
    world.constituents.discord[1] = 1
    week(world, rate=10, pace=1e-9)
    assert world.actors.names[-1] == "part1"
    assert world.actors.position[-1, CUSTOM] == -1
    assert world.bands.owner[:2].tolist() == [REBELS, 5]
    assert world.leaders.actor.tolist() == [REBELS, REBELS, 5]
    assert world.leaders.constituent.tolist() == [-1, 0, -1]
    assert world.constituents.actor.tolist() == [REBELS, 5]


@pytest.mark.parametrize(("fighters", "leave"), [((50, 20), 0), ((50, 40), 1), ((0, 50), 0)])
def test_a_part_leaves_only_if_it_can_stand_alone_and_leaves_somebody(fighters, leave):
    world = umbrella(*fighters)
    world.constituents.discord[:] = [0, 1]
    week(world, rate=10, pace=1e-9, least=30)
    assert len(splits(world)) == leave


def test_when_all_quarrel_one_stays():
    world = umbrella(50, 50, 50)
    world.constituents.discord[:] = 1
    week(world, rate=10, pace=1e-9, midpoint=0, steepness=100)
    assert len(splits(world)) == 2
    assert np.count_nonzero(world.bands.owner[:3] == REBELS) == 1


# --- the death of a leader ----------------------------------------------------------------------


def leaderless(world, cell=0):
    """The rebels' leader falls in the coming week in a cell."""
    leaders = world.leaders
    leaders.in_office[0], leaders.cell[0] = False, cell
    leaders.fell[0] = world.clock.week + 1
    leaders.vacant_until[0] = world.clock.week + 5
    return world


def plain(*cells, fighters=40):
    """Rebels without parts: a band in each of some cells."""
    world = small_world(6, 2)
    add_post(world, REBELS)
    for cell in cells:
        put_band(world, "rebels", cell, fighters)
    return world


def test_a_death_splits_by_how_far_the_men_are_from_the_leader():
    """Bands 0 and 3 cells away, reach 3 cells: mean 1/2 reach, odds -2 + 3 (1/2) / (3/2)."""
    happened = 0
    for seed in range(250):
        world = leaderless(plain(0, 3))
        world.actors.reach_km[REBELS] = 3 * world.grid.cell_km
        week(world, seed, on_death=-2, spread=3)
        happened += len(splits(world))
    assert happened / 250 == approx(1 / (1 + math.exp(1)), abs=0.09)


def test_a_death_splits_by_how_far_the_parts_are_of_different_minds():
    happened = 0
    for seed in range(250):
        world = umbrella(50, 50)
        world.constituents.position[1, CUSTOM] = -1
        week(leaderless(world), seed, rate=0, on_death=-2, heterogeneity=10, spread=0)
        happened += len(splits(world))
    mixed = 0.25 * (1 - (1.8 - 1) / (1.8 + 2))
    assert happened / 250 == approx(1 / (1 + math.exp(2 - 10 * mixed)), abs=0.09)


def test_the_farther_half_leaves_under_positions_near_the_old_ones():
    world = leaderless(plain(0, 1, 4, 5))
    world.actors.position[REBELS] = [0.9, 0.5, 0, -0.5, -0.9, 1]
    week(world, on_death=20, novelty=0.1)
    assert world.bands.owner[:4].tolist() == [REBELS, REBELS, 5, 5]
    step = world.actors.position[5] - world.actors.position[REBELS]
    assert 0 < np.abs(step).max() < 0.5
    assert np.all(np.abs(world.actors.position[5]) <= 1)
    assert world.actors.names[5] == "rebels_splinter"
    assert world.leaders.actor.tolist() == [REBELS, 5]
    assert world.leaders.in_office[1]


def test_of_parts_the_one_most_at_odds_leaves():
    world = leaderless(umbrella(50, 50, 50))
    world.constituents.discord[:] = [0.1, 0.3, 0.2]
    week(world, rate=0, on_death=20, pace=1e-9)
    assert world.actors.names[5:] == ("part1",)


def test_a_part_that_leaves_in_the_week_of_its_leaders_death_leaves_once():
    world = umbrella(50, 50)
    world.constituents.discord[1] = 1
    leaders = world.leaders
    leaders.in_office[2], leaders.fell[2], leaders.cell[2] = False, 1, 1
    week(world, rate=10, pace=1e-9, on_death=20)
    assert world.actors.names[5:] == ("part1",)


def test_a_group_too_small_for_two_does_not_split():
    world = leaderless(plain(0, 5, fighters=20))
    week(world, on_death=20, least=30)
    assert splits(world) == []


@pytest.mark.parametrize("nothing", ["earlier", "in office", "not insurgent", "gone"])
def test_only_the_death_of_an_insurgents_leader_in_this_week_splits(nothing):
    world = leaderless(plain(0, 5))
    if nothing == "earlier":
        world.leaders.fell[0] = 0
    elif nothing == "in office":
        world.leaders.in_office[0] = True
    elif nothing == "not insurgent":
        world.actors.insurgent[REBELS] = False
    else:
        world.actors.alive[REBELS] = False
    week(world, on_death=20)
    assert splits(world) == []


def test_splinters_of_splinters_have_short_names():
    world = leaderless(plain(0, 1, 4, 5))
    week(world, on_death=20)
    leaders = world.leaders
    leaders.in_office[:], leaders.fell[:], leaders.cell[:] = False, world.clock.week + 1, 4
    week(world, on_death=20)
    assert world.actors.names[5:] == ("rebels_splinter", "rebels_splinter_2", "rebels_splinter_3")
