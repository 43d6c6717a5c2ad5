"""Writes tables that are made from the tables of a folder, beside them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from sim.batch.ending import DiskError
from sim.batch.files import write
from sim.record.derived import Derived
from sim.record.files import header, table_csv
from sim.record.output import Column, Table

DIGITS = 6
"""Significant digits of a number: more would differ between machines."""


def write_table(folder: Path, table: Derived, parts: Iterable[pd.DataFrame]) -> Path:
    """Write a table into a folder of results, part by part, and give its file.

    Raises DiskError where it cannot be written.
    """
    path = folder / f"{table.name}.csv"
    lines = (_lines(table.columns, part) for part in parts)
    try:
        write(path, chain([header(table.columns).encode()], lines))
    except OSError as error:
        raise DiskError(f"{path}: cannot be written: {error.strerror or error}") from error
    return path


def _lines(columns: tuple[Column, ...], part: pd.DataFrame) -> bytes:
    values: Table = {
        column.name: [_plain(value, column.kind) for value in part[column.name]]
        for column in columns
        if not part.empty
    }
    return table_csv(columns, values) if values else b""


def _plain(value: Any, kind: str) -> Any:
    """A value as tables hold it: None where it is missing or has no bound."""
    if kind not in ("int", "float"):
        return str(value)
    if pd.isna(value) or value in (float("inf"), float("-inf")):
        return None
    return int(value) if kind == "int" else float(f"{value:.{DIGITS}g}")
