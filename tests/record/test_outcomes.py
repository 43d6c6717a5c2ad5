"""Scalars of a run from its tables."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.record.outcomes import fault, outcomes
from sim.record.outputs import cell_months, cells, events, territory_share
from sim.scenario.schema import Outcome

SHARES = {
    "week": [0, 0, 1, 1, 2, 2],
    "date": ["2018-01-01"] * 2 + ["2018-01-08"] * 2 + ["2018-01-15"] * 2,
    "actor": ["reds", "blues"] * 3,
    "share_cells": np.array([0.1, 0.9, 0.2, 0.8, 0.4, np.nan]),
}
FIGHTS = {
    "week": [3, 5],
    "type_of_violence": [2, 1],
    "date_start": ["2018-01-22", "2018-02-05"],
    "best": np.array([4, 6]),
}
MONTHS = {
    "month_id": [457, 458],
    "controller": ["reds", "nobody"],
    "population": np.array([10, 20]),
}
TABLES = {"territory_share": SHARES, "events": FIGHTS, "cell_months": MONTHS}


def value(table, take, column=None, at=None, **where):
    declared = {"x": Outcome(table=table, take=take, column=column, where=where, at=at)}
    return outcomes(TABLES, declared)["x"]


@pytest.mark.parametrize(
    ("take", "expected"),
    [("first", 0.1), ("last", 0.4), ("mean", 0.233333), ("min", 0.1), ("max", 0.4), ("sum", 0.7)],
)
def test_values_of_a_column_become_one(take, expected):
    assert value("territory_share", take, "share_cells", actor="reds") == expected


def test_a_day_stands_for_the_last_recorded_week_on_or_before_it():
    share = ("territory_share", "last", "share_cells")
    assert value(*share, actor="reds", at=date(2018, 1, 14)) == 0.2
    assert value(*share, actor="reds", at=date(2018, 1, 15)) == 0.4
    assert value(*share, actor="reds", at=date(2017, 1, 1)) is None


def test_a_day_stands_for_its_month_in_a_table_of_months():
    population = ("cell_months", "last", "population")
    assert value(*population, at=date(2018, 1, 31)) == 10
    assert value(*population, at=date(2018, 2, 1)) == 20


def test_missing_values_are_left_out_and_nothing_is_missing():
    assert value("territory_share", "mean", "share_cells", actor="blues") == 0.85
    assert value("territory_share", "max", "share_cells", actor="greens") is None


def test_the_first_week_is_that_of_the_first_row_if_there_is_one():
    assert value("events", "first_week", type_of_violence=1) == 5
    assert value("events", "first_week", type_of_violence=3) is None


def test_counts_and_sums_of_nothing_are_zero():
    assert value("events", "count") == 2
    assert value("events", "count", type_of_violence=3) == 0
    assert value("events", "sum", "best", type_of_violence=3) == 0


def test_whole_numbers_stay_whole_and_texts_are_texts():
    assert value("events", "sum", "best") == 10
    assert isinstance(value("events", "sum", "best"), int)
    assert value("cell_months", "last", "controller") == "nobody"


@pytest.mark.parametrize(
    ("output", "asked", "complaint"),
    [
        (cells.OUTPUT, {"take": "first_week"}, "has no weeks"),
        (cells.OUTPUT, {"take": "count", "at": date(2018, 1, 1)}, "has no dates"),
        (events.OUTPUT, {"take": "mean", "column": "side_a"}, "is not a number"),
        (events.OUTPUT, {"take": "sum", "column": "best", "at": date(2018, 1, 1)}, ""),
        (territory_share.OUTPUT, {"take": "first_week"}, ""),
        (cell_months.OUTPUT, {"take": "last", "column": "controller"}, ""),
    ],
)
def test_an_outcome_that_a_table_cannot_give_is_told(output, asked, complaint):
    told = fault(Outcome(table=output.name, **asked), output)
    assert complaint in told
    assert bool(told) == bool(complaint)
