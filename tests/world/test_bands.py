from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.world.bands import Bands, count_troops, locate, sort_by_cell
from sim.world.breakup import break_up
from sim.world.state import allocate, arrays
from tests.worlds import put_band, small_world

CELLS = st.lists(st.integers(0, 5), max_size=40)


def crowd(sizes):
    """Rebel bands of the given sizes, one in each cell from 0 on."""
    world = small_world(max(len(sizes), 1), 1)
    for cell, size in enumerate(sizes):
        put_band(world, "rebels", cell, size)
    return world.bands


def column(bands, name):
    return getattr(bands, name)[: bands.count].tolist()


def test_a_new_band_has_what_is_given_and_else_what_is_declared():
    bands = allocate(Bands, {"U": 0})
    assert bands.add(owner=2, cell=7, fighters=20) == 0
    assert (bands.owner[0], bands.cell[0], bands.fighters[0]) == (2, 7, 20)
    assert (bands.constituent[0], bands.objective[0], bands.foreign[0]) == (-1, -1, 0)


@given(st.integers(0, 10), st.integers(0, 100))
def test_room_for_births_never_loses_a_band(size, births):
    bands = crowd([20] * size)
    before = {item.name: column(bands, item.name) for item in arrays(bands)}
    bands.reserve(births)
    assert bands.room >= size + births
    assert {item.name: column(bands, item.name) for item in arrays(bands)} == before


@given(st.lists(st.integers(0, 3), max_size=20))
def test_bands_without_fighters_go_and_the_rest_keep_their_order(sizes):
    bands = crowd(sizes)
    bands.compact()
    left = [(cell, size) for cell, size in enumerate(sizes) if size > 0]
    assert list(zip(column(bands, "cell"), column(bands, "fighters"), strict=True)) == left


@given(st.lists(st.integers(1, 23), min_size=1, max_size=8), st.data())
def test_units_of_a_broken_band_follow_all_others_and_have_all_that_it_had(sizes, data):
    bands = crowd(sizes)
    rows = data.draw(st.lists(st.integers(0, len(sizes) - 1), unique=True))
    before = {item.name: column(bands, item.name) for item in arrays(bands)}
    bands.reserve(sum(sizes) // 4)
    bands.count = break_up(
        np.array(rows, np.int32), 4, np.uint64(9), 3, bands.count, bands.key, bands.owner,
        bands.constituent, bands.cell, bands.home, bands.fighters, bands.foreign,
        bands.experience, bands.hidden, bands.mobile, bands.objective,
    )  # fmt: skip
    parents = [row for row in rows for _ in range(1, max(1, sizes[row] // 4))]
    assert bands.count == len(sizes) + len(parents)
    for name in set(before) - {"key", "fighters", "foreign", "order", "occupied", "standing"}:
        assert column(bands, name)[len(sizes) :] == [before[name][row] for row in parents]
    for name in ("fighters", "foreign"):
        assert sum(column(bands, name)) == sum(before[name])
    assert len(set(column(bands, "key"))) == bands.count


@given(CELLS)
def test_bands_sorted_by_cell_are_all_there_and_in_one_cell_as_before(cells):
    first, order = np.full(7, 99, np.int32), np.full(len(cells), 99, np.int32)
    sort_by_cell(len(cells), np.array(cells, np.int32), first, order)
    assert order.tolist() == sorted(range(len(cells)), key=cells.__getitem__)
    for k in range(6):
        assert {cells[u] for u in order[first[k] : first[k + 1]]} <= {k}
    assert (first[0], first[6]) == (0, len(cells))


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 99)), max_size=30))
def test_troops_are_the_fighters_of_an_actor_in_a_cell(bands):
    owner, cell, fighters = np.array(bands, np.int64).reshape(-1, 3).T
    troops = np.full((2, 3), 99, np.int64)
    count_troops(len(bands), owner.astype(np.int32), cell.astype(np.int32), fighters, troops)
    for a in range(2):
        for k in range(3):
            assert troops[a, k] == sum(n for o, c, n in bands if (o, c) == (a, k))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5), st.integers(0, 3)), max_size=30))
def test_occupied_cells_are_those_with_troops_each_listed_once(bands):
    owner, cell, fighters = (
        (np.array(values, np.int32) for values in zip(*bands, strict=True))
        if (bands)
        else (np.zeros(0, np.int32),) * 3
    )
    fighters = fighters.astype(np.int64)
    troops, counted = np.full((3, 6), 99, np.int64), np.empty((3, 6), np.int64)
    first, at = np.empty(4, np.int32), np.empty(len(bands), np.uint32)
    standing = np.empty(len(bands))
    locate(len(bands), owner, cell, fighters, troops, first, at, standing)
    count_troops(len(bands), owner, cell, fighters, counted)
    assert (troops == counted).all()
    for a in range(3):
        cells = at[first[a] : first[a + 1]]
        assert sorted(cells) == np.flatnonzero(troops[a]).tolist()
        assert standing[first[a] : first[a + 1]].tolist() == troops[a, cells].tolist()
