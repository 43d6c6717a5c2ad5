"""Runs of a stored batch, planned anew from what lies in its folder.

Provenance holds the text of every input file, the values that were set and the version of the
source, so a run can be computed again without any file but those of the folder. The recipe of a
run is kept nowhere twice.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.batch.inputs import PLUGIN_SUFFIX
from sim.errors import InputError, Problem
from sim.kernel_cache import source_hash
from sim.record.files import RUN_COLUMNS, header, table_csv
from sim.record.output import Output, Table
from sim.record.results import ResultsError, open_results
from sim.scenario.design import Batch, RunPlan, expand
from sim.scenario.input_texts import BATCH_COPY, DESIGN_COPY, scenario_copy
from sim.scenario.load import load_batch
from sim.scenario.text_file import WHOLE_FILE


@dataclass(frozen=True)
class StoredRun:
    """A run of a stored batch, under the id that it has there; `root` is the batch's seed.

    `same_source` is whether this version of the program made it: only then are its tables sure
    to come out as they were.
    """

    folder: Path
    plan: RunPlan
    root: int
    same_source: bool


def stored_runs(folder: Path) -> tuple[StoredRun, ...]:
    """Every run of a stored batch that is done, in order, ready to be computed again.

    A plug-in of the scenario is run from its source as it was stored. Raises SimError where the
    folder holds no results or where its inputs are no good to this version.
    """
    provenance = open_results(folder).provenance
    batch = stored_batch(folder, provenance)
    plans = expand(batch)
    rows = check_runs(folder, plans)
    same = provenance["source"] == source_hash()
    return tuple(
        StoredRun(folder, replace(plan, run_id=row["run_id"]), batch.root, same)
        for plan, row in zip(plans, rows, strict=True)
        if row["status"] == "done"
    )


def check_runs(folder: Path, plans: Iterable[RunPlan]) -> list[dict[str, str]]:
    """Rows of runs.csv; ResultsError where they are not the runs that were planned, in order."""
    rows = _rows(folder / "runs.csv")
    if [_keys(row) for row in rows] != [
        [plan.alternative, str(plan.replicate), str(plan.seed)] for plan in plans
    ]:
        raise ResultsError(f"{folder}: the runs in runs.csv are not those that its inputs make.")
    return rows


def stored_batch(folder: Path, provenance: dict[str, Any]) -> Batch:
    """The batch of which a provenance tells; SimError where its inputs are no good any more."""
    inputs = _Inputs(folder, {name: each["text"] for name, each in provenance["inputs"].items()})
    return load_batch(inputs.first, provenance["set"], inputs.read)


class _Inputs:
    """Input files of a stored batch, in the places from which they name each other."""

    def __init__(self, folder: Path, texts: dict[str, str]) -> None:
        self._texts = texts
        self._folder = folder
        self._count = sum(name.startswith("scenario") for name in texts)
        self._scenarios: list[Path] = []  # in the order in which they are asked for
        self.first = folder / (BATCH_COPY if BATCH_COPY in texts else scenario_copy(1, 1))

    def read(self, path: Path) -> str:
        """Text of the batch, of its scenarios and design whatever their names, or of a plug-in."""
        if path == self._folder / BATCH_COPY:
            return self._texts[BATCH_COPY]
        if path.suffix == ".csv":
            return self._texts[DESIGN_COPY]
        if path.suffix != PLUGIN_SUFFIX:
            self._scenarios.append(path)
            return self._texts[scenario_copy(len(self._scenarios), self._count)]
        name = os.path.relpath(path, self._scenarios[0].parent.absolute())
        if name not in self._texts:
            message = "is not among the inputs that are stored; its runs cannot be made again."
            raise InputError([Problem(str(path), 1, 1, WHOLE_FILE, message)])
        return self._texts[name]


def _keys(row: dict[str, str]) -> list[str]:
    return [row["alternative"], row["replicate"], row["seed"]]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise ResultsError(f"{path} cannot be read: {error.strerror or error}") from error


def differing_tables(run: StoredRun, made: dict[str, Table]) -> list[str]:
    """Names of the tables whose stored rows of a run are not, byte for byte, those made now."""
    return [
        output.name
        for output, _ in run.plan.case().outputs
        if (run.folder / f"{output.name}.csv").is_file()
        and stored_rows(run, output) != table_csv(output.columns, made[output.name]).decode()
    ]


def stored_rows(run: StoredRun, output: Output) -> str | None:
    """Rows of a run in a stored table without their keys; None where its columns are others."""
    path = run.folder / f"{output.name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        if next(file, "") != header((*RUN_COLUMNS, *output.columns)):
            return None
        return "".join(_without_keys(file, run.plan.run_id))


def _without_keys(lines: Iterable[str], run_id: str) -> Iterator[str]:
    for line in lines:
        if line.startswith(f"{run_id},"):
            yield line.split(",", len(RUN_COLUMNS))[-1]
