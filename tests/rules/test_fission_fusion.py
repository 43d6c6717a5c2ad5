from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import zeta

from sim.rules.fission_fusion import RULE, FissionFusionParameters
from tests.worlds import put_band, small_world


def week(world, number=0, **parameters):
    world.clock.week = number
    RULE.apply(world, FissionFusionParameters(**parameters), np.uint64(number * 7919 + 1))


def column(world, name):
    return getattr(world.bands, name)[: world.bands.count]


def tail_exponent(sizes, smallest):
    """Maximum-likelihood exponent of a discrete power law from `smallest` on."""
    tail = sizes[sizes >= smallest]
    logs = float(np.log(tail).sum())
    loss = minimize_scalar(
        lambda a: a * logs + len(tail) * np.log(zeta(a, smallest)),
        bounds=(1.2, 5.0),
        method="bounded",
    )
    return loss.x


def test_well_mixed_sizes_follow_a_power_law_with_exponent_two_and_a_half():
    world = small_world(1, 1)
    for _ in range(1500):
        put_band(world, "rebels", 0, 1)
    sizes = []
    for number in range(400):
        week(world, number, quantum=1)
        world.bands.compact()
        if number >= 100 and number % 10 == 0:
            sizes.append(column(world, "fighters").copy())
    assert 2.3 < tail_exponent(np.concatenate(sizes), 2) < 2.8


def test_a_shattered_band_falls_into_nearly_equal_units_with_keys_of_their_own():
    world = small_world()
    put_band(world, "rebels", 0, 42, foreign=13)
    world.bands.experience[0] = 0.7
    week(world, steps=1.0, shatter=1.0, quantum=4)
    assert sorted(column(world, "fighters")) == [4] * 8 + [5] * 2
    assert column(world, "foreign").sum() == 13
    assert np.all(column(world, "foreign") <= column(world, "fighters"))
    assert np.all(column(world, "experience") == 0.7)
    assert len(set(column(world, "key"))) == 10
    assert np.all(column(world, "owner") == 1)


def test_two_bands_that_join_become_the_larger_one_with_all_fighters_and_mean_experience():
    world = small_world()
    small, large = put_band(world, "rebels", 0, 10, 4), put_band(world, "rebels", 1, 30)
    world.bands.experience[small] = 1.0
    week(world, steps=1.0, shatter=0.0)
    bands = world.bands
    assert (bands.fighters[small], bands.fighters[large]) == (0, 40)
    assert (bands.foreign[small], bands.foreign[large]) == (0, 4)
    assert bands.experience[large] == 0.25
    assert bands.cell[large] == 1


@pytest.mark.parametrize("apart", ["owner", "constituent", "reach", "kind", "tied"])
def test_bands_do_not_join_across(apart):
    world = small_world(4, 1)
    pair = ["state", "state"] if apart == "kind" else ["rebels", "rebels"]
    pair = ["rebels", "rivals"] if apart == "owner" else pair
    put_band(world, pair[0], 0)
    other = put_band(world, pair[1], 2 if apart == "reach" else 1)
    world.bands.constituent[other] = 1 if apart == "constituent" else -1
    world.bands.mobile[other] = apart not in {"tied", "kind"}
    week(world, steps=5.0, shatter=0.0)
    assert column(world, "fighters").tolist() == [20, 20]


def test_fighters_are_conserved_however_long_it_goes_on():
    world = small_world(4, 4)
    for i in range(60):
        put_band(world, "rebels" if i % 2 else "rivals", i % 16, 5 + i, foreign=i % 5)
    before = [column(world, name).sum() for name in ("fighters", "foreign")]
    for number in range(100):
        week(world, number, steps=2.0, shatter=0.1)
        world.bands.compact()
    assert [column(world, name).sum() for name in ("fighters", "foreign")] == before
    assert np.all(column(world, "foreign") <= column(world, "fighters"))


def test_without_steps_nothing_changes():
    world = small_world()
    put_band(world, "rebels", 0)
    put_band(world, "rebels", 0)
    week(world, steps=0.0)
    assert column(world, "fighters").tolist() == [20, 20]


def test_bands_elsewhere_do_not_change_what_a_band_does():
    """The mean size is the only thing they share; with equal sizes it stays the same."""
    outcomes = []
    for extra in (0, 5):
        world = small_world(9, 1)
        for cell in (0, 0, 1):
            put_band(world, "rebels", cell, 20)
        for _ in range(extra):
            put_band(world, "rebels", 8, 20)
        week(world, 3)
        outcomes.append(column(world, "fighters")[:3].tolist())
    assert outcomes[0] == outcomes[1]
