"""How many Sahel runs a minute a batch does, by backend and workers, and what is not spent in runs.

By the clock, workers that wait count; in processor time, whatever a run alone does not take counts
(planning, starting, handing over, storing, tables), and who else uses the machine does not matter.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sim.engine import simulate
from sim.scenario.load import load_case
from tests.bench import table
from tests.bench.rules import SAHEL

RUNS, WEEKS = 24, 130


def ways() -> list[tuple[str, int]]:
    """Backends and numbers of workers to try here."""
    processors = os.cpu_count() or 1
    numbers = sorted({1, processors, 2 * processors})
    found = [("serial", 1), *(("processes", workers) for workers in numbers)]
    if importlib.util.find_spec("distributed"):
        found.append(("dask", processors))
    return found


def report(runs: int = RUNS, weeks: int = WEEKS, more: int = 0) -> str:
    """A batch each way as a user starts it: start-up, tables and all are in the time.

    `more` asks for a larger batch as well, on as many processes as there are processors.
    """
    asked = [(backend, workers, runs) for backend, workers in ways()]
    if more:
        asked.append(("processes", os.cpu_count() or 1, more))
    alone = seconds_of_a_run(weeks)
    rows = [_row(*one, weeks, alone) for one in asked]
    title = f"Batches of the Sahel scenario, {weeks} weeks; a run alone takes {alone:.2f} s"
    columns = ["", "workers", "runs", "s by the clock", "runs a minute", "% of clock not in runs",
               "processor s", "% of it not in runs"]  # fmt: skip
    return table.text(title, columns, rows)


def seconds_of_a_run(weeks: int) -> float:
    """Processor time of one run from its scenario to its tables, the least of three."""
    case = load_case(SAHEL, (f"time.weeks={weeks}",))
    simulate(case, 1)  # kernels are compiled or loaded
    taken = []
    for seed in range(1, 4):
        begun = time.process_time()
        simulate(case, seed)
        taken.append(time.process_time() - begun)
    return min(taken)


def _row(backend: str, workers: int, runs: int, weeks: int, alone: float) -> list[str | float]:
    with tempfile.TemporaryDirectory() as folder:
        taken, processor, spent = timed_batch(Path(folder), backend, workers, runs, weeks)
    places = min(workers, os.cpu_count() or 1)
    lost = 100 * (1 - spent / (taken * places))
    beside = 100 * (1 - runs * alone / processor)
    return [backend, str(workers), f"{runs:,}", taken, 60 * runs / taken, lost, processor, beside]


def timed_batch(
    folder: Path, backend: str, workers: int, runs: int, weeks: int
) -> tuple[float, float, float]:
    """Seconds of a batch by the clock and of processors, and seconds its runs say they took."""
    plan, out = folder / "plan.yaml", folder / "out"
    plan.write_text(
        f"batch: bench\nbase: {SAHEL}\nset: {{time.weeks: {weeks}}}\n"
        f"seeds: {{root: 1, replicates: {runs}}}\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "sim", "run", str(plan), "--out", str(out), "--quiet"]
    begun, before = time.perf_counter(), _processor_time()
    subprocess.run([*command, "--backend", backend, "--workers", str(workers)], check=True)
    taken, processor = time.perf_counter() - begun, _processor_time() - before
    with (out / "timings.csv").open(encoding="utf-8", newline="") as file:
        return taken, processor, sum(float(row["seconds"]) for row in csv.DictReader(file))


def _processor_time() -> float:
    """Of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
