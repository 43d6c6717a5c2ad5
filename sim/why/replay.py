"""A stored run made again from its seed, with the causes of changes of loyalty and control."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

import pandas as pd

from sim.batch.stored import StoredRun, differing_tables, stored_runs
from sim.engine import simulate
from sim.errors import nearest
from sim.record.output import Table
from sim.record.outputs import TABLES
from sim.record.results import Results
from sim.scenario.case import Case
from sim.why.runs import Chosen, QuestionError

CAUSES = tuple(output for output in TABLES if output.traces)
"""Tables that only a run that traces causes can write."""


@dataclass(frozen=True)
class Causes:
    """Tables of causes of one run by name, and how the page came by them."""

    tables: dict[str, pd.DataFrame]
    source: str


def causes_of(results: Results, run: Chosen) -> Causes:
    """Causes of a run: as stored, or by a replay where the folder does not have them."""
    names = [output.name for output in CAUSES]
    if set(names) <= set(results.tables):
        stored = {name: results[name] for name in names}
        own = {name: table[table["run_id"] == run.run_id] for name, table in stored.items()}
        return Causes(own, "Causes as the run wrote them.")
    again = stored_run(results, run.run_id)
    print(f"Replaying run {run.run_id} with its causes traced ...", file=sys.stderr, flush=True)
    made = simulate(_traced(again), again.plan.seed).tables
    return Causes({name: _frame(made[name]) for name in names}, _compared(again, made))


def stored_run(results: Results, run_id: str) -> StoredRun:
    """A run of a folder that can be made again."""
    runs = {run.plan.run_id: run for run in stored_runs(results.folder)}
    if run_id not in runs:
        raise QuestionError(
            f"{results.folder} has no run '{run_id}' that is done. {nearest(run_id, runs)}"
        )
    return runs[run_id]


def _traced(run: StoredRun) -> Case:
    """The case of a run with the tables of causes."""
    case = run.plan.case()
    written = [output for output, _ in case.outputs]
    more = tuple((output, 1) for output in CAUSES if output not in written)
    return replace(case, outputs=(*case.outputs, *more))


def _frame(table: Table) -> pd.DataFrame:
    frame = pd.DataFrame(table)
    return frame.assign(date=pd.to_datetime(frame["date"], format="%Y-%m-%d"))


def _compared(run: StoredRun, made: dict[str, Table]) -> str:
    """Whether the replay is the run that was stored."""
    others = differing_tables(run, made)
    if not others:
        count = len(run.plan.case().outputs)
        return f"Replayed from its seed: all {count} tables came out as stored, byte for byte."
    cause = "" if run.same_source else "; another version of the program made the results"
    return (
        f"CAUTION: replayed from its seed, but these tables came out otherwise than stored: "
        f"{', '.join(others)}{cause}. What follows is of the replay."
    )
