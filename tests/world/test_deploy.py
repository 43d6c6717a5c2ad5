from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.world.deploy import apportion, choose_cells, even_parts

KEY = np.uint64(42)


@given(st.integers(0, 100_000), st.lists(st.floats(0.001, 1000), min_size=1, max_size=40))
def test_parts_are_integers_that_sum_to_the_total_and_lie_within_one_of_their_share(total, weights):
    weight = np.array(weights)
    parts = apportion(total, weight)
    assert parts.sum() == total
    assert np.all(np.abs(parts - total * weight / weight.sum()) < 1 + 1e-6)


def test_largest_remainders_are_served_first():
    assert apportion(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]
    assert apportion(3, np.array([0.1, 0.6, 0.3])).tolist() == [0, 2, 1]


def test_nothing_is_given_where_no_part_has_weight():
    assert apportion(5, np.zeros(3)).tolist() == [0, 0, 0]


def test_bands_are_nearly_equal_and_about_the_size_asked_for():
    assert even_parts(50, 20) == [17, 17, 16]
    assert even_parts(3, 20) == [3]
    assert even_parts(0, 20) == []


def test_only_cells_with_weight_are_chosen_and_each_once():
    weight = np.array([0.0, 1.0, 5.0, 0.0, 2.0])
    cell_id = np.arange(5, dtype=np.int64)
    assert choose_cells(weight, cell_id, 9, KEY).tolist() == [1, 2, 4]
    assert len(choose_cells(weight, cell_id, 2, KEY)) == 2


def test_the_first_cell_drawn_is_chosen_in_proportion_to_weight():
    weight = np.array([1.0, 3.0])
    cell_id = np.arange(2, dtype=np.int64)
    heavy = sum(int(choose_cells(weight, cell_id, 1, np.uint64(k))[0]) for k in range(2000))
    assert abs(heavy / 2000 - 0.75) < 0.03
