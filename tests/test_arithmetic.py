"""Elementary functions: close to the true value, ordered, with known limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.arithmetic import exp, exps, log, logistic, logs, power

EXPONENT = st.floats(-700, 700)
POSITIVE = st.floats(1e-300, 1e300)


def units_in_the_last_place(value: float, truth: float) -> float:
    return abs(value - truth) / math.ulp(truth)


@given(EXPONENT)
def test_exp_is_within_one_unit_in_the_last_place(x):
    assert units_in_the_last_place(exp(x), math.exp(x)) <= 1


@given(POSITIVE)
def test_log_is_within_two_units_in_the_last_place(x):
    assert units_in_the_last_place(log(x), math.log(x)) <= 2


@given(st.floats(0.999, 1.001))
def test_log_keeps_its_relative_accuracy_near_one(x):
    assert log(x) == pytest.approx(math.log(x), rel=4e-16, abs=0)


@given(EXPONENT, EXPONENT)
def test_exp_never_falls_where_its_argument_rises(x, y):
    low, high = min(x, y), max(x, y)
    assert exp(low) <= exp(high)


@given(POSITIVE, POSITIVE)
def test_log_never_falls_where_its_argument_rises(x, y):
    low, high = min(x, y), max(x, y)
    assert log(low) <= log(high)


@given(st.floats(-600, 600))
def test_log_undoes_exp(x):
    assert log(exp(x)) == pytest.approx(x, rel=1e-15, abs=1e-15)


def test_values_known_exactly():
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert logistic(0.0) == 0.5
    assert power(1.0, 17.0) == 1.0
    assert power(3.0, 0.0) == 1.0
    assert log(8.0) == pytest.approx(3 * math.log(2), abs=0, rel=3e-16)


def test_exp_is_cut_off_where_no_rule_needs_it():
    assert exp(-700.1) == 0.0
    assert exp(-1e308) == 0.0
    assert exp(1e308) == exp(700.0)


def test_logistic_goes_to_zero_and_one():
    assert logistic(50.0) == 1.0
    assert 0.0 < logistic(-50.0) < 1e-21
    assert 0.0 <= logistic(-1e4) < 1e-300


@given(st.floats(-30, 30))
def test_logistic_is_symmetric_about_one_half(x):
    assert logistic(x) + logistic(-x) == pytest.approx(1, abs=3e-16)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_logistic_never_falls_where_its_argument_rises(x, y):
    low, high = min(x, y), max(x, y)
    assert logistic(low) <= logistic(high)


@given(st.floats(1e-6, 1e6), st.floats(-4, 4))
def test_power_agrees_with_pow(x, y):
    assert power(x, y) == pytest.approx(math.pow(x, y), rel=2e-14)


def test_power_of_nothing_is_nothing():
    assert power(0.0, 0.5) == 0.0
    assert power(-1.0, 2.0) == 0.0


@given(st.lists(EXPONENT, min_size=1), st.lists(POSITIVE, min_size=1))
def test_arrays_have_the_bits_of_their_numbers(exponents, positive):
    assert exps(np.array(exponents)).tolist() == [exp(x) for x in exponents]
    assert logs(np.array(positive)).tolist() == [log(x) for x in positive]
