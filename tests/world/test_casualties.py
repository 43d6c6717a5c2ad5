from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.world.casualties import bury, hit_people

UNIFORM = st.floats(0, 1, exclude_max=True)
EVEN = (np.arange(1000) + 0.5) / 1000  # a uniform's values, evenly


class Cell:
    """Bands of actors 0 and 1 in one cell."""

    def __init__(self, fighters, foreign=None, owner=None):
        self.fighters = np.array(fighters, np.int64)
        size = len(self.fighters)
        self.foreign = np.zeros(size, np.int64) if foreign is None else np.array(foreign, np.int64)
        self.owner = np.zeros(size, np.int32) if owner is None else np.array(owner, np.int32)
        self.experience = np.zeros(size)
        self.order = np.arange(size, dtype=np.int32)[::-1].copy()

    def bury(self, dead, u1=0.5, u2=0.5, actor=0):
        return bury(
            dead, actor, 0, len(self.order), u1, u2, self.order, self.owner, self.fighters,
            self.foreign, self.experience, 0.02,
        )  # fmt: skip


@pytest.mark.parametrize("u", [0.0, 0.5, 0.999])
def test_bands_of_ten_twenty_and_thirty_lose_one_two_and_three_of_six(u):
    cell = Cell([10, 20, 30, 40], owner=[0, 0, 0, 1])
    assert cell.bury(6, u) == 6
    assert cell.fighters.tolist() == [9, 18, 27, 40]
    assert cell.experience.tolist() == [0.02, 0.02, 0.02, 0]


def test_a_third_of_the_dead_are_foreign_where_a_third_of_the_band_is():
    cell = Cell([30], [10])
    cell.bury(3)
    assert (cell.fighters[0], cell.foreign[0]) == (27, 9)


def test_no_more_die_than_there_are():
    cell = Cell([3, 4], [1, 4])
    assert cell.bury(100) == 7
    assert cell.fighters.tolist() == cell.foreign.tolist() == [0, 0]


def test_nobody_dies_of_an_actor_that_is_not_there():
    cell = Cell([3])
    assert cell.bury(2, actor=1) == 0
    assert cell.fighters[0] == 3


@given(
    st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1), st.integers(0, 1)), max_size=8),
    st.integers(0, 1000),
    UNIFORM,
    UNIFORM,
)
def test_the_dead_are_taken_to_the_last_man_and_in_proportion(bands, dead, u1, u2):
    fighters = [n for n, _, _ in bands]
    foreign = [int(n * share) for n, share, _ in bands]
    cell = Cell(fighters, foreign, [owner for _, _, owner in bands])
    ours = cell.owner == 0
    total = sum(n for n, _, owner in bands if owner == 0)
    buried = cell.bury(dead, u1, u2)
    lost = np.array(fighters) - cell.fighters
    assert buried == min(dead, total) == lost.sum()
    assert not lost[~ours].any()
    for n, gone in zip(np.array(fighters)[ours], lost[ours], strict=True):
        share = buried * n / total if total else 0
        assert math.floor(share - 1e-9) <= gone <= math.ceil(share + 1e-9)
    foreign_lost = np.array(foreign) - cell.foreign
    assert np.all((foreign_lost >= 0) & (foreign_lost <= lost))
    assert np.all((cell.foreign >= 0) & (cell.foreign <= cell.fighters))


def test_a_single_death_falls_on_every_band_by_its_size_whatever_its_place():
    lost = np.zeros(3)
    for u in EVEN:
        cell = Cell([10, 30, 60])
        cell.bury(1, u)
        lost += np.array([10, 30, 60]) - cell.fighters
    assert lost == pytest.approx([100, 300, 600], abs=10)


def test_single_deaths_do_not_spare_the_foreign():
    foreign_dead = 0
    for u in EVEN:
        cell = Cell([20], [5])
        cell.bury(1, 0.5, u)
        foreign_dead += 5 - cell.foreign[0]
    assert foreign_dead == 250


class People:
    """Communities 1 to 3 of a cell, between those of others."""

    def __init__(self, *sizes):
        self.people = np.array([1000, *sizes, 1000], np.int64)
        self.harm, self.flow = np.zeros((2, len(self.people)), np.int64)

    def hit(self, dead, u=0.5):
        end = len(self.people) - 1
        return hit_people(dead, 1, end, u, self.people, self.harm, self.flow)


def test_people_die_in_one_community_with_their_harm_and_flow_noted():
    cell = People(100, 300)
    assert cell.hit(7, u=0.5) == (2, 7)
    assert cell.people.tolist() == [1000, 100, 293, 1000]
    assert cell.harm.tolist() == [0, 0, 7, 0]
    assert cell.flow.tolist() == [0, 0, -7, 0]


def test_a_community_is_hit_by_its_part_of_the_people():
    hits = [People(100, 300, 600).hit(1, u)[0] for u in EVEN]
    assert np.bincount(hits).tolist() == [0, 100, 300, 600]


@pytest.mark.parametrize(("sizes", "dead"), [((), 5), ((0, 0), 5), ((10, 20), 0)])
def test_nobody_is_hit_where_nobody_lives_or_nobody_need_die(sizes, dead):
    assert People(*sizes).hit(dead) == (-1, 0)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5), st.integers(0, 200), UNIFORM)
def test_every_dead_person_is_counted_once_and_none_is_invented(sizes, dead, u):
    cell = People(*sizes)
    before = cell.people.copy()
    community, died = cell.hit(dead, u)
    lost = before - cell.people
    assert lost.tolist() == cell.harm.tolist() == (-cell.flow).tolist()
    assert lost.sum() == died <= dead
    assert np.all(cell.people >= 0)
    if community >= 0:
        assert died == min(dead, before[community]) == lost[community]
    else:
        assert died == 0
