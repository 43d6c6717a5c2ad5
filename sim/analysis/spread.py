"""How the runs of a batch differ: quantiles over runs, mean runs, months."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

QUANTILES = {"low90": 0.05, "low50": 0.25, "median": 0.50, "high50": 0.75, "high90": 0.95}
"""Edges of the bands that hold 90 % and 50 % of the runs, and the median."""

OBSERVED = "observed"
"""Run and alternative of a table of real events, which names none."""


def as_runs(table: pd.DataFrame) -> pd.DataFrame:
    """The table with run_id and alternative; a table of real events becomes one run."""
    missing = {name: OBSERVED for name in ("run_id", "alternative") if name not in table}
    return table.assign(**missing) if missing else table


def as_dates(column: pd.Series) -> pd.Series:
    """Days of a column of dates or of texts that begin with an ISO date."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return column
    return pd.to_datetime(column.astype(str).str.slice(0, 10), format="%Y-%m-%d")


def alternatives_of(table: pd.DataFrame) -> list[str]:
    """Alternatives in the order in which the table first names them."""
    return [str(name) for name in pd.unique(table["alternative"])]


def spread(table: pd.DataFrame, value: str, by: Sequence[str]) -> pd.DataFrame:
    """Quantiles of `value` over runs for each combination of `by`; columns as in `QUANTILES`."""
    if table.empty:
        return table[list(by)].assign(**dict.fromkeys(QUANTILES, 0.0))
    groups = table.groupby(list(by), sort=False, observed=True)[value]
    edges = groups.quantile(np.array(list(QUANTILES.values()))).unstack()
    edges.columns = pd.Index(list(QUANTILES))
    return edges.reset_index()


def mean_run(table: pd.DataFrame, value: str, by: Sequence[str]) -> pd.DataFrame:
    """Mean of `value` over runs; unlike medians, mean shares still sum to 1."""
    return table.groupby(list(by), sort=False, observed=True)[value].mean().reset_index()


def whole_months(first: pd.Timestamp, last: pd.Timestamp, slack: int = 7) -> pd.PeriodIndex:
    """Months between two days of which at most `slack` days are missing at either end."""
    months = pd.period_range(first, last, freq="M")
    missing_before = (first - months.start_time).days
    missing_after = (months.end_time.normalize() - last).days
    return months[(missing_before <= slack) & (missing_after <= slack)]


def months_of(
    events: pd.DataFrame, period: tuple[pd.Timestamp, pd.Timestamp] | None
) -> pd.PeriodIndex:
    """Whole months of the period; without one, all months from the first event to the last."""
    if period is not None:
        return whole_months(*period)
    if events.empty:
        return pd.PeriodIndex([], freq="M")
    days = as_dates(events["date_start"])
    return pd.period_range(days.min(), days.max(), freq="M")


def monthly(
    events: pd.DataFrame, kinds: pd.DataFrame, runs: pd.DataFrame, months: pd.PeriodIndex
) -> pd.DataFrame:
    """Events and deaths by run, month and kind, with a row of zeros where nothing happened.

    The rows of `kinds` are the values to count of some columns of `events`; `runs` names every
    run (run_id, alternative), those without events among them.
    """
    runs = runs[["run_id", "alternative"]].drop_duplicates()
    month = as_dates(events["date_start"]).dt.to_period("M")
    counted = events.assign(month=month)[month.isin(months)]
    keys = ["run_id", "month", *kinds]
    sums = counted.groupby(keys, observed=True)["best"].agg(events="size", deaths="sum")
    whole = runs.merge(pd.DataFrame({"month": months}), how="cross").merge(kinds, how="cross")
    filled = whole.merge(sums.reset_index(), on=keys, how="left")
    filled[["events", "deaths"]] = filled[["events", "deaths"]].fillna(0)
    return filled.assign(date=filled["month"].dt.start_time)
