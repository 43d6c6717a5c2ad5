"""From a file to a folder of results: every run that is missing, then the tables of all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sim.batch.assembly import Finished, assemble
from sim.batch.backends import Answers, Failure, attempt, processes, serial
from sim.batch.progress import counted, progress
from sim.batch.store import is_done, keep, opened, packed
from sim.engine import simulate
from sim.errors import SimError
from sim.record.files import table_csv
from sim.record.outcomes import outcomes
from sim.record.output import Output, Table
from sim.scenario.design import RunPlan, expand
from sim.scenario.load import load_batch

ALL_DONE = 0
SOME_FAILED = 5
INTERRUPTED = 130


class DiskError(SimError):
    """The folder of results cannot be written or read."""

    exit_code = 4


def run_batch(
    path: str | Path,
    out: str | Path | None = None,
    sets: Sequence[str] = (),
    workers: int | None = None,
    quiet: bool = False,
) -> int:
    """Carry out the batch or scenario in a file and return the exit code: 0, 5 or 130.

    Results go to `out`, by default results/<batch> in the current directory; `sets` are
    'path=value' each; `workers` processes, by default one for each processor. Runs that are there
    already are kept, so the same call continues after an interruption (130). Runs that fail (5)
    are named in runs.csv and tried again by the next call. The files are the same, byte for byte,
    for any number of workers. A script that calls this with several workers needs the guard
    `if __name__ == "__main__":`, because workers import it.

    Raises SimError, which carries an exit code: 2 bad input, 3 folder busy, 4 disk.
    """
    batch = load_batch(Path(path), sets)
    plans = expand(batch)
    folder = Path(out) if out is not None else Path("results") / batch.name
    try:
        with opened(folder, batch.name):
            failures = _compute(folder, plans, workers or _processors(), quiet)
            files = assemble(Finished(folder, batch, plans, failures), sets)
    except OSError as error:
        raise DiskError(f"{error.filename or folder}: {error.strerror or error}") from error
    except KeyboardInterrupt:
        print(f"Interrupted. Finished runs are kept in {folder}.", file=sys.stderr)
        return INTERRUPTED
    if failures:
        print(
            f"{counted(len(failures), 'run')} failed; see {folder / 'runs.csv'}.", file=sys.stderr
        )
    if not quiet:
        print(f"Written to {folder}:", *(f"  {name}" for name in files), sep="\n")
    return SOME_FAILED if failures else ALL_DONE


def _compute(
    folder: Path, plans: Sequence[RunPlan], workers: int, quiet: bool
) -> dict[str, Failure]:
    """Do every run that is missing; the failures by run id."""
    missing = [plan for plan in plans if not is_done(folder, plan.run_id)]
    done = len(plans) - len(missing)
    workers = min(workers, len(missing))
    if missing and not quiet:
        first = "New rules are compiled first, which takes half a minute."
        what = f"{counted(len(missing), 'run')} on {counted(workers, 'process', 'processes')}"
        print(f"{what}. {first}", file=sys.stderr, flush=True)
    failures: dict[str, Failure] = {}
    with (
        closing(_answers(missing, workers)) as answers,
        progress(len(plans), done, quiet) as report,
    ):
        for plan, answer in answers:
            if isinstance(answer, Failure):
                failures[plan.run_id] = answer
            else:
                keep(folder, plan.run_id, answer)
                done += 1
            report(done, len(failures))
    return failures


def _answers(plans: Sequence[RunPlan], workers: int) -> Answers[RunPlan, bytes]:
    if workers < 2:
        return serial(shard, plans)
    _compile_kernels(plans[0])
    return processes(shard, plans, workers)


def shard(plan: RunPlan) -> bytes:
    """Do one run and pack what it leaves."""
    case = plan.case()
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
    if text.count("\n") != len(table[output.columns[0].name]):
        raise ValueError(f"output '{output.name}' has a line break in a cell; cells are one line")
    return text.encode()


def _compile_kernels(plan: RunPlan) -> None:
    """Fill the cache of compiled kernels by a week of a run, lest every worker compile them."""
    case = plan.case()
    time = case.scenario.time.model_copy(update={"weeks": 1, "burn_in": 0})
    week = replace(case, scenario=case.scenario.model_copy(update={"time": time}))
    attempt(lambda seed: simulate(week, seed), plan.seed)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
