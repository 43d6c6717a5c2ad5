from __future__ import annotations

import numpy as np
import pytest

from sim.rules.garrisons import RULE, GarrisonsParameters, stronghold
from tests.worlds import put_band, small_world

STATE, REBELS = range(2)


def week(world, **parameters):
    RULE.apply(world, GarrisonsParameters(**parameters), np.uint64(7919))


def land(width, height):
    world = small_world(width, height)
    world.pairs.hostility[STATE, REBELS] = world.pairs.hostility[REBELS, STATE] = 1.0
    return world


def garrison(accessibility=0.0, momentum=-1.0, enemies=30, mobile=False):
    """A state's garrison in the middle of three by three cells, with or without enemies."""
    world = land(3, 3)
    post = put_band(world, "state", 4, 40)
    world.bands.mobile[post] = mobile
    if enemies:
        put_band(world, "rebels", 4, enemies)
    world.grid.accessibility[:] = accessibility
    world.cells.momentum[STATE] = momentum
    world.cells.control[:] = STATE
    return world


def objectives(world):
    return world.bands.objective[: world.bands.count]


def is_mobile(world):
    return bool(world.bands.mobile[0])


def test_a_losing_garrison_leaves_remote_land_for_the_most_peopled_cell_it_holds_nearby():
    world = garrison()
    world.cells.density_base[[1, 7]] = 5_000.0, 9_000.0
    world.cells.control[7] = REBELS
    week(world, abandon=1)
    assert is_mobile(world)
    assert objectives(world)[0] == 1


def test_where_the_state_holds_nothing_nearby_the_stronghold_is_where_it_stands():
    world = garrison()
    world.cells.control[:] = REBELS
    cells = world.cells
    assert stronghold(STATE, 4, cells.control, cells.density_base, world.grid.neighbours) == 4


@pytest.mark.parametrize(
    "stays",
    [{"accessibility": 1.0}, {"momentum": 0.5}, {"momentum": 0.0}, {"enemies": 0}],
    ids=["near towns", "winning", "undecided", "no enemy there"],
)
def test_a_garrison_stays_if(stays):
    world = garrison(**stays)
    week(world, abandon=1, release=0)
    assert not is_mobile(world)


def test_a_column_settles_in_a_quiet_cell_that_it_holds():
    world = garrison(mobile=True, enemies=0)
    week(world, settle=1)
    assert not is_mobile(world)
    assert objectives(world)[0] == -1


def test_a_column_does_not_settle_among_enemies_nor_in_land_it_does_not_hold():
    for world in (garrison(mobile=True), garrison(mobile=True, enemies=0)):
        if world.bands.count == 1:
            world.cells.control[4] = REBELS
        week(world, settle=1)
        assert is_mobile(world)


def test_a_garrison_far_from_any_enemy_joins_the_columns_and_one_near_them_does_not():
    far, near = garrison(enemies=0), garrison(enemies=0)
    near.cells.influence[REBELS, 4] = 0.05
    for world in (far, near):
        week(world, release=1)
    assert is_mobile(far)
    assert not is_mobile(near)


def test_only_states_have_garrisons():
    world = land(3, 3)
    for name in ("rebels", "guest", "militia"):
        put_band(world, name, 4)
    world.cells.control[:] = REBELS
    before = world.bands.mobile[: world.bands.count].copy()
    week(world, abandon=1, settle=1, release=1)
    assert np.array_equal(world.bands.mobile[: world.bands.count], before)
