"""How many Sahel runs a minute a batch does, by backend and workers, and what share is overhead."""

from __future__ import annotations

import csv
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    rows = [_row(backend, workers, runs, weeks) for backend, workers in ways()]
    if more:
        rows.append(_row("processes", os.cpu_count() or 1, more, weeks))
    title = f"Batches of the Sahel scenario, {weeks} weeks, by the clock"
    columns = ["", "workers", "runs", "s", "runs a minute", "% not spent in runs"]
    return table.text(title, columns, rows)


def _row(backend: str, workers: int, runs: int, weeks: int) -> list[str | float]:
    with tempfile.TemporaryDirectory() as folder:
        taken, spent = timed_batch(Path(folder), backend, workers, runs, weeks)
    places = min(workers, os.cpu_count() or 1)
    lost = 100 * (1 - spent / (taken * places))
    return [backend, str(workers), f"{runs:,}", taken, 60 * runs / taken, lost]


def timed_batch(
    folder: Path, backend: str, workers: int, runs: int, weeks: int
) -> tuple[float, float]:
    """Seconds that a batch takes by the clock, and seconds that its runs say they took."""
    plan, out = folder / "plan.yaml", folder / "out"
    plan.write_text(
        f"batch: bench\nbase: {SAHEL}\nset: {{time.weeks: {weeks}}}\n"
        f"seeds: {{root: 1, replicates: {runs}}}\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "sim", "run", str(plan), "--out", str(out), "--quiet"]
    begun = time.perf_counter()
    subprocess.run([*command, "--backend", backend, "--workers", str(workers)], check=True)
    taken = time.perf_counter() - begun
    with (out / "timings.csv").open(encoding="utf-8", newline="") as file:
        return taken, sum(float(row["seconds"]) for row in csv.DictReader(file))
