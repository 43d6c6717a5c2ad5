"""Columns that tell the time of a row, the same in every table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from sim.record.output import Column, Table
from sim.vocabulary import month_id

V = TypeVar("V")

WEEK = Column("week", "int", "week", "Week of the run; 0 is the state at its start.")
DATE = Column("date", "date", "", "First day of the week.")
MONTH_ID = Column(
    "month_id", "int", "month", "VIEWS month (1 is January 1980) of the first day of the week."
)
WEEK_COLUMNS = (WEEK, DATE, MONTH_ID)


def first_day(start: date, week: int) -> date:
    """First day of a week of a run."""
    return start + timedelta(weeks=week)


def month_of(start: date, week: int) -> int:
    """VIEWS month of a week: the month of its first day, also where the week runs into the next."""
    day = first_day(start, week)
    return month_id(day.year, day.month)


def week_columns(start: date, weeks: Sequence[int], rows: Sequence[int]) -> Table:
    """Week, date and month_id of a table that has `rows[i]` rows for `weeks[i]`."""
    dates = [first_day(start, week).isoformat() for week in weeks]
    months = [month_of(start, week) for week in weeks]
    return {
        "week": repeated(weeks, rows),
        "date": repeated(dates, rows),
        "month_id": repeated(months, rows),
    }


def repeated(values: Iterable[V], times: Iterable[int]) -> list[V]:
    """Each value as often as the number beside it says."""
    result: list[V] = []
    for value, count in zip(values, times, strict=True):
        result.extend([value] * count)
    return result
