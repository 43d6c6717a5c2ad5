"""A folder of results as the page sees it: its runs, done or not, and what each left behind."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from sim.analysis.by_run import RunRows
from sim.analysis.design import Design, parameters, values_text
from sim.batch import columns
from sim.batch.folder import PLAN, asked, is_busy
from sim.batch.store import failed_ids, failure, shard, stored_ids
from sim.batch.stored import StoredRun, check_runs, stored_batch
from sim.kernel_cache import source_hash
from sim.record.files import PROVENANCE_FILE, RUN_COLUMNS
from sim.record.results import open_results
from sim.scenario.design import Batch, Plans, RunPlan, expand

DONE, FAILED, MISSING = "done", "failed", "missing"

OPEN_TABLES = 4
"""Tables of which the places of runs are remembered."""

Rows = Callable[[str, str, Sequence[str]], pd.DataFrame]
"""Some columns of the rows of a run in a table, by run id and name of the table."""


@dataclass(frozen=True, eq=False)
class Folder:
    """Runs of a batch, planned or done, in order, with the table `runs` as it stands.

    `outcomes` is None where the batch is not finished: they are then in the runs themselves.
    """

    path: Path
    batch: Batch
    plans: Plans
    runs: pd.DataFrame
    outcomes: pd.DataFrame | None
    same_source: bool
    rows: Rows

    @property
    def design(self) -> Design:
        """How the runs were chosen, as analyses take it."""
        own = self.batch.design
        return Design(own.method, own.vary, own.samples)

    @cached_property
    def groups(self) -> pd.Series:
        """What sets runs apart beside chance: alternative and values, unless these are draws."""
        alternatives = self.runs["alternative"].astype(str)
        paths = [] if self.design.sampled else parameters(self.runs)
        if not paths:
            return alternatives
        values = self.runs[paths].apply(lambda row: values_text(list(row.items())), axis=1)
        return values if alternatives.nunique() == 1 else alternatives + "; " + values

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit of each outcome by its name, those that are numbers alone."""
        declared = columns.outcomes(self.batch, columns.tables(self.batch))[len(RUN_COLUMNS) :]
        return {each.name: each.unit for each in declared if each.kind in ("int", "float")}

    def count(self, status: str) -> int:
        """How many runs have a status."""
        return int((self.runs["status"] == status).sum())

    @property
    def busy(self) -> bool:
        """Whether a process is at work in the folder now."""
        return is_busy(self.path)

    def label(self, place: int) -> str:
        """A run in words."""
        row = self.runs.iloc[place]
        values = values_text([(path, row[path]) for path in parameters(self.runs)])
        alone = values and len(self.batch.alternatives) == 1
        name = values if alone else "; ".join(filter(None, [str(row["alternative"]), values]))
        return f"{group_text(name)}, replicate {row['replicate']}"

    def run(self, place: int) -> StoredRun:
        """A run that can be computed again, or for the first time."""
        plan = replace(self.plans[place], run_id=str(self.runs["run_id"].iloc[place]))
        return StoredRun(self.path, plan, self.batch.root, self.same_source)

    @property
    def first(self) -> int:
        """Place of the first run that is done, of the first one at all where none is."""
        done = (self.runs["status"] == DONE).to_numpy()
        return int(done.argmax())


def group_text(group: str) -> str:
    """A group of runs in words: its alternative, of each varied value the last of its path."""
    return ", ".join(_part(part) for part in group.split("; ")).replace("_", " ")


def _part(part: str) -> str:
    path, is_value, value = part.partition("=")
    return f"{' '.join(path.split('.')[-2:])} {value}" if is_value else part


def open_folder(path: Path) -> Folder:
    """The folder of a batch that is finished, under way or interrupted; SimError if it is none."""
    plan = asked(path) if (path / PLAN).is_file() else None
    if (path / PROVENANCE_FILE).is_file() or plan is None:
        results = open_results(path)
        provenance = results.provenance
        if plan is None or plan.items() <= provenance.items():
            return _finished(path, provenance, results["runs"], results["outcomes"])
    return _unfinished(path, plan)


def _finished(
    path: Path, provenance: dict[str, Any], runs: pd.DataFrame, outcomes: pd.DataFrame
) -> Folder:
    """A batch whose tables are put together; they are read run by run."""
    batch = stored_batch(path, provenance)
    check_runs(path, expand(batch))

    @lru_cache(OPEN_TABLES)
    def table(name: str) -> RunRows | None:
        file = path / f"{name}.csv"
        return RunRows(file) if file.is_file() else None

    def rows(run: str, name: str, wanted: Sequence[str]) -> pd.DataFrame:
        found = table(name)
        return pd.DataFrame(columns=list(wanted)) if found is None else found.rows(run, wanted)

    same = provenance["source"] == source_hash()
    return Folder(path, batch, expand(batch), runs, outcomes, same, rows)


def _unfinished(path: Path, plan: dict[str, Any]) -> Folder:
    """A batch of which each run that is done is still a file of its own."""
    batch = stored_batch(path, plan)
    tables = columns.tables(batch)

    def rows(run: str, name: str, wanted: Sequence[str]) -> pd.DataFrame:
        found = shard(path, run)
        if found is None:
            return pd.DataFrame(columns=list(wanted))
        if name == "outcomes":
            return pd.DataFrame([{"run_id": run, **found.record["outcomes"]}])
        text = found.table(name)
        if not text:
            return pd.DataFrame(columns=list(wanted))
        names = [column.name for column in tables[name].columns]
        return pd.read_csv(
            io.BytesIO(text), header=None, names=names, usecols=list(wanted), keep_default_na=False
        )

    runs = pd.DataFrame(_planned(path, expand(batch)))
    return Folder(path, batch, expand(batch), runs, None, plan["source"] == source_hash(), rows)


def _planned(path: Path, plans: Iterable[RunPlan]) -> Iterator[dict[str, Any]]:
    """Rows of the table runs, of runs that may be missing yet."""
    done, failed = set(stored_ids(path)), set(failed_ids(path))
    failed -= done
    for plan in plans:
        why = failure(path, plan.run_id) if plan.run_id in failed else None
        status = DONE if plan.run_id in done else FAILED if why else MISSING
        yield {
            "run_id": plan.run_id,
            "alternative": plan.alternative,
            "replicate": plan.replicate,
            "point": plan.point,
            "control_run_id": plan.control_run_id,
            **{name: str(value) for name, value in plan.parameters.items()},
            "seed": str(plan.seed),
            "status": status,
            "error": why.error if why else "",
        }
