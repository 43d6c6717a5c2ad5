"""What each run adds to each file that grows run by run: a head, then a part of every run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sim.batch import columns
from sim.batch.backends import Failure
from sim.batch.store import Shard
from sim.record.files import RUN_COLUMNS, header
from sim.record.output import Column, Output
from sim.scenario.design import Batch, RunPlan

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that a spreadsheet takes for a formula."""


@dataclass(frozen=True)
class Ended:
    """A run with its shard, or else with its failure."""

    plan: RunPlan
    shard: Shard | None
    failure: Failure | None


@dataclass(frozen=True)
class Growing:
    """A file that grows run by run; `columns` are empty where it is no table."""

    columns: Sequence[Column]
    part: Callable[[Ended], bytes]

    @property
    def head(self) -> bytes:
        """How the file begins."""
        return header(self.columns).encode() if self.columns else b""


def growing(batch: Batch, failed: int) -> dict[str, Growing]:
    """Every file of a batch that grows run by run, by its name, in order."""
    tables = columns.tables(batch)
    outcomes = columns.outcomes(batch, tables)
    files = {f"{name}.csv": _table(output) for name, output in tables.items()}
    names = [column.name for column in outcomes[len(RUN_COLUMNS) :]]
    files["outcomes.csv"] = Growing(outcomes, partial(_outcomes, names))
    files["runs.csv"] = Growing(columns.runs(batch), _run)
    files["timings.csv"] = Growing(columns.TIMINGS, _timings)
    if failed:
        files["failures.txt"] = Growing((), _failure)
    return files


def _table(output: Output) -> Growing:
    return Growing((*RUN_COLUMNS, *output.columns), partial(_rows, output.name))


def _rows(name: str, run: Ended) -> bytes:
    rows = run.shard.table(name) if run.shard else b""
    if not rows:
        return b""
    plan = run.plan
    front = f"{plan.run_id},{plan.alternative},{plan.replicate},".encode()
    return front + rows[:-1].replace(b"\n", b"\n" + front) + b"\n"


def _outcomes(names: Sequence[str], run: Ended) -> bytes:
    if run.shard is None:
        return b""
    values = run.shard.record["outcomes"]
    return _lines([[*_keys(run.plan), *(values.get(name) for name in names)]])


def _run(run: Ended) -> bytes:
    plan = run.plan
    status = ["failed", run.failure.error] if run.failure else ["done", ""]
    varied = [_cell(value) for value in plan.parameters.values()]
    return _lines([[*_keys(plan), plan.point, plan.control_run_id, *varied, plan.seed, *status]])


def _timings(run: Ended) -> bytes:
    seconds = run.shard.record["seconds"] if run.shard else {}
    return _lines([run.plan.run_id, part, f"{spent:.6f}"] for part, spent in seconds.items())


def _failure(run: Ended) -> bytes:
    if run.failure is None:
        return b""
    plan = run.plan
    keys = f"run {plan.run_id}, {plan.alternative}, replicate {plan.replicate}"
    return f"{keys}\n{run.failure.details}\n".encode()


def _keys(plan: RunPlan) -> list[str | int]:
    return [plan.run_id, plan.alternative, plan.replicate]


def _cell(value: Any) -> Any:
    """A varied value as it stands in a cell: text and numbers bare, all else as JSON.

    So is text that a spreadsheet would take for a formula: in quotes it is none.
    """
    if isinstance(value, str) and not value.startswith(_FORMULA):
        return value
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
