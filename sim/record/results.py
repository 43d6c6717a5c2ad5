"""Opens the folder of a batch again: every table as a DataFrame, read when it is asked for."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sim.errors import SimError, nearest
from sim.record.files import COLUMNS_FILE, PROVENANCE_FILE
from sim.record.output import Column

if TYPE_CHECKING:
    import pandas as pd


class ResultsError(SimError):
    """A folder that holds no result, or a table that it does not hold."""


class Results:
    """Stored tables of a batch: `results.events` or `results["events"]` is a DataFrame.

    Whole numbers are int64 (Int64 where some are missing), dates datetime64, text str with "" for
    missing. A table is read once and then kept.
    """

    def __init__(self, folder: Path, columns: dict[str, tuple[Column, ...]]) -> None:
        self.folder = folder
        self.columns = columns
        self._read: dict[str, pd.DataFrame] = {}

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that the folder holds."""
        return tuple(name for name in self.columns if self._path(name).is_file())

    @property
    def provenance(self) -> dict[str, Any]:
        """What made the result: package, inputs, seeds, versions."""
        path = self.folder / PROVENANCE_FILE
        try:
            return cast("dict[str, Any]", json.loads(path.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise ResultsError(f"{path} cannot be read: {error}") from error

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self.tables:
            raise ResultsError(f"{self.folder} has no table '{name}'. {nearest(name, self.tables)}")
        if name not in self._read:
            try:
                self._read[name] = _frame(self._path(name), self.columns[name])
            except (KeyError, ValueError) as error:
                message = f"{self._path(name)} is not the table that {COLUMNS_FILE} describes"
                raise ResultsError(f"{message}: {error}") from error
        return self._read[name]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name == "columns":  # asked for while being copied or unpickled
            raise AttributeError(name)
        try:
            return self[name]
        except ResultsError as error:
            raise AttributeError(str(error)) from error

    def part(self, name: str, columns: Collection[str]) -> pd.DataFrame:
        """Only some columns of a table, read anew each time and not kept."""
        if name not in self.tables:
            raise ResultsError(f"{self.folder} has no table '{name}'. {nearest(name, self.tables)}")
        wanted = [column for column in self.columns[name] if column.name in columns]
        return _frame(self._path(name), wanted)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    def __repr__(self) -> str:
        return f"Results({str(self.folder)!r}, tables: {', '.join(self.tables)})"

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.csv"


def open_results(folder: str | Path) -> Results:
    """Results stored in a folder; raises ResultsError where it does not hold any."""
    folder = Path(folder)
    if not folder.is_dir():
        raise ResultsError(f"{folder} is not a folder.")
    path = folder / COLUMNS_FILE
    if not path.is_file():
        raise ResultsError(
            f"{folder} holds no results: there is no {COLUMNS_FILE}. Name the folder of one batch."
        )
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return Results(folder, _columns(rows))
    except KeyError as error:
        raise ResultsError(f"{path} lacks the column {error}.") from error


def _columns(rows: Sequence[dict[str, str]]) -> dict[str, tuple[Column, ...]]:
    """Columns of each table, in the order of columns.csv."""
    tables: dict[str, list[Column]] = {}
    for row in rows:
        kind = cast("Any", row["kind"])
        column = Column(row["column"], kind, row["unit"], row["meaning"])
        tables.setdefault(row["table"], []).append(column)
    return {name: tuple(columns) for name, columns in tables.items()}


def _frame(path: Path, columns: Sequence[Column]) -> pd.DataFrame:
    """Read one table with the types that its columns declare."""
    import pandas as pd

    kinds = {"int": "Int64", "float": "float64", "text": "str", "date": "str"}
    numbers = [column.name for column in columns if column.kind in ("int", "float")]
    frame = pd.read_csv(
        path,
        usecols=[column.name for column in columns],
        dtype=cast("Any", {column.name: kinds[column.kind] for column in columns}),
        keep_default_na=False,
        na_values=cast("Any", {name: [""] for name in numbers}),
        encoding="utf-8",
    )
    for column in columns:
        values = frame[column.name]
        if column.kind == "date":
            frame[column.name] = pd.to_datetime(values, format="%Y-%m-%d", errors="raise")
        elif column.kind == "int" and not values.hasnans:
            frame[column.name] = values.astype("int64")
    return frame
