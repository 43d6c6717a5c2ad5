from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.vocabulary import PeopleFlow
from sim.world.communities import list_harmed, sum_by_cell
from tests.worlds import small_world

CELLS = st.lists(st.integers(0, 4), max_size=30)


@given(CELLS)
def test_a_sum_by_cell_adds_communities_in_their_order(cells):
    """Floats added in another order differ in the last bit, so the order is part of the result."""
    cell = np.sort(np.array(cells, np.int32))
    value = np.random.default_rng(len(cells)).random(len(cells))
    total = np.empty(5)
    sum_by_cell(cell, value, total)
    expected = [0.0] * 5
    for k, each in zip(cell, value, strict=True):
        expected[k] += each
    assert total.tolist() == expected


def test_the_harmed_are_listed_in_order_by_the_ledger():
    killed = np.array([0, -3, 0, -1, 0])
    harmed = np.empty(5, np.uint32)
    assert harmed[: list_harmed(killed, harmed)].tolist() == [1, 3]


def test_a_new_week_knows_of_no_harm():
    world = small_world()
    world.communities.harm[1, 2] = 4
    world.ledger.people[PeopleFlow.KILLED, 2] = -4
    world.begin_week()
    assert not world.communities.harm.any()
    assert not world.ledger.people.any()
