"""Points of a design as numbers, and outcomes at each, averaged over replicates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.design import Design, outcome_names, parameters
from sim.analysis.sensitivity.estimate import Floats, SensitivityError

EXISTS = " exists"
"""What the name of an outcome ends in that says whether another exists, 1 or 0."""


@dataclass(frozen=True)
class Points:
    """Points of one alternative and its runs.

    `values` has a row a point, by its number, and a column a path. `runs` has point, replicate and
    every outcome of each run that is done; NaN where the run does not have it.
    """

    alternative: str
    values: pd.DataFrame
    runs: pd.DataFrame
    outcomes: tuple[str, ...]
    replicates: int
    failed: int  # runs, which are not in `runs`

    @property
    def paths(self) -> tuple[str, ...]:
        """What is varied."""
        return tuple(self.values.columns)

    def structured(self, number: int | None) -> Points:
        """The points from 1 to `number`, with NaN for those that are missing."""
        if number is None:
            return self
        return replace(self, values=self.values.reindex(pd.RangeIndex(1, number + 1)))

    def means(self, outcome: str) -> Floats:
        """Mean over replicates at every point; NaN where no run of the point has it."""
        found = self.runs.groupby("point")[outcome].mean().reindex(self.values.index)
        return found.to_numpy(np.float64)


def all_points(runs: pd.DataFrame, outcomes: pd.DataFrame, design: Design) -> Iterator[Points]:
    """Points of each alternative; raises SensitivityError where nothing is varied or measured."""
    paths = [path for path in parameters(runs) if runs[path].nunique(dropna=False) > 1]
    if not paths:
        raise SensitivityError(
            "Nothing is varied in this batch, so no parameter can matter. Give `vary` and a "
            "design, such as design: {method: saltelli, samples: 64}, and run it again."
        )
    measured = _with_existence(outcomes)
    if measured.columns.size == 1:
        raise SensitivityError("No outcome that is a number is declared. Declare some and run.")
    for alternative, mine in runs.groupby("alternative", sort=False):
        done = mine.loc[mine["status"] == "done", ["run_id", "point", "replicate"]]
        first = mine.drop_duplicates("point").sort_values("point").set_index("point")
        yield Points(
            alternative=str(alternative),
            values=pd.DataFrame(
                {path: _numbers(first[path], design.vary.get(path)) for path in paths}, first.index
            ),
            runs=done.merge(measured, on="run_id"),
            outcomes=tuple(measured.columns[1:]),
            replicates=int(mine["replicate"].nunique()),
            failed=len(mine) - len(done),
        )


def _with_existence(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Outcomes by run_id; after each that some runs lack whether it exists."""
    columns: dict[str, pd.Series] = {"run_id": outcomes["run_id"]}
    for name in outcome_names(outcomes):
        columns[name] = outcomes[name].astype(float)
        if columns[name].isna().any():
            columns[name + EXISTS] = columns[name].notna().astype(float)
    return pd.DataFrame(columns)


def _numbers(column: pd.Series, listed: Any) -> Floats:
    """Values as numbers; what is none counts by its place in the list, or by first appearance."""
    if pd.api.types.is_numeric_dtype(column):
        return column.to_numpy(np.float64, na_value=np.nan)
    texts = column.astype(str)
    known = [_cell(value) for value in listed] if isinstance(listed, Sequence) else []
    order = {text: place for place, text in enumerate(dict.fromkeys([*known, *texts]))}
    return texts.map(order).to_numpy(np.float64)


def _cell(value: Any) -> str:
    """A value of the design as runs.csv writes it."""
    return value if isinstance(value, str) else json.dumps(value, default=str)
