from __future__ import annotations

import pytest

from sim.world.windows import collapse, ramp, superiority, vulnerability


@pytest.mark.parametrize(
    ("value", "open_by"), [(1.0, 0.0), (1.3, 0.0), (1.65, 0.5), (2.0, 1.0), (9.0, 1.0)]
)
def test_a_window_opens_evenly_between_two_levels(value, open_by):
    assert ramp(value, 1.3, 2.0) == pytest.approx(open_by)


def test_where_both_levels_are_the_same_it_opens_at_once():
    assert (ramp(0.9, 1.0, 1.0), ramp(1.0, 1.0, 1.0)) == (0.0, 1.0)


def test_superiority_is_a_ratio_of_strength():
    assert superiority(330.0, 200.0, 1.3, 2.0) == pytest.approx(0.5)
    assert superiority(200.0, 330.0, 1.3, 2.0) == 0.0
    assert superiority(200.0, 0.0, 1.3, 2.0) == 0.0


def test_a_collapsing_rival_opens_it_to_who_is_no_weaker():
    assert collapse(200.0, 200.0, 0.7, 0.2, 0.4) == pytest.approx(0.5)
    assert collapse(199.0, 200.0, 0.7, 0.2, 0.4) == 0.0
    assert collapse(200.0, 200.0, 0.9, 0.2, 0.4) == 0.0


def test_vulnerable_is_who_loses_ground_by_falling_or_because_the_rival_grows():
    assert vulnerability(100.0, 300.0, 0.7, 1.0, 0.2, 0.4) == pytest.approx(0.5)
    assert vulnerability(100.0, 300.0, 1.05, 1.5, 0.2, 0.4) == pytest.approx(0.5)
    assert vulnerability(100.0, 300.0, 0.5, 0.5, 0.2, 0.4) == 0.0
