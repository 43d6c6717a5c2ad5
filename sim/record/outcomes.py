"""Scalars of a run, taken from its tables as a scenario declares them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import numpy as np

from sim.record.coded import Coded
from sim.record.output import Output, Table
from sim.record.recorder import rounded
from sim.vocabulary import month_id
from sim.world.state import Counts, Flags

Value = int | float | str | None

_TIMES = ("date", "date_start", "month_id")
_NUMERIC = ("mean", "sum", "min", "max")


class Outcome(Protocol):
    """What a scenario says of an outcome: rows of a table, a column, and how many become one."""

    @property
    def table(self) -> str:
        """Table it is taken from."""

    @property
    def column(self) -> str | None:
        """Column whose values are taken."""

    @property
    def where(self) -> Mapping[str, str | int]:
        """Only rows with these values."""

    @property
    def take(self) -> str:
        """last, first, mean, sum, min, max, count or first_week."""

    @property
    def at(self) -> date | None:
        """Only the last recorded time on or before this day."""


def outcomes(tables: Mapping[str, Table], declared: Mapping[str, Outcome]) -> dict[str, Value]:
    """Value of each outcome; None where no row has one, save that counts and sums are then 0."""
    return {name: outcome_of(tables[each.table], each) for name, each in declared.items()}


def outcome_of(table: Table, outcome: Outcome) -> Value:
    """Value of one outcome from the table as written, so that it can be had again from the file."""
    rows = _rows(table, outcome)
    if outcome.take == "count":
        return len(rows)
    name = "week" if outcome.take == "first_week" else str(outcome.column)
    values = _taken(table[name], rows)
    if outcome.take == "sum":
        return _plain(_total(values))
    if not values:
        return None
    return _plain(_one(outcome.take, values))


def fault(outcome: Outcome, output: Output) -> str:
    """Why the outcome cannot be taken from the table, "" where it can.

    That the columns exist is for the caller to check.
    """
    kinds = {column.name: column.kind for column in output.columns}
    if outcome.take == "first_week" and "week" not in kinds:
        return f"table '{output.name}' has no weeks; take 'count' or name a column."
    if outcome.at is not None and not any(name in kinds for name in _TIMES):
        return f"table '{output.name}' has no dates; leave out 'at'."
    if outcome.take in _NUMERIC and kinds.get(str(outcome.column)) not in ("int", "float", None):
        return f"column '{outcome.column}' is not a number; take 'first', 'last' or 'count'."
    return ""


def _rows(table: Table, outcome: Outcome) -> Counts:
    """Numbers of the rows that the outcome is about."""
    chosen = np.ones(len(next(iter(table.values()))), np.bool_)
    if outcome.at is not None:
        chosen &= _at(table, outcome.at)
    for name, value in outcome.where.items():
        chosen &= _equal(table[name], value)
    return np.flatnonzero(chosen)


def _at(table: Table, day: date) -> Flags:
    """Rows of the last recorded time on or before a day."""
    name = next(name for name in _TIMES if name in table)
    limit = month_id(day.year, day.month) if name == "month_id" else day.isoformat()
    times = _taken(table[name], np.arange(len(table[name])))
    last = max((time for time in set(times) if time <= limit), default=None)
    return _equal(table[name], last)


def _equal(column: Any, value: Any) -> Flags:
    """In which rows a column has a value."""
    if isinstance(column, Coded):
        return np.array([each == value for each in column.values], np.bool_)[column.at]
    values = column.tolist() if isinstance(column, np.ndarray) else column
    return np.array([each == value for each in values], np.bool_)


def _taken(column: Any, rows: Counts) -> list[Any]:
    """Values of the rows, missing ones left out."""
    if isinstance(column, np.ndarray):
        values = column[rows].tolist()
    elif isinstance(column, Coded):
        values = [column.values[place] for place in column.at[rows].tolist()]
    else:
        values = [column[row] for row in rows.tolist()]
    return [value for value in values if value is not None and value != "" and value == value]


def _one(take: str, values: list[Any]) -> Any:
    if take == "mean":
        return _total(values) / len(values)
    if take in ("min", "first_week"):
        return min(values)
    if take == "max":
        return max(values)
    return values[0] if take == "first" else values[-1]


def _total(values: list[Any]) -> Any:
    """Sum from first to last; Python's own sum() of floats changed in 3.12."""
    total: Any = 0
    for value in values:
        total += value
    return total


def _plain(value: Any) -> Value:
    """The value as it is written."""
    return float(rounded(value)) if isinstance(value, float) else value
