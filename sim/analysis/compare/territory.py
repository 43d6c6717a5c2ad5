"""What each comparison changes in shares of territory over time and in who controls each cell."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from sim.analysis.by_run import RunRows
from sim.analysis.compare.pairs import Comparison
from sim.analysis.compare.sums import Read, sums
from sim.analysis.paired import Floats, interval_of_means, interval_of_shares

WHOLE = "ALL"
KEPT = 8
"""Runs kept in memory, since a control is compared with several alternatives."""

Interval = Callable[[int, ArrayLike, ArrayLike], tuple[Floats, Floats]]


def share_changes(each: Comparison, read: Read) -> pd.DataFrame:
    """Change of every holder's share of the study area by date: date, actor, pairs, shares, change.

    Empty where no pair has rows.
    """
    return _changes(each, read, "date", "share", interval_of_means)


def cell_changes(each: Comparison, read: Read) -> pd.DataFrame:
    """Change of the probability that an actor controls a cell, by (month_id, cell_id) and actor."""
    table = _changes(each, read, "place", "probability", interval_of_shares)
    if table.empty:
        return table
    held = (table["probability_with"] > 0) | (table["probability_without"] > 0)
    table = table[held].reset_index(drop=True)
    months, cells = zip(*table.pop("place"), strict=True)
    table.insert(0, "month_id", months)
    table.insert(1, "cell_id", cells)
    return table


def shares_by_run(rows: RunRows, families: dict[str, str]) -> Read:
    """Reader of the shares of cells of a run: a row for each date, a column for each holder."""

    @lru_cache(KEPT)
    def read(run: str) -> pd.DataFrame:
        table = rows.rows(run, ("date", "country", "actor", "share_cells"))
        table = table[table["country"] == WHOLE]
        holder = table["actor"].map(lambda name: families.get(name, name))
        return table.pivot_table(
            index="date", columns=holder, values="share_cells", aggfunc="sum", sort=False
        ).fillna(0.0)

    return read


def control_by_run(rows: RunRows, families: dict[str, str]) -> Read:
    """Reader of who controls each cell in the last month of a run: 1 or 0, rows by place."""

    @lru_cache(KEPT)
    def read(run: str) -> pd.DataFrame:
        table = rows.rows(run, ("month_id", "cell_id", "controller"))
        table = table[table["month_id"] == table["month_id"].max()]
        holder = table["controller"].map(lambda name: families.get(name, name))
        places = list(zip(table["month_id"], table["cell_id"], strict=True))
        index = pd.Index(places, tupleize_cols=False)
        return pd.get_dummies(holder.set_axis(index), dtype=np.float64)

    return read


def _changes(
    each: Comparison, read: Read, rows: str, measure: str, interval: Interval
) -> pd.DataFrame:
    """Means with and without, change and interval of every entry of the tables of a comparison."""
    total = sums(each, read)
    if total is None:
        return pd.DataFrame()
    change = total.with_ - total.without
    low, high = interval(total.pairs, change.to_numpy(), total.squares.to_numpy())
    parts = {
        f"{measure}_with": total.with_ / total.pairs,
        f"{measure}_without": total.without / total.pairs,
        "change": change / total.pairs,
        "low": pd.DataFrame(low, change.index, change.columns),
        "high": pd.DataFrame(high, change.index, change.columns),
    }
    size, (down, across) = change.size, change.shape
    table: dict[str, Any] = {
        rows: np.repeat(change.index.to_numpy(), across),
        "actor": np.tile(change.columns.to_numpy(), down),
        "pairs": [total.pairs] * size,
    }
    for name, part in parts.items():
        table[name] = part.to_numpy().ravel()
    return pd.DataFrame(cast("Any", table))
