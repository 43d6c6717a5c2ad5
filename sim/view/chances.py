"""How often each actor controls each cell, counted over runs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.control import spaced
from sim.analysis.plots.control_maps import month_start
from sim.analysis.plots.maps import land
from sim.analysis.plots.style import month_name
from sim.view.ground import ground_text
from sim.vocabulary import CONTESTED

MOST_BYTES = 64_000_000
"""Memory for the counts; on a large map some months are left out."""

ACTORS_EXPECTED = 16

NO_DIVISION = "all"
"""How the part of a country is called that has none by name."""

Counts = npt.NDArray[np.uint32]


class Chances:
    """Runs in which a cell is an actor's at the end of a month, by group of runs.

    Cells are those of the study area on the first map that was read; runs on another map are left
    out. Who is contested counts for its holder and, once more, as contested.
    """

    def __init__(self, groups: int) -> None:
        self._groups = groups
        self._cells = pd.Index([])
        self._turn = threading.Lock()
        self._counts: dict[str, dict[str, Counts]] = {}
        self.runs: dict[str, int] = {}
        self.months: list[int] = []
        self.ground = ""
        self.places: list[str] = []

    def add(self, rows: Any, run: str, group: str, born: Mapping[str, str]) -> None:
        """Count one run, those born in it for their ancestor."""
        table = rows(run, "cell_months", ("month_id", "cell_id", "controller", "contested"))
        if table.empty or not self._on_the_map(rows, run, table):
            return
        month = pd.Index(self.months).get_indexer(table["month_id"])
        cell = self._cells.get_indexer(table["cell_id"])
        there = (month >= 0) & (cell >= 0)
        holder = table["controller"].map(lambda name: born.get(name, name))
        with self._turn:
            for name in pd.unique(holder[there]):
                own = there & (holder == name).to_numpy()
                self._of(group, str(name))[month[own], cell[own]] += 1
            own = there & (table["contested"] == 1).to_numpy()
            self._of(group, CONTESTED)[month[own], cell[own]] += 1
            self.runs[group] = self.runs.get(group, 0) + 1

    def probability(self, group: str, actor: str, month: int) -> npt.NDArray[np.float64]:
        """Share of a group's runs in which each cell is an actor's at the end of a month (0..1)."""
        with self._turn:
            counts = self._counts.get(group, {}).get(actor)
            if counts is None:
                return np.zeros(len(self._cells))
            shares: npt.NDArray[np.float64] = counts[self.months.index(month)] / self.runs[group]
            return shares

    def _of(self, group: str, actor: str) -> Counts:
        counts = self._counts.setdefault(group, {})
        if actor not in counts:
            counts[actor] = np.zeros((len(self.months), len(self._cells)), np.uint32)
        return counts[actor]

    def _on_the_map(self, rows: Any, run: str, table: pd.DataFrame) -> bool:
        """Whether the run is on the map of the first one, which this call may be about."""
        ids = pd.Index(pd.unique(table["cell_id"]))
        if len(self._cells):
            return ids.equals(self._cells)
        wanted = (
            "cell_id", "longitude", "latitude", "x", "y",
            "country", "country_name", "admin1", "town", "study",
        )  # fmt: skip
        cells = rows(run, "cells", wanted)
        cells = cells[cells["study"] == 1].set_index("cell_id").reindex(ids)
        self._cells = ids
        each = self._groups * len(ids) * ACTORS_EXPECTED * np.dtype(np.uint32).itemsize
        self.months = spaced(table["month_id"].tolist(), max(2, MOST_BYTES // each))
        self.ground = ground_text(land(cells), cells)
        self.places = [_place(row) for row in cells.to_dict("records")]
        return True


def _place(cell: dict[Any, Any]) -> str:
    """A cell in words: its town if it has one, its division or its place, its country."""
    division, country = cell["admin1"].partition("/")[2], cell["country_name"]
    if division == NO_DIVISION:
        return f"Cell {cell['x']}, {cell['y']} in {country}"
    where = f"{division}, {country}"
    return f"{cell['town']} ({where})" if cell["town"] else where


def month_text(month: int) -> str:
    """A month as it is written, at the end of which cells were counted."""
    return f"End of {month_name(month_start(month))}"
