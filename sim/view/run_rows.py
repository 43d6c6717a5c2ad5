"""The runs of a batch as rows of a table: filtered, ordered, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.analysis.design import parameters
from sim.view.folder import Folder

PAGE = 25
"""Rows of a page."""


@dataclass(frozen=True)
class Choice:
    """Which rows are wanted: of a status, of a group of runs ("" of any), ordered by a column."""

    page: int = 0
    status: str = ""
    group: str = ""
    column: str = ""
    down: bool = False


def run_columns(folder: Folder) -> list[str]:
    """Columns of the table, those of outcomes last."""
    return ["alternative", *parameters(folder.runs), "replicate", "status", *folder.units]


def run_page(folder: Folder, outcomes: pd.DataFrame, choice: Choice) -> tuple[int, list[Any]]:
    """How many rows are wanted, and those of the page: place of the run, cells, error."""
    runs = folder.runs
    known = outcomes.set_index("run_id").reindex(columns=list(folder.units))
    table = runs.join(known, on="run_id").reset_index(drop=True)
    if choice.status:
        table = table[table["status"] == choice.status]
    if choice.group:
        table = table[(folder.groups == choice.group).to_numpy()[table.index]]
    if choice.column in run_columns(folder):
        table = table.sort_values(choice.column, ascending=not choice.down, kind="stable")
    page = table.iloc[choice.page * PAGE : (choice.page + 1) * PAGE]
    cells = page[run_columns(folder)].astype(object)
    rows = cells.where(cells.notna(), None).to_numpy().tolist()
    errors = page["error"].astype(str).tolist()
    return len(table), [list(row) for row in zip(page.index.tolist(), rows, errors, strict=True)]
