"""The form in which tables are written: CSV (RFC 4180, UTF-8, lines end in a line feed).

Floats are rounded to six decimals and written as the shortest decimal that reads back as the same
number; missing values are empty. The same run gives the same text on every machine.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from typing import Any

from sim.kernel_cache import source_hash
from sim.record.csv_text import csv_rows, quoted
from sim.record.output import Column, Table

PACKAGE = "rival-territories"

RUN_COLUMNS = (
    Column("run_id", "text", "", "Run: same scenario, parameters, seed and version, same id."),
    Column("alternative", "text", "", "What sets the runs of a batch apart, by its name."),
    Column("replicate", "int", "index", "Number of the repetition; equal numbers share a seed."),
)
"""Columns that a batch puts in front of every table."""

COLUMNS_FILE = "columns.csv"
PROVENANCE_FILE = "provenance.json"

FIGURES_FOLDER = "figures"
FIGURES = (
    "territory_share", "territory_share_population", "territory_spread", "control_maps",
    "events_by_type", "events_by_dyad", "loyalty", "relations", "rivals", "network",
    "claims", "pacts", "leaders", "outcomes",
)  # fmt: skip
"""Names of the figures that are drawn from the tables, known here without a plotting library."""
COMPARE_FIGURES = ("compare_outcomes", "compare_shares", "compare_cells")
"""Names of the figures of `sim compare`."""
SENSITIVITY_FIGURE = "sensitivity"
"""Name of the figure of `sim sensitivity`."""
WHY_FIGURE = "why-"
"""How names of figures begin that answer a question about one run."""

FIGURE_FORMATS = ("png", "pdf", "svg")


def header(columns: Sequence[Column]) -> str:
    """First line of a table's file."""
    return _csv([[column.name for column in columns]])


def table_csv(columns: Sequence[Column], table: Table) -> bytes:
    """Rows of one run's table, without header."""
    return csv_rows([table[column.name] for column in columns], [each.kind for each in columns])


def columns_csv(tables: Mapping[str, Sequence[Column]]) -> str:
    """What every column of every table is: columns.csv, with its header."""
    rows = [
        (name, column.name, column.kind, column.unit, column.meaning)
        for name, columns in tables.items()
        for column in columns
    ]
    return _csv([("table", "column", "kind", "unit", "meaning"), *rows])


def provenance(inputs: Mapping[str, str], seeds: Any) -> dict[str, Any]:
    """What made a result: the package, every input file by name with its text, seeds, versions.

    It holds neither time nor place, so a batch repeated in the same environment gives the same
    bytes; `environment` is the one part that may differ where the tables do not.
    """
    return {
        "package": PACKAGE,
        "version": _version(PACKAGE),
        "source": source_hash(),
        "inputs": {
            name: {"sha256": hashlib.sha256(text.encode()).hexdigest(), "text": text}
            for name, text in inputs.items()
        },
        "seeds": seeds,
        "environment": {
            "python": platform.python_version(),
            **{name: _version(name) for name in ("numpy", "numba", "mesa")},
        },
    }


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "not installed"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    return "".join(",".join(map(quoted, row)) + "\n" for row in rows)
