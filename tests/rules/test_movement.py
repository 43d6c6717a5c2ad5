from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx
from scipy.stats import chisquare

from sim.rules.movement import RULE, MovementParameters
from tests.worlds import put_band, small_world

STATE, REBELS, RIVALS = range(3)
NOTHING = dict.fromkeys(
    ("support", "gain", "risk", "success", "stay", "crowding", "intrusion", "order", "home",
     "new_home", "repulsion"), 0.0,
)  # fmt: skip


def march(world, number=0, **parameters):
    """A week in which only the parameters given draw bands or repel them."""
    world.clock.week = number
    p = MovementParameters(**(NOTHING | parameters))
    RULE.apply(world, p, np.uint64(number * 7919 + 1))
    return world.cells


def many(world, actor, cells, fighters=1):
    """Add a band of an actor in each of the given cells, with keys of their own."""
    bands = world.bands
    bands.reserve(len(cells))
    rows = slice(bands.count, bands.count + len(cells))
    bands.key[rows] = np.arange(rows.start, rows.stop)
    bands.owner[rows], bands.mobile[rows] = actor, True
    bands.cell[rows] = bands.home[rows] = cells
    bands.fighters[rows], bands.objective[rows] = fighters, -1
    bands.count = rows.stop
    return rows


def went(world, start, origin=None, objective=-1, weeks=10, **parameters):
    """How many of 90,000 bands that begin in cell `start` end in each, over weeks of their own."""
    rows = many(world, REBELS, np.full(90_000 // weeks, start))
    counts = np.zeros(world.grid.size, np.int64)
    for number in range(weeks):
        world.bands.cell[rows] = start
        world.bands.home[rows] = start if origin is None else origin
        world.bands.objective[rows] = objective
        march(world, number, **parameters)
        counts += np.bincount(world.bands.cell[rows], minlength=world.grid.size)
    return counts


def agree(counts, weights):
    """Whether counts are as likely as the weights say; wrong once in a thousand draws."""
    weights = np.array(weights, float)
    return chisquare(counts, weights / weights.sum() * counts.sum()).pvalue > 0.001


# --- the choice of a cell ---------------------------------------------------------------------


def test_without_any_draw_all_nine_cells_are_alike():
    assert agree(went(small_world(3, 3), 4), [1] * 9)


def test_the_chance_of_a_cell_is_a_softmax_of_its_draw():
    """All cooperate in cell 0, draw ln 4; staying draws ln 3: 4 : 3 : 1 for each of seven."""
    world = small_world(3, 3)
    world.cells.cooperation[REBELS, 0] = 1
    counts = went(world, 4, support=math.log(4), stay=math.log(3))
    assert agree(counts, [4, 1, 1, 1, 3, 1, 1, 1, 1])


def test_a_cell_nearer_to_the_objective_draws_and_one_farther_repels():
    """Objective two cells east: the east column is 1 step nearer, the west 1 farther."""
    counts = went(small_world(4, 3), 5, objective=7, order=math.log(2))
    assert agree(counts.reshape(3, 4)[:, :3].ravel(), [0.5, 1, 2] * 3)


def test_home_is_felt_only_beyond_reach():
    """Reach is 3 cells; 3 from home is free, 4 and 5 are one and two thirds of a reach beyond."""
    world = small_world(9, 1)
    assert world.actors.reach_km[REBELS] / world.grid.cell_km == 3
    counts = went(world, 4, origin=0, home=3 * math.log(2))
    assert agree(counts[3:6], [4, 2, 1])


def test_a_band_makes_the_cell_it_is_in_its_home_now_and_then():
    world = small_world(3, 3)
    rows = many(world, REBELS, np.full(10_000, 4))
    world.bands.home[rows] = 8
    march(world, new_home=0.04, stay=10)
    moved = np.count_nonzero(world.bands.home[rows] != 8)
    assert abs(moved - 400) < 4 * math.sqrt(10_000 * 0.04 * 0.96)


def test_what_draws_a_band_to_a_cell():
    """Appeal of a cell with 10 own, 20 enemies and 60 marks of truce partners, by hand.

    Mean strength is (10 + 30) / 2 = 20: danger 20 / (20 + 10 + 20) = 0.4; crowd 10 / 40 = 0.25.
    8 * 0.5 + 0.6 * (1 - 0.3) + 0.5 * 0.2 - 0.8 * 0.4 - 2.5 * 0.25 = 3.575.
    """
    world = small_world(2, 1)
    put_band(world, "rebels", 0, 10)
    put_band(world, "rebels", 1, 30)
    put_band(world, "state", 0, 20)
    world.pairs.hostility[REBELS, STATE] = 1
    cells = world.cells
    cells.cooperation[REBELS, 0], cells.influence[REBELS, 0] = 0.5, 0.3
    cells.momentum[REBELS, 0] = 0.2
    march(world, support=8, gain=0.6, success=0.5, risk=0.8, crowding=2.5)
    assert cells.appeal[REBELS, 0] == approx(3.575)


@pytest.mark.parametrize(("hostility", "repelled"), [(0, 0.3), (0.5, 0.15), (1, 0)])
def test_marks_repel_rivals_who_hide_as_long_as_they_are_not_at_war(hostility, repelled):
    """A rival at its mean strength marks 2 * 0.1 = 0.2 more than 0.9 * 2; beta is 0.15."""
    world = small_world(2, 1)
    put_band(world, "rivals", 0, 40)
    put_band(world, "rebels", 1, 20)
    world.cells.mark[RIVALS, 0] = (2 - 0.1) / 0.9
    world.pairs.hostility[REBELS, RIVALS] = hostility
    cells = march(world, repulsion=0.15, mark_fading=0.1, mark_laying=0.1)
    assert cells.mark[RIVALS, 0] == approx(2)
    assert cells.appeal[REBELS, 0] == approx(-repelled)
    assert cells.appeal[STATE, 0] == 0  # who does not hide does not read marks


def test_war_with_a_rival_group_draws_bands_to_its_intrusion_by_the_square_of_hostility():
    """3 * 0.5^2 where the cell is wholly the own sphere and a rival stands in it."""
    world = small_world(3, 1)
    put_band(world, "rivals", 0)
    put_band(world, "state", 1)
    world.cells.sphere[REBELS] = 1
    world.actors.insurgent[[REBELS, RIVALS]] = True
    world.pairs.hostility[REBELS, [STATE, RIVALS]] = 0.5
    cells = march(world, intrusion=3)
    assert cells.appeal[REBELS] == approx([0.75, 0, 0])


def test_marks_of_a_steady_presence_come_to_gamma_rho_by_lambda():
    """Fighters 30 and 10, mean 20: rho is 1.5 and 0.5, and gamma / lambda is 2."""
    world = small_world(2, 1)
    for cell, fighters in enumerate((30, 10)):
        band = put_band(world, "rebels", cell, fighters)
        world.bands.mobile[band] = False
    for number in range(300):
        march(world, number, mark_fading=0.1, mark_laying=0.2)
    assert world.cells.mark[REBELS] == approx([3, 1])


# --- what never happens -----------------------------------------------------------------------


@given(st.integers(0, 2**40), st.lists(st.integers(0, 19), min_size=1, max_size=20))
def test_a_band_goes_at_most_one_cell_and_never_where_its_actor_does_not_operate(seed, cells):
    world = small_world(5, 4)
    world.actors.area[REBELS] = np.arange(20) % 7 != 0
    for cell in cells:
        band = put_band(world, "rebels", cell, 10)
        world.bands.mobile[band] = cell % 3 != 0
    RULE.apply(world, MovementParameters(), np.uint64(seed))
    for cell, now, mobile in zip(cells, world.bands.cell, world.bands.mobile, strict=False):
        near = {cell, *world.grid.neighbours[cell]} if mobile else {cell}
        assert now in near
        assert now == cell or world.actors.area[REBELS, now]


# --- two groups and nothing but their marks ---------------------------------------------------

SIZE, RATE = 20, 0.5
THRESHOLD = 0.5  # lambda / (2 gamma rho) with lambda = gamma = RATE and rho = 1


def two_groups(per_cell, tilt):
    """Groups of one-man bands on a torus, denser by `tilt` in one half and the other."""
    world = small_world(SIZE, SIZE, actors=dict.fromkeys(("one", "two"), "rebel_group"))
    x, y = world.grid.x, world.grid.y
    steps = [(dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dx, dy) != (0, 0)]
    for j, (dx, dy) in enumerate(steps):
        world.grid.neighbours[:, j] = (y + dy) % SIZE * SIZE + (x + dx) % SIZE
    wave = np.cos(2 * np.pi * x / SIZE)
    for group, sign in enumerate((1, -1)):
        density = np.rint(per_cell * (1 + sign * tilt * wave)).astype(int)
        many(world, group, np.repeat(np.arange(SIZE * SIZE), density))
    return world, wave


def growth(repulsion, per_cell=80, weeks=60):
    """Weekly growth of the logarithm of a wave in which the groups differ."""
    world, wave = two_groups(per_cell, tilt=0.3)
    sizes = []
    for number in range(weeks):
        cells = march(world, number, repulsion=repulsion, mark_fading=RATE, mark_laying=RATE)
        if number == 0:
            cells.mark[:] /= RATE  # as if the start had lasted
        sizes.append(((cells.troops[0] - cells.troops[1]) * wave).sum())
    return np.polyfit(np.arange(5, weeks), np.log(sizes[5:]), 1)[0]


def test_segregation_sets_in_at_the_threshold_of_alsenafi_and_barbaro():
    """Two groups part where beta > lambda / (2 gamma rho), within 0.95-1.15 of it.

    A band goes to cell x with weight exp(-beta xi(x)), xi the rival's mark, among nine cells.
    For small waves around the uniform state, W the mean of cos(k d) over the nine steps d,

        eps' = W eps - beta rho (1 - W^2) delta,  delta = -gamma eps / lambda when marks are steady,

    for the groups differ in sign; so a wave stands still at beta = lambda / (gamma rho (1 + W)),
    least for long waves, W -> 1: lambda / (2 gamma rho). Here rho is the fighters of a cell over
    the group's mean in the cells that it occupies. With all cells occupied the mean of rho is 1;
    where a group occupies a part s of the land it is s, and the threshold 1 / s times higher.
    On 20 x 20 cells the longest wave has W = 0.967, so that 1.017 is to be found.
    """
    ratios = np.array([0.8, 0.95, 1.1, 1.25])
    rates = [growth(ratio * THRESHOLD) for ratio in ratios]
    slope, level = np.polyfit(ratios, rates, 1)
    assert rates[0] < 0 < rates[-1]
    assert slope > 0
    assert 0.95 < -level / slope < 1.15


@pytest.mark.parametrize(("ratio", "parted"), [(0.5, False), (2.0, True)])
def test_mixed_groups_stay_mixed_below_the_threshold_and_part_above(ratio, parted):
    """Correlation of the two groups' densities over cells: noise near 0, or near -1."""
    world, _ = two_groups(per_cell=20, tilt=0.0)
    for number in range(120):
        march(world, number, repulsion=ratio * THRESHOLD, mark_fading=RATE, mark_laying=RATE)
    correlation = np.corrcoef(world.cells.troops)[0, 1]
    assert (correlation < -0.8) if parted else (abs(correlation) < 0.35)
