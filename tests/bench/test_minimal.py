"""The implementations that are compared compute the same thing."""

from __future__ import annotations

import importlib
import math
from dataclasses import replace

import numpy as np
import pytest

from sim.randomness import uniform
from tests.bench import compiler, ours
from tests.bench.minimal import CLOSE
from tests.bench.peers import by_mesa, by_numpy, hand_c
from tests.bench.peers.clash import keyed, normal, poisson
from tests.bench.workload import TINY, WEEK, differences, made

WEEKS = 60
SEED = 3


@pytest.fixture(scope="module")
def after():
    world = made(TINY)
    ours.run(world, WEEKS, SEED)
    return world


def test_bands_move_fight_and_die_in_the_minimal_workload(after):
    before = made(TINY)
    assert set(differences(after, before)) >= {"bands.cell", "bands.fighters", "communities.people"}
    assert after.bands.fighters.sum() < before.bands.fighters.sum()


def test_a_world_of_one_size_and_seed_is_always_the_same():
    assert differences(made(TINY), made(TINY)) == {}
    assert "communities.loyalty" in differences(made(TINY), made(TINY, seed=2))


@pytest.mark.skipif(not compiler.available(), reason="there is no gcc")
@pytest.mark.parametrize("version", ["plain", "blocked"])
def test_c_with_our_exp_leaves_the_same_bits(after, version):
    world = made(TINY)
    hand_c.run(world, WEEKS, SEED, version)
    assert differences(world, after) == {}


@pytest.mark.skipif(not compiler.available(), reason="there is no gcc")
def test_c_with_more_actors_than_a_vector_has_room_for_leaves_the_same_bits():
    size = replace(TINY, actors=11)
    reference, world = made(size), made(size)
    ours.run(reference, WEEKS, SEED)
    hand_c.run(world, WEEKS, SEED)
    assert differences(world, reference) == {}


@pytest.mark.skipif(not compiler.available(), reason="there is no gcc")
def test_c_goes_on_where_it_left_off(after):
    world = made(TINY)
    for weeks in (1, 0, WEEKS - 1):
        spent = hand_c.run(world, weeks, SEED)
    assert differences(world, after) == {}
    assert list(spent) == [rule.name for rule, _ in WEEK]


@pytest.mark.parametrize(
    "run",
    [
        ours.run,
        pytest.param(
            hand_c.run,
            marks=pytest.mark.skipif(not compiler.available(), reason="there is no gcc"),
        ),
    ],
)
def test_clocks_tell_what_each_rule_takes_and_change_nothing_else(after, run):
    world = made(TINY)
    spent = run(world, WEEKS, SEED, clocked=True)
    assert differences(world, after) == {}
    assert list(spent) == [rule.name for rule, _ in WEEK]
    assert min(spent.values()) > 0.0
    assert not any(run(made(TINY), WEEKS, SEED).values())


@pytest.mark.skipif(not compiler.available(), reason="there is no gcc")
def test_c_with_the_library_s_exp_leaves_the_same_state_to_rounding(after):
    world = made(TINY)
    hand_c.run(world, WEEKS, SEED, "libm")
    assert max(differences(world, after).values()) < CLOSE


def test_numpy_leaves_the_same_state_to_rounding(after):
    world = made(TINY)
    by_numpy.run(world, WEEKS, SEED)
    assert max(differences(world, after).values()) < CLOSE


def test_objects_of_mesa_leave_the_same_state_to_rounding(after):
    world = made(TINY)
    by_mesa.run(world, WEEKS, SEED)
    assert max(differences(world, after).values()) < CLOSE


@pytest.mark.parametrize(
    ("module", "needs"), [("by_agentpy", "agentpy"), ("by_mesa_frames", "mesa_frames")]
)
def test_peers_that_are_installed_leave_the_same_state_to_rounding(after, module, needs):
    pytest.importorskip(needs)
    world = made(TINY)
    importlib.import_module(f"tests.bench.peers.{module}").run(world, WEEKS, SEED)
    assert max(differences(world, after).values()) < CLOSE


def test_draws_of_plain_python_are_the_model_s():
    key = 2**63 + 12345
    for agent, draw in ((0, 0), (7, 3), (2**64 - 1, 71)):
        drawn = uniform(np.uint64(key), np.uint64(agent), draw)
        assert keyed(key)(agent, draw) == drawn


def test_counts_and_quantiles_of_plain_python_are_right():
    assert normal(0.5) == 0.0
    assert math.isclose(normal(0.975), 1.959963984540054, rel_tol=1e-8)
    assert [poisson(1.0, u) for u in (0.0, 0.36, 0.37, 0.74, 0.99)] == [0, 0, 1, 2, 4]
