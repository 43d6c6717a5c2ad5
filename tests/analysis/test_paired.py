"""Effects are differences within pairs of runs, whatever the seeds differ in."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pytest import approx
from scipy import stats

from sim.analysis.paired import (
    effect,
    interval_of_means,
    interval_of_shares,
    occurrence,
    pairs_needed,
)

ON, OFF = [3.0, 14.0, 25.0], [1.0, 10.0, 25.0]
"""Changes 2, 4 and 0: mean 2, standard deviation 2. Without: mean 12, variance 147."""


def test_change_is_the_mean_of_differences_within_pairs():
    found = effect(ON, OFF)
    assert (found.pairs, found.mean_with, found.mean_without) == (3, 14, 12)
    assert (found.change, found.spread, found.median_change) == (2, 2, 2)
    assert (found.higher, found.lower) == (approx(2 / 3), 0)


def test_pairing_takes_what_seeds_have_in_common_out_of_the_size():
    found = effect(ON, OFF)
    assert found.by_pairs == approx(2 / 2)
    assert found.by_seeds == approx(2 / math.sqrt(147))


def test_the_gain_is_the_variance_of_unpaired_differences_over_that_of_pairs():
    assert effect(ON, OFF).gain == approx((121 + 147) / 4)
    together = effect([1, 2, 3, 4], [4, 3, 2, 1])  # what is high in one is low in the other
    assert together.gain == approx(0.5)


def test_the_interval_of_the_mean_is_students():
    found, known = effect(ON, OFF), stats.ttest_rel(ON, OFF).confidence_interval(0.95)
    assert (found.low, found.high) == (approx(known.low), approx(known.high))


@pytest.mark.parametrize("pairs", [6, 7, 17, 20, 41])
def test_the_interval_of_the_median_is_that_of_the_sign_test(pairs):
    changes = np.random.default_rng(pairs).normal(size=pairs)
    found = effect(changes, np.zeros(pairs))
    known = stats.quantile_test(changes, p=0.5).confidence_interval(0.95)
    assert (found.median_low, found.median_high) == (known.low, known.high)


def test_five_pairs_are_too_few_for_an_interval_of_the_median():
    assert math.isnan(effect([1, 2, 3, 4, 5], [0] * 5).median_low)


def test_missing_values_drop_the_pair():
    assert effect([*ON, math.nan, 7], [*OFF, 5, math.nan]) == effect(ON, OFF)


def test_where_nothing_changes_there_is_no_size():
    found = effect([1, 1], [1, 1])
    assert (found.change, found.low, found.high) == (0, 0, 0)
    assert all(math.isnan(size) for size in (found.by_pairs, found.by_seeds, found.gain))


def test_one_pair_has_a_change_but_no_interval_and_none_has_nothing():
    one, none = effect([3], [1]), effect([], [])
    assert one.change == 2
    assert math.isnan(one.low)
    assert none.pairs == 0
    assert math.isnan(none.change)


def test_pairs_needed_are_the_fewest_whose_interval_is_narrow_enough():
    def half(pairs):
        return stats.t.ppf(0.975, pairs - 1) * 2 / math.sqrt(pairs)

    needed = pairs_needed(2, 0.5)
    assert needed == 64
    assert half(needed) <= 0.5 < half(needed - 1)
    assert pairs_needed(2, 1000) == 2


def test_pairs_needed_where_chance_moves_nothing_where_it_is_not_known_and_out_of_reach():
    assert pairs_needed(0, 0.5) == 2
    assert math.isnan(pairs_needed(math.nan, 0.5))
    assert math.isnan(pairs_needed(1, 0))
    assert pairs_needed(1, 1e-9) == math.inf


def test_how_often_it_happens_is_compared_by_agresti_and_min():
    """Five pairs of ten only with it, one only without: 5.5 and 1.5 of twelve."""
    found = occurrence([1] * 5 + [0] + [1] * 4, [0] * 5 + [1] + [1] * 4)
    assert (found.share_with, found.share_without, found.change) == (0.9, 0.5, approx(0.4))
    half = 1.959964 * math.sqrt((7 / 12 - (4 / 12) ** 2) / 12)
    assert (found.low, found.high) == (approx(4 / 12 - half), approx(4 / 12 + half))


def test_what_happens_in_all_runs_of_both_may_still_differ():
    found = occurrence([1] * 8, [1] * 8)
    assert found.change == 0
    assert -1 < found.low < 0 < found.high < 1


def test_intervals_of_many_values_are_those_of_each():
    changes = np.array([[2.0, 0.5], [4.0, 0.1], [0.0, 0.2]])
    low, high = interval_of_means(3, changes.sum(axis=0), (changes**2).sum(axis=0))
    for column in range(2):
        found = effect(changes[:, column], np.zeros(3))
        assert (low[column], high[column]) == (approx(found.low), approx(found.high))
    low, _ = interval_of_shares(10, [4], [6])
    assert low[0] == approx(occurrence([1] * 5 + [0] + [1] * 4, [0] * 5 + [1] + [1] * 4).low)


def test_intervals_hold_the_truth_in_about_95_of_100_batches():
    """Eight pairs of skewed outcomes that share a seed: a tenth of them the change is not seen."""
    random = np.random.default_rng(1)
    held = 0
    for _ in range(2000):
        seed = random.gamma(2, 10, 8)
        found = effect(seed + random.normal(3, 2, 8), seed)
        held += found.low <= 3 <= found.high
    assert 0.935 < held / 2000 < 0.965
