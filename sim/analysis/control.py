"""Who usually controls each cell, over the runs of an alternative."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def usual_control(cell_months: pd.DataFrame, months: Sequence[int]) -> pd.DataFrame:
    """Controller of each cell in most runs, by alternative and month.

    Columns alternative, month_id, cell_id, controller, agreement (share of runs in which it
    controls the cell) and contested (share of runs in which the cell is contested). Of
    controllers in equally many runs the first by name is taken.
    """
    keys = ["alternative", "month_id", "cell_id"]
    rows = cell_months[cell_months["month_id"].isin(list(months))]
    counts = rows.groupby([*keys, "controller"], observed=True).size().rename("runs").reset_index()
    counts = counts.sort_values([*keys, "runs", "controller"], ascending=[True] * 3 + [False, True])
    usual = counts.drop_duplicates(keys)
    whole = rows.groupby(keys, observed=True)["contested"].agg(total="size", contested="mean")
    usual = usual.merge(whole.reset_index(), on=keys)
    usual["agreement"] = usual["runs"] / usual["total"]
    return usual.drop(columns=["runs", "total"]).reset_index(drop=True)


def spaced(months: Sequence[int], count: int) -> list[int]:
    """`count` of the months from the first to the last, as evenly as they come."""
    ordered = sorted(set(months))
    if len(ordered) <= count:
        return ordered
    step = (len(ordered) - 1) / (count - 1)
    return [ordered[round(i * step)] for i in range(count)]
