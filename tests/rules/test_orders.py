from __future__ import annotations

import numpy as np
import pytest

from sim.rules.orders import RULE, OrdersParameters
from sim.vocabulary import Stance
from sim.world.strategy import Intent, Strategy
from sim.world.worth import prize, rate_guard, rate_hunt, rate_land
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
    worth = np.empty(1)
    rate_land(
        0, 0.3, 0.3, 3.0, 0.8, np.array([10_000.0]), np.array([0.5]), one(0.2), one(0.05),
        np.array([1]), hostility, worth,
    )  # fmt: skip
    assert worth == pytest.approx([0.15 + 0.15 + 0.6 + 0.48])


def test_worth_of_land_to_who_hunts():
    """Known: (8 * .1 covered * (.2 + .8 * .25) seen + .5 * .3 influence) * .5 hostile = .235;
    it counts .3 + .3 * 10000/20000 + .4 * .5 access = .65.
    """
    worth = np.empty(1)
    rate_hunt(
        0, 0.3, np.array([10_000.0]), np.array([0.5]), one(0.25), np.array([0.2, 0.2]),
        one(0.1), one(0.3), np.array([1]), np.array([0.0, 0.5]), worth,
    )  # fmt: skip
    assert worth == pytest.approx([0.235 * 0.65])


def test_a_border_cell_is_worth_the_more_to_its_guards_the_nearer_they_are():
    x, y = np.array([0, 1, 2, 3], np.int32), np.zeros(4, np.int32)
    guarded, worth = np.array([True, False, True, True]), np.empty(4)
    rate_guard(0, guarded, x, y, np.array([[5, 0, 0, 0]]), worth)
    assert worth == pytest.approx([1, 0, 1 / 3, 1 / 4])
    rate_guard(0, guarded, x, y, np.array([[0, 0, 0, 0]]), worth)
    assert worth.tolist() == [0, 0, 0, 0]


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


# --- intents ------------------------------------------------------------------------------------


def follow(world, actor, **intent):
    """Let an actor follow a strategy that always wants the same."""
    world.strategies[actor] = Strategy("test", "A test.", "test", lambda s: Intent(**intent))


def test_an_intent_is_kept():
    world = land()
    put_rebels(world, 40)
    follow(world, REBELS, expand=1, hunt=0.5, hold=0.2, guard=0.1, target=RIVALS, terms=STATE)
    week(world)
    actors = world.actors
    assert actors.task[REBELS].tolist() == [1, 0.5, 0.2, 0.1]
    assert (actors.target[REBELS], actors.terms[REBELS]) == (RIVALS, STATE)


def test_hiding_lowers_exposure_and_readiness_of_who_hides_alone():
    world = land()
    world.actors.aggression[:] = 2.0
    follow(world, REBELS, hiding=0.5)
    week(world, quiet=0.8, unseen=0.5)
    assert world.actors.exposure[[REBELS, RIVALS]] == pytest.approx([0.15, 0.2])
    assert world.actors.readiness[[REBELS, RIVALS]] == pytest.approx([1.2, 2.0])


def test_a_target_draws_hunters_though_there_is_no_hostility_yet():
    world = land(fronts=1)
    put_rebels(world, 40)
    world.cells.coverage[RIVALS, 60] = world.cells.coverage[STATE, 20] = 0.1
    follow(world, REBELS, hunt=1)
    week(world, committed=1)
    assert objectives(world).tolist() == [20]
    follow(world, REBELS, hunt=1, target=RIVALS)
    week(world, committed=1)
    assert objectives(world).tolist() == [60]


def test_holding_sends_bands_to_the_held_cell_under_pressure():
    world = land(fronts=1)
    put_rebels(world, 40)
    world.cells.control[[10, 70]] = REBELS
    put_column(world, 71)
    follow(world, REBELS, hold=1)
    week(world, committed=1)
    assert objectives(world)[0] == 70


def test_tasks_are_weighed_relative_to_the_best_cell_for_each():
    """Expansion is worth at most 1.1 here, a held cell .4 or less: weights alone decide."""
    for weights, goal in (({"expand": 2, "hold": 1}, 41), ({"expand": 1, "hold": 2}, 70)):
        world = land(fronts=1)
        put_rebels(world, 40)
        world.cells.density_base[41] = 20_000.0
        world.cells.control[70] = REBELS
        put_column(world, 71)
        follow(world, REBELS, **weights)
        week(world, committed=1, chance=0)
        assert objectives(world)[0] == goal


def border_land():
    """Nine by nine cells; the column in the east is the border A-B, the state has country A."""
    world = land(fronts=1)
    grid = world.grid
    grid.countries, grid.border_pairs = ("A", "B", "C"), ("B-C", "A-B")
    grid.border[:] = -1
    grid.border[0], grid.border[8::9] = 0, 1
    world.actors.country[STATE] = 0
    return world


def test_a_pact_sends_bands_to_the_nearest_border_cell_of_the_partner():
    world = border_land()
    put_rebels(world, 40)
    world.pairs.stance[REBELS, STATE] = world.pairs.stance[STATE, REBELS] = int(Stance.PACT)
    follow(world, REBELS, guard=1)
    week(world, committed=1, chance=0)
    assert objectives(world)[0] % 9 == 8
    assert steps(world, objectives(world)[0], 40) == 4


def test_without_a_pact_there_is_no_border_to_guard():
    world = border_land()
    put_rebels(world, 40)
    follow(world, REBELS, guard=1)
    week(world, committed=1)
    assert objectives(world).tolist() == [-1]


@pytest.mark.parametrize(("effort", "share"), [(0.01, 0.2), (1.0, 0.4), (1.5625, 0.5), (9.0, 0.6)])
def test_effort_decides_how_many_go_between_half_and_half_as_many_again(effort, share):
    world = land(3, 3)
    for _ in range(1000):
        put_rebels(world, 4)
    world.actors.effort[REBELS] = effort
    week(world, committed=0.4)
    assert np.mean(objectives(world) >= 0) == pytest.approx(share, abs=0.05)


def test_a_window_that_opens_cuts_the_interval_short():
    world = land()
    put_rebels(world, 40)
    follow(world, REBELS, expand=1, target=RIVALS)
    world.clock.week = REVIEW[REBELS] + 1
    RULE.apply(world, OrdersParameters(), np.uint64(1))
    assert world.actors.target[REBELS] == -1
    world.pairs.window_since[REBELS, RIVALS] = world.clock.week
    RULE.apply(world, OrdersParameters(), np.uint64(1))
    assert world.actors.target[REBELS] == RIVALS


def test_nobody_targets_or_courts_who_is_gone_and_the_gone_want_nothing():
    world = land()
    world.actors.target[REBELS] = world.actors.terms[REBELS] = RIVALS
    world.actors.target[RIVALS] = REBELS
    world.actors.alive[RIVALS] = False
    world.clock.week = REVIEW[REBELS] + 1
    RULE.apply(world, OrdersParameters(), np.uint64(1))
    assert (world.actors.target == -1).all()
    assert (world.actors.terms == -1).all()


def test_the_situation_tells_where_others_are_met_and_what_is_pressed():
    """Rebels in 40, 41, 10 and 12, rivals in 10, the state in 40: a quarter met of both. Of the
    held 40 and 10 one is under pressure: rivals are not at war."""
    world = land()
    for cell in (40, 41, 10, 12):
        put_rebels(world, cell)
    put_band(world, "rivals", 10)
    put_column(world, 40)
    world.cells.control[[40, 10]] = REBELS
    world.pairs.stance[REBELS, STATE] = int(Stance.WAR)
    seen = []
    world.strategies[REBELS] = Strategy(
        "test", "A test.", "test", lambda s: seen.append(s) or Intent()
    )
    week(world)
    assert seen[0].overlap.tolist() == [0.25, 0, 0.25, 0, 0]
    assert seen[0].under_pressure == 0.5
    assert seen[0].strength.tolist() == [20, 80, 20, 0, 0]
    assert seen[0].trend.tolist() == [1, 1, 1, 1, 1]
