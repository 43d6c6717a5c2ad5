"""Columns that tell the time of a row, the same in every table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from sim.record.coded import Coded
from sim.record.output import Column, Table
from sim.vocabulary import month_id
from sim.world.state import Counts

WEEK = Column("week", "int", "week", "Week of the run; 0 is the state at its start.")
DATE = Column("date", "date", "", "First day of the week.")
MONTH_ID = Column(
    "month_id", "int", "month", "VIEWS month (1 is January 1980) of the first day of the week."
)
WEEK_COLUMNS = (WEEK, DATE, MONTH_ID)


@lru_cache(maxsize=4096)
def first_day(start: date, week: int) -> date:
    """First day of a week of a run."""
    return start + timedelta(weeks=week)


@lru_cache(maxsize=4096)
def month_of(start: date, week: int) -> int:
    """VIEWS month of a week: the month of its first day, also where the week runs into the next."""
    day = first_day(start, week)
    return month_id(day.year, day.month)


def week_columns(start: date, weeks: Sequence[int], rows: Sequence[int] | Counts) -> Table:
    """Week, date and month_id of a table that has `rows[i]` rows for `weeks[i]`."""
    dates, months = _calendar(start, tuple(weeks))
    at = np.repeat(np.arange(len(dates)), rows)
    return {"week": Coded(weeks, at), "date": Coded(dates, at), "month_id": Coded(months, at)}


@lru_cache(maxsize=8)
def _calendar(start: date, weeks: tuple[int, ...]) -> tuple[list[str], list[int]]:
    """First day and month of each week; most tables of a run are about the same weeks."""
    dates = [first_day(start, week).isoformat() for week in weeks]
    return dates, [month_of(start, week) for week in weeks]
