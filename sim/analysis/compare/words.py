"""What was found, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.compare.pairs import Comparison
from sim.analysis.text import laid_out, number

MOST_SHOWN = 20
"""Comparisons that are printed; the others are in the table."""

Row = dict[str, Any]

HEAD = ("outcome", "control", "change", "95 % interval", "median", "gain", "pairs", "more")


def lines(
    outcomes: pd.DataFrame, comparisons: Sequence[Comparison], precision: float
) -> Iterator[str]:
    """What each alternative changes: a block of lines for each comparison, then how to read it."""
    keys = ["alternative", "control", "values"]
    blocks = dict(list(outcomes.groupby(keys, sort=False))) if len(outcomes) else {}
    for each in comparisons[:MOST_SHOWN]:
        yield _title(each)
        block = blocks.get((each.alternative, each.control, each.values))
        if block is not None:
            yield from _block(block, each.seeds)
        yield ""
    if len(comparisons) > MOST_SHOWN:
        yield f"... and {len(comparisons) - MOST_SHOWN} more comparisons, in compare.csv."
    if blocks:
        yield from _how_to_read(precision)
    else:
        yield "The scenario declares no outcomes: only territory is compared."
    yield ""


def _title(each: Comparison) -> str:
    at = f", {each.values}" if each.values else ""
    failed = f", {each.failed} left out because a run failed" if each.failed else ""
    pairs = len(each.pairs)
    seeds = f" on {each.seeds} seeds, on which intervals rest" if each.seeds < pairs else ""
    kind = "pair" if pairs == 1 else "pairs"
    return f"{each.alternative}{at} against {each.control}: {pairs} {kind}{seeds}{failed}"


def _block(block: pd.DataFrame, seeds: int) -> Iterator[str]:
    rows: list[Row] = block.to_dict("records")  # type: ignore[assignment]
    yield from laid_out([HEAD, *(_cells(row, seeds) for row in rows)])
    for row in rows:
        if min(row["happens_with"], row["happens_without"]) < 1:
            yield _happening(row)


def _cells(row: Row, seeds: int) -> tuple[str, ...]:
    more = np.maximum(row["pairs_needed"] - seeds, 0.0)
    return (
        str(row["outcome"]),
        number(row["mean_without"]),
        number(row["change"], "+"),
        f"{number(row['low'], '+')} to {number(row['high'], '+')}",
        number(row["median_change"], "+"),
        f"{number(row['gain'])}x" if not isnan(row["gain"]) else "-",
        str(int(row["pairs"])),
        number(more),
    )


def _happening(row: Row) -> str:
    share_with, share_without, change, low, high = (
        100 * row[f"happens_{name}"] for name in ("with", "without", "change", "low", "high")
    )
    return (
        f"  {row['outcome']} exists in {share_with:.0f} % of runs, in {share_without:.0f} % of the "
        f"control's: {change:+.0f} points ({low:+.0f} to {high:+.0f}). Above: pairs that both have "
        "it."
    )


def _how_to_read(precision: float) -> Iterator[str]:
    yield "change, median: mean and median over pairs of the difference from the control."
    yield "gain: how many times fewer runs are needed because pairs share their seed."
    yield (
        f"more: further pairs for an interval of +-{100 * precision:g} % of the control's mean "
        "(--precision)."
    )
