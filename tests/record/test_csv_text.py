"""Rows of CSV as the kernel writes them: the text that Python would write."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.record.coded import Coded
from sim.record.csv_text import csv_rows
from sim.record.recorder import rounded


def lines(values, kind):
    return csv_rows([values], [kind]).decode().splitlines()


@pytest.mark.parametrize(
    "number",
    [0.0, 1.0, -1.5, 1e-6, 1.2e-5, 9.9e-5, 1e-4, -3e-6, 0.1, 12345678.000001, 999999999.999999],
)
def test_a_float_is_written_as_python_writes_it(number):
    assert lines(np.array([number]), "float") == [repr(number)]


@given(st.lists(st.floats(-1e14, 1e14), min_size=1, max_size=30))
def test_floats_of_tables_are_written_as_python_writes_them(values):
    column = rounded(values)
    assert lines(column, "float") == [repr(value) for value in column.tolist()]


@pytest.mark.parametrize("number", [1 / 3, 1e300, -2.5e15, float("inf"), 5e-324])
def test_floats_of_more_digits_are_written_whole(number):
    assert lines(np.array([number]), "float") == [repr(number)]


@given(st.lists(st.integers(-(2**63) + 1, 2**63 - 1), min_size=1, max_size=30))
def test_whole_numbers_are_written_with_all_their_digits(values):
    assert lines(np.array(values, np.int64), "int") == [str(value) for value in values]


def test_what_is_missing_is_empty():
    columns = [
        [1, None],
        np.array([np.nan, 0.5]),
        Coded(["", "a"], [1, 0]),
        Coded([None, 7], [0, 1]),
    ]
    kinds = ["int", "float", "text", "int"]
    assert csv_rows(columns, kinds) == b"1,,a,\n,0.5,,7\n"


def test_coded_texts_are_quoted_where_they_must_be_and_keep_their_letters():
    column = Coded(["Ségou", "a,b", 'say "x"'], [0, 1, 2, 0])
    assert csv_rows([column], ["text"]).decode() == 'Ségou\n"a,b"\n"say ""x"""\nSégou\n'


def test_long_tables_are_written_row_by_row_to_the_end():
    numbers = np.arange(20_001)
    text = csv_rows([numbers, Coded(["x" * 50, "y"], numbers % 2)], ["int", "text"]).decode()
    assert text.splitlines() == [f"{n},{'y' if n % 2 else 'x' * 50}" for n in range(20_001)]


def test_a_coded_column_reads_like_a_list():
    column = Coded(["state", "rebels", "nobody"], [0, -1, 1, 1])
    assert column == ["state", "nobody", "rebels", "rebels"]
    assert (len(column), column[1], column.count("rebels")) == (4, "nobody", 2)
    assert column[1:3] == ["nobody", "rebels"]
    assert column != ["state"]


def test_minus_one_is_the_last_value_of_a_coded_column():
    column = Coded(["a", "born", "none"], [0, -1, 1])
    assert column == ["a", "none", "born"]
    assert lines(column, "text") == ["a", "none", "born"]
