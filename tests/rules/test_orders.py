from __future__ import annotations

import numpy as np
import pytest

from sim.rules.orders import RULE, OrdersParameters
from sim.world.worth import expansion_worth, hunt_worth, prize
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS, MILITIA, GUEST = range(5)
REVIEW = {STATE: 8, REBELS: 5, RIVALS: 2}
"""A week in which the actor chooses anew: (week + 3 actor) is a multiple of 8."""


def week(world, actor=REBELS, **parameters):
    world.clock.week = REVIEW[actor]
    RULE.apply(world, OrdersParameters(**parameters), np.uint64(actor * 7919 + 1))


def land(width=9, height=9, fronts=3, people=1000):
    world = small_world(width, height, people=people)
    world.actors.fronts[:] = fronts
    world.actors.visibility[:] = world.actors.exposure[:] = 0.2
    world.actors.target_weight[:] = 1.0
    world.actors.reach_km[:] = 55.0 * 20
    world.actors.country[STATE] = -1
    world.pairs.hostility[STATE, REBELS] = world.pairs.hostility[REBELS, STATE] = 1.0
    return world


def put_column(world, cell):
    row = put_band(world, "state", cell)
    world.bands.mobile[row] = True


def put_rebels(world, cell):
    put_band(world, "rebels", cell)


def objectives(world):
    return world.bands.objective[: world.bands.count]


def steps(world, k, n):
    return max(
        abs(int(world.grid.x[k] - world.grid.x[n])), abs(int(world.grid.y[k] - world.grid.y[n]))
    )


# --- worth --------------------------------------------------------------------------------------


def one(value):
    return np.full((2, 1), value)


def test_worth_of_land_to_who_expands():
    """.3 * 10000/20000 + .3 * .5 rent + 3 * .2 help + .8 * (1 - 8 * .05 enemy coverage) = 1.38."""
    hostility = np.array([[0.0, 1.0], [1.0, 0.0]])
    worth = expansion_worth(
        0,
        0,
        0.3,
        0.3,
        3.0,
        0.8,
        np.array([10_000.0]),
        np.array([0.5]),
        one(0.2),
        one(0.05),
        hostility,
    )
    assert worth == pytest.approx(0.15 + 0.15 + 0.6 + 0.48)


def test_worth_of_land_to_who_hunts():
    """Known: (8 * .1 covered * (.2 + .8 * .25) seen + .5 * .3 influence) * .5 hostile = .235;
    it counts .3 + .3 * 10000/20000 + .4 * .5 access = .65.
    """
    worth = hunt_worth(
        0, 0, 0.3, np.array([10_000.0]), np.array([0.5]), one(0.25), np.array([0.2, 0.2]),
        one(0.1), one(0.3), np.array([0.0, 0.5]),
    )  # fmt: skip
    assert worth == pytest.approx(0.235 * 0.65)


def test_a_target_is_wanted_in_full_and_others_by_what_focus_leaves():
    hostility = np.array([[0.0, 0.5, 0.2], [0.5, 0.0, 0.0], [0.2, 0.0, 0.0]])
    wanted = np.empty(3)
    prize(0, -1, 0.9, hostility, np.ones((3, 3)), wanted)
    assert wanted.tolist() == [0, 0.5, 0.2]
    prize(0, 2, 0.9, hostility, np.ones((3, 3)), wanted)
    assert wanted == pytest.approx([0, 0.05, 1])


# --- who expands --------------------------------------------------------------------------------


def test_expansion_is_next_to_own_land():
    world = land()
    for cell in (10, 40, 44):
        for _ in range(10):
            put_band(world, "rebels", cell)
    week(world, committed=1)
    chosen = set(objectives(world).tolist()) - {-1}
    assert chosen
    for k in chosen:
        assert min(steps(world, k, cell) for cell in (10, 40, 44)) <= 1


def test_expansion_is_not_into_what_one_holds():
    world = land(3, 1)
    put_band(world, "rebels", 1)
    world.cells.control[:2] = REBELS
    week(world, committed=1)
    assert objectives(world).tolist() == [2]
    world.cells.control[2] = REBELS
    week(world, committed=1)
    assert objectives(world).tolist() == [-1]


def test_help_of_the_people_decides_between_cells_that_are_else_alike():
    world = land(3, 1)
    put_band(world, "rebels", 1)
    world.cells.control[1] = REBELS
    world.cells.cooperation[REBELS, 2] = 0.5
    week(world, committed=1, chance=0)
    assert objectives(world).tolist() == [2]


def test_objectives_lie_in_the_area_of_the_actor():
    for seed in range(10):
        chance = np.random.default_rng(seed)
        world = land()
        for actor, put in ((REBELS, put_rebels), (STATE, put_column)):
            world.actors.area[actor] = chance.random(world.grid.size) < 0.3
            for cell in range(0, world.grid.size, 4):
                put(world, cell)
        world.cells.coverage[:] = 0.1
        week(world, REBELS, committed=1)
        ordered = objectives(world).copy()
        week(world, STATE, committed=1)
        for actor, given in ((REBELS, ordered), (STATE, objectives(world))):
            own = given[(world.bands.owner[: world.bands.count] == actor) & (given >= 0)]
            assert len(own) > 3
            assert np.all(world.actors.area[actor, own])


def test_there_are_as_many_objectives_as_fronts_at_most_and_they_lie_apart():
    world = land()
    for cell in range(world.grid.size):
        put_band(world, "rebels", cell)
    week(world, committed=1)
    chosen = sorted(set(objectives(world).tolist()))
    assert len(chosen) == 3
    assert all(steps(world, k, n) >= 3 for k in chosen for n in chosen if k != n)


def test_bands_go_to_the_nearest_objective_and_not_beyond_twice_their_reach():
    world = land(40, 1, fronts=1)
    near, far = put_band(world, "rebels", 5), put_band(world, "rebels", 35)
    world.actors.reach_km[REBELS] = 55.0 * 4  # 4 cells
    world.cells.cooperation[REBELS, 6] = 1.0
    week(world, committed=1)
    assert objectives(world)[near] == 6
    assert objectives(world)[far] == -1


@pytest.mark.parametrize(("committed", "share"), [(0, 0.0), (0.4, 0.4), (1, 1.0)])
def test_the_committed_part_of_the_bands_is_sent(committed, share):
    world = land(3, 3)
    for _ in range(1000):
        put_band(world, "rebels", 4)
    week(world, committed=committed)
    assert np.mean(objectives(world) >= 0) == pytest.approx(share, abs=0.05)


def test_between_reviews_orders_stand():
    world = land()
    put_band(world, "rebels", 40)
    week(world, committed=1)
    before = objectives(world).tolist()
    assert before != [-1]
    world.cells.cooperation[REBELS] = np.linspace(0, 1, world.grid.size)
    for number in range(REVIEW[REBELS] + 1, REVIEW[REBELS] + 8):
        world.clock.week = number
        RULE.apply(world, OrdersParameters(committed=1), np.uint64(number))
        assert objectives(world).tolist() == before


def test_militias_and_actors_without_fronts_get_no_orders():
    world = land(fronts=0)
    put_band(world, "rebels", 40)
    world.actors.fronts[MILITIA] = 3
    put_band(world, "militia", 41)
    for number in range(8):
        world.clock.week = number
        RULE.apply(world, OrdersParameters(committed=1), np.uint64(number))
    assert objectives(world).tolist() == [-1, -1]


# --- who hunts ----------------------------------------------------------------------------------


def hunted(coverage=0.1, visibility=0.2, hostility=1.0, cooperation=0.0):
    """A state's column in a corner; rebels cover cell 60."""
    world = land()
    put_column(world, 40)
    world.cells.coverage[REBELS, 60] = coverage
    world.actors.exposure[REBELS] = visibility
    world.pairs.hostility[STATE, REBELS] = hostility
    world.cells.cooperation[STATE] = cooperation
    week(world, STATE, committed=1)
    return objectives(world).tolist()


def test_hunters_go_where_enemies_are_known():
    assert hunted() == [60]
    assert hunted(visibility=0.0, cooperation=0.3) == [60]


@pytest.mark.parametrize(
    "unknown",
    [{"coverage": 0.0}, {"visibility": 0.0}, {"hostility": 0.0}],
    ids=["nobody there", "nobody seen", "no enemy"],
)
def test_hunters_ignore_whom_they_do_not_know(unknown):
    assert hunted(**unknown) == [-1]


def test_hunters_follow_their_priorities():
    world = land()
    put_column(world, 40)
    world.actors.fronts[STATE] = 1
    world.pairs.hostility[STATE, RIVALS] = 1.0
    world.cells.coverage[REBELS, 60] = world.cells.coverage[RIVALS, 20] = 0.1
    world.actors.target_weight[STATE, REBELS] = 0.1
    week(world, STATE, committed=1)
    assert objectives(world).tolist() == [20]
