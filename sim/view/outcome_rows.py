"""Outcomes of a batch: how they spread over runs, and what alternatives change in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.compare.folder import PRECISION
from sim.analysis.compare.outcomes import Row, changes
from sim.analysis.compare.pairs import CompareError, comparisons
from sim.analysis.plots.compare_outcomes import PLAIN_UNITS
from sim.analysis.spread import QUANTILES
from sim.view.folder import Folder, group_text

MOST_DOTS = 200
"""Runs of a group that are drawn one by one; of more, as many at equal ranks."""

MOST_COMPARISONS = 4

Card = dict[str, Any]


def outcome_cards(folder: Folder, table: pd.DataFrame, groups: Sequence[str]) -> list[Card]:
    """What is shown of each outcome: its spread in each group of runs, and the paired changes.

    `table` is the table `outcomes`, or what there is of it so far.
    """
    changed = _changes(folder, table)
    by_run = table.set_index("run_id")
    return [
        {
            "name": name.replace("_", " "),
            "unit": "" if unit in PLAIN_UNITS else unit,
            "groups": [_spread(_values(folder, by_run[name], group)) for group in groups],
            "changes": [row for row in changed if row["outcome"] == name],
        }
        for name, unit in folder.units.items()
        if name in by_run
    ]


def _values(folder: Folder, outcome: pd.Series, group: str) -> Any:
    """The outcome in every run of a group that is known, NaN where it never happened."""
    own = folder.runs["run_id"][(folder.groups == group).to_numpy()]
    there = own[own.isin(outcome.index)]
    return outcome.reindex(there).to_numpy(np.float64, na_value=np.nan)


def _spread(values: Any) -> Card:
    known = np.sort(values[~np.isnan(values)])
    found: Card = {"runs": len(values), "never": len(values) - len(known)}
    if not len(known):
        return found
    step = max(1, -(-len(known) // MOST_DOTS))
    quantiles = np.quantile(known, list(QUANTILES.values()))
    return found | {"dots": known[::step].tolist(), "quantiles": quantiles.tolist()}


def _changes(folder: Folder, table: pd.DataFrame) -> list[Card]:
    """Mean change over pairs of runs with its interval, by comparison and outcome."""
    known = folder.runs["run_id"].isin(table["run_id"])
    runs = folder.runs.assign(status=folder.runs["status"].where(known, "not read"))
    try:
        found = comparisons(runs, folder.design)[:MOST_COMPARISONS]
    except CompareError:
        return []
    fields = ("outcome", "change", "low", "high", "pairs")
    return [
        {"label": _label(row)} | {name: _number(row[name]) for name in fields}
        for row in changes(table, found, PRECISION, folder.units)
    ]


def _label(row: Row) -> str:
    with_ = "; ".join(filter(None, [str(row["alternative"]), str(row["values"])]))
    return f"{group_text(with_)} instead of {group_text(str(row['control']))}"


def _number(value: Any) -> Any:
    """The value, None where it is not known: JSON has no NaN."""
    return None if value != value else value
