"""Means over pairs of whole tables, one pair in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from sim.analysis.compare.pairs import Comparison

Read = Callable[[str], pd.DataFrame]
"""The table of a run by its id: numbers, rows by time or place, columns by actor."""


@dataclass(frozen=True)
class Sums:
    """Sums over pairs: of the tables with and without, and of the squares of their differences."""

    pairs: int
    with_: pd.DataFrame
    without: pd.DataFrame
    squares: pd.DataFrame

    def plus(self, other: Sums) -> Sums:
        """Sums of both. An actor that one lacks has 0 there; rows that one lacks are left out."""
        columns = self.with_.columns.union(other.with_.columns, sort=False)
        rows = self.with_.index.intersection(other.with_.index)

        def both(mine: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
            whole = [
                each.reindex(index=rows, columns=columns, fill_value=0.0) for each in (mine, theirs)
            ]
            return whole[0] + whole[1]

        return Sums(
            self.pairs + other.pairs,
            both(self.with_, other.with_),
            both(self.without, other.without),
            both(self.squares, other.squares),
        )


def sums(each: Comparison, read: Read) -> Sums | None:
    """Sums over the replicates of a comparison; None where no pair of runs has rows."""
    total: Sums | None = None
    for replicate in _replicates(each, read):
        total = replicate if total is None else total.plus(replicate)
    return total


def _replicates(each: Comparison, read: Read) -> Iterator[Sums]:
    """Sums of one replicate each: the mean over its pairs, which counts once."""
    for _, pairs in each.pairs.groupby("replicate", sort=False):
        total: Sums | None = None
        for run, control in zip(pairs["run_id"], pairs["control_run_id"], strict=True):
            with_, without = read(run), read(control)
            if not with_.empty and not without.empty:
                pair = _aligned(with_, without)
                total = pair if total is None else total.plus(pair)
        if total is not None:
            with_, without = total.with_ / total.pairs, total.without / total.pairs
            yield Sums(1, with_, without, (with_ - without) ** 2)


def _aligned(with_: pd.DataFrame, without: pd.DataFrame) -> Sums:
    """Two tables on the rows that both have and the columns that either has."""
    columns = with_.columns.union(without.columns, sort=False)
    rows = with_.index.intersection(without.index)
    on = with_.reindex(index=rows, columns=columns, fill_value=0.0)
    off = without.reindex(index=rows, columns=columns, fill_value=0.0)
    return Sums(1, on, off, (on - off) ** 2)
