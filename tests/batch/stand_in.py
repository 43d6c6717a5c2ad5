"""A stand-in for the engine, and what is looked at in the folder of a batch."""

from __future__ import annotations

import csv
from pathlib import Path

from sim.engine import Run, Timings

VALUES = {"int": 1, "float": 0.5, "text": "reds", "date": "2018-01-01"}


def one_row_each(case) -> Run:
    """A run whose every table has one row."""
    tables = {
        output.name: {column.name: [VALUES[column.kind]] for column in output.columns}
        for output, _ in case.outputs
    }
    return Run(tables, Timings(rules={"control": 0.25}))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of every file of a result that are promised to be the same."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith((".lock", "log", "timings"))
    }
