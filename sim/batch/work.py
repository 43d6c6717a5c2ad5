"""The work of one run: what a worker does, wherever it is."""

from __future__ import annotations

from sim.batch.store import packed
from sim.engine import simulate
from sim.record.files import table_csv
from sim.record.outcomes import outcomes
from sim.record.output import Output, Table
from sim.scenario.design import RunPlan


class OtherVersionError(Exception):
    """The program of this worker is not the one that planned the run."""


def packed_run(plan: RunPlan) -> bytes:
    """Do one run and pack what it leaves."""
    recipe = plan.recipe
    if recipe.run_id(plan.seed) != plan.run_id:
        raise OtherVersionError("this worker has another version of the program; install the same")
    case = recipe.case()
    run = simulate(case, plan.seed)
    seconds = {"set_up": run.timings.set_up, "recording": run.timings.recording}
    record = {
        "run_id": plan.run_id,
        "outcomes": outcomes(run.tables, case.scenario.outcomes),
        "seconds": seconds | {f"rules.{name}": spent for name, spent in run.timings.rules.items()},
    }
    return packed(record, {out.name: _rows(out, run.tables[out.name]) for out, _ in case.outputs})


def _rows(output: Output, table: Table) -> bytes:
    text = table_csv(output.columns, table)
    if text.count(b"\n") != len(table[output.columns[0].name]):
        raise ValueError(f"output '{output.name}' has a line break in a cell; cells are one line")
    return text
