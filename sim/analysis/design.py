"""How the runs of a folder were chosen, and what sets them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.record.files import PROVENANCE_FILE, RUN_COLUMNS
from sim.record.results import Results
from sim.scenario.method import SAMPLED

RUNS_FIXED = (
    *(column.name for column in RUN_COLUMNS),
    *("point", "control_run_id", "seed", "status", "error"),
)
"""Columns of the table runs that every batch has; the others are parameters that it varies."""


@dataclass(frozen=True)
class Design:
    """Method by which the points of a batch were chosen, and what they were chosen from.

    `vary` holds lists of values or distributions, by path; `samples` is what the method was asked
    for: points, base samples or trajectories.
    """

    method: str
    vary: dict[str, Any]
    samples: int | None = None

    @property
    def sampled(self) -> bool:
        """Whether the points are draws that stand for a whole space of parameters.

        Those of other designs are what the user wants to know about, each for itself.
        """
        return self.method in SAMPLED


def design_of(results: Results) -> Design:
    """Design of a batch; a grid where the folder does not say."""
    if not (results.folder / PROVENANCE_FILE).is_file():
        return Design("grid", {})
    found = results.provenance.get("design", {})
    return Design(found.get("method", "grid"), found.get("vary", {}), found.get("samples"))


def parameters(runs: pd.DataFrame) -> list[str]:
    """Paths of everything that a batch varies, from its table runs."""
    return [str(name) for name in runs.columns if name not in RUNS_FIXED]


def outcome_names(outcomes: pd.DataFrame) -> list[str]:
    """Outcomes that are numbers, in the order in which they are declared."""
    return [
        str(name)
        for name in outcomes.columns
        if name not in RUNS_FIXED and pd.api.types.is_numeric_dtype(outcomes[name])
    ]


def values_text(values: Sequence[tuple[str, Any]]) -> str:
    """Values by path as they are written beside results: 'path=value; path=value'."""
    return "; ".join(f"{path}={value}" for path, value in values)
