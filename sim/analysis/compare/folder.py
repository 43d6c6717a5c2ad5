"""Compares the runs of a folder of results, writes what was found into it and says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from sim.analysis.by_run import RunRows
from sim.analysis.compare.outcomes import changes
from sim.analysis.compare.pairs import Comparison, comparisons
from sim.analysis.compare.territory import (
    cell_changes,
    control_by_run,
    share_changes,
    shares_by_run,
)
from sim.analysis.compare.words import lines
from sim.analysis.derived_files import write_table
from sim.analysis.design import design_of
from sim.analysis.newborn import families
from sim.record import derived
from sim.record.results import Results, open_results

PRECISION = 0.1
"""Interval to either side of a mean change that is asked for, as a share of the control's mean."""

DRAWN = 4
"""Comparisons whose territory is drawn, and so kept in memory."""


@dataclass
class Compared:
    """What was found: tables as they are written, of territory only those that are drawn."""

    comparisons: list[Comparison]
    outcomes: pd.DataFrame
    shares: list[pd.DataFrame] = field(default_factory=list)
    cells: list[pd.DataFrame] = field(default_factory=list)


def compare_folder(
    folder: str | Path, to: str | None = None, precision: float = PRECISION
) -> list[str]:
    """Compare alternatives with their controls; write tables and figures; the lines to print.

    `to` names the alternative to compare with, by default what the batch says or the first one.
    Raises CompareError where nothing can be compared, DiskError where a table cannot be written.
    """
    results = open_results(folder)
    compared, files = _written(results, to, precision)
    from sim.analysis.plots.compare import draw_compared  # matplotlib is slow to import

    files += draw_compared(results, compared)
    return [*lines(compared.outcomes, compared.comparisons, precision), *map(str, files)]


def _written(results: Results, to: str | None, precision: float) -> tuple[Compared, list[Path]]:
    """Compare, and write the tables."""
    found = comparisons(results["runs"], design_of(results), to)
    measured = results["outcomes"]
    units = {column.name: column.unit for column in results.columns["outcomes"]}
    outcomes = changes(measured, found, precision, units)
    compared = Compared(found, pd.DataFrame(outcomes))
    files = [write_table(results.folder, derived.COMPARE, [compared.outcomes])]
    files += _territory(results, compared)
    return compared, files


def _territory(results: Results, compared: Compared) -> Iterator[Path]:
    """Write the tables on territory for which the folder has the tables; their files."""
    born = families(results["actors"]) if "actors" in results.tables else {}
    for name, table, keep in (
        ("territory_share", derived.COMPARE_SHARES, compared.shares),
        ("cell_months", derived.COMPARE_CELLS, compared.cells),
    ):
        if name in results.tables:
            rows = RunRows(results.folder / f"{name}.csv")
            if name == "territory_share":
                read, change = shares_by_run(rows, born), share_changes
            else:
                read, change = control_by_run(rows, born), cell_changes
            parts = (_labelled(each, change(each, read)) for each in compared.comparisons)
            yield write_table(results.folder, table, _kept(parts, keep))


def _labelled(each: Comparison, table: pd.DataFrame) -> pd.DataFrame:
    """A table of one comparison with columns that say of which."""
    who = {"alternative": each.alternative, "control": each.control, "values": each.values}
    return pd.DataFrame(who, index=table.index).join(table)


def _kept(parts: Iterable[pd.DataFrame], keep: list[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """The parts, of which the first few that are not empty are kept."""
    for part in parts:
        if len(keep) < DRAWN and not part.empty:
            keep.append(part)
        yield part
