"""What was found, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

import pandas as pd

from sim.analysis.text import laid_out, number

MOST_PARAMETERS = 12
"""Parameters that are printed of an outcome, those that matter most first; all are in the table."""

HEADS = {
    "first_order": "first order (alone)",
    "total_order": "total order (with others)",
    "mu_star": "mu*",
    "mu": "mu",
    "sigma": "sigma",
    "partial_rank": "partial rank correlation",
    "spearman": "Spearman",
}
LEADING = ("total_order", "mu_star", "partial_rank")
"""Measures by which parameters are put in order, one of each method."""

READ = {
    "saltelli": "Shares of an outcome's variance: of a parameter alone, and of all in which it has "
    "a part. Intervals of 95 % in brackets.",
    "morris": "mu*: mean size of the effect of a step over a parameter's whole range, in the "
    "outcome's unit, interval of 95 % in brackets; mu: mean with its sign; sigma: how it differs "
    "with the other parameters.",
}
READ_RANKS = (
    "From -1 (the outcome falls as the parameter rises) to +1. Partial: with all other parameters "
    "held apart. Intervals of 95 % in brackets."
)


def lines(table: pd.DataFrame) -> Iterator[str]:
    """A block of lines for each alternative and outcome, then how to read them."""
    for (alternative, outcome), block in table.groupby(["alternative", "outcome"], sort=False):
        first = block.iloc[0]
        yield f"{alternative}: {outcome} ({_basis(first)})"
        if len(moved(block)):
            yield from laid_out(_cells(block))
        else:
            yield "  no parameter moves it" if first["points"] else "  no run has it"
        yield ""
    yield READ.get(table["method"].iloc[0], READ_RANKS)
    yield ""


def moved(table: pd.DataFrame) -> pd.DataFrame:
    """Estimates of the outcomes that some parameter moves, at least in this sample."""
    size = table["value"].abs().fillna(0.0).groupby([table["alternative"], table["outcome"]])
    return table[size.transform("max") > 0]


def by_importance(block: pd.DataFrame) -> list[str]:
    """Parameters of estimates, first those that matter most for some outcome beside the others."""
    leading = block[block["measure"].isin(LEADING)]
    size = leading["value"].abs()
    most = size.groupby([leading["alternative"], leading["outcome"]]).transform("max")
    size = (size / most).fillna(-1.0).groupby(leading["parameter"], sort=False).max()
    return [str(path) for path in size.sort_values(ascending=False, kind="stable").index]


def _basis(row: Any) -> str:
    """What the estimates of an outcome rest on."""
    parts = [f"{row['points']} points"]
    if row["failed"]:
        parts.append(f"{row['failed']} runs failed")
    if row["replicates"] < 2:
        parts.append("one replicate, so noise between seeds is not known")
    elif not isnan(row["noise_of_runs"]):
        parts.append(
            f"{row['replicates']} replicates; noise between seeds is "
            f"{100 * row['noise_of_runs']:.0f} % of the variance of runs, "
            f"{100 * row['noise_of_means']:.0f} % of that of their means"
        )
    return ", ".join(parts)


def _cells(block: pd.DataFrame) -> list[tuple[str, ...]]:
    measures = list(pd.unique(block["measure"]))
    wide: dict[Any, Any] = {
        (row["parameter"], row["measure"]): row for row in block.to_dict("records")
    }
    head = ("parameter", *(HEADS[measure] for measure in measures))
    return [head] + [
        (path, *(_estimate(wide[path, measure]) for measure in measures))
        for path in by_importance(block)[:MOST_PARAMETERS]
    ]


def _estimate(row: dict[str, Any]) -> str:
    text = number(row["value"])
    return text if isnan(row["low"]) else f"{text} ({number(row['low'])} to {number(row['high'])})"
