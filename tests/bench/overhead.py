"""What a batch costs beside its runs: time for each run, and memory as runs grow in number.

A run is a stand-in that works or waits for 100 ms and leaves 60 kB; everything around it is the
real thing, from the plan to the stored shard. Costs are taken from the difference between a short
and a long batch, so that starting and importing do not count, and the least of several turns
counts. The processor time of all processes tells the work that is added even on a busy machine;
the time by the clock, over runs that only wait, tells what workers lose by waiting for work.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from unittest.mock import patch

from sim.batch import compute, work
from sim.batch.batch import run_batch
from sim.batch.choice import Backend
from sim.batch.log import logged
from sim.batch.store import packed
from sim.batch.warm import warm_up
from sim.record.outputs import TABLES
from sim.scenario.design import RunPlan, expand
from sim.scenario.load import load_batch
from tests.batch.question import written
from tests.batch.stand_in import one_row_each
from tests.bench.table import text

Kind = Literal["processes", "dask"]

SECONDS_OF_A_RUN = 0.1
WORKERS = 2
ROWS = "".join(f"{n},{n * 7919 % 1000},0.{n * 104729 % 1000000}\n" for n in range(3000)).encode()


def working(plan: RunPlan) -> bytes:
    """Keep the processor busy for the time of a run."""
    begun = time.thread_time()
    while time.thread_time() - begun < SECONDS_OF_A_RUN:
        pass
    return _shard(plan)


def waiting(plan: RunPlan) -> bytes:
    """Do nothing for the time of a run."""
    time.sleep(SECONDS_OF_A_RUN)
    return _shard(plan)


def _shard(plan: RunPlan) -> bytes:
    return packed({"run_id": plan.run_id, "outcomes": {}, "seconds": {}}, {"events": ROWS})


def _processor_time() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


@dataclass(frozen=True)
class Cost:
    """Seconds of the processors and by the clock."""

    processor: float
    clock: float


def _of_batch(kind: Kind, run: str, runs: int) -> Cost:
    """Cost of a batch of so many runs, each the function of this module of that name."""
    with tempfile.TemporaryDirectory() as name, logged(Path(name), None, True) as log:
        batch = load_batch(written(Path(name)), [f"seeds.replicates={runs // 4}"])
        plans = expand(batch)
        wanted = compute.missing(Path(name), plans, None, log)
        processor, clock = _processor_time(), time.perf_counter()
        with patch.object(compute, "packed_run", globals()[run]):
            failed = compute.compute(Path(name), plans, wanted, Backend(kind, WORKERS), log)
        assert not failed
        return Cost(_processor_time() - processor, time.perf_counter() - clock)


def added(kind: Kind, repeats: int, few: int, many: int) -> Cost:
    """What is added to a run of 100 ms, in parts of it."""
    turns = [
        {run: (_of_batch(kind, run, few), _of_batch(kind, run, many)) for run in RUNS}
        for _ in range(repeats)
    ]
    runs = (many - few) * SECONDS_OF_A_RUN
    return Cost(
        min((b.processor - a.processor) / runs for a, b in (t["working"] for t in turns)) - 1,
        min((b.clock - a.clock) * WORKERS / runs for a, b in (t["waiting"] for t in turns)) - 1,
    )


RUNS = ("working", "waiting")


def peak_megabytes(runs: int) -> float:
    """Memory that a batch of so many tiny runs takes at most, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.overhead", str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _tiny_runs(runs: int) -> None:
    """Carry out a batch of runs that write two tables of one row, and tell the memory taken."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(WORKERS) as executor:
        path = written(Path(name))
        others = [each.name for each in TABLES if each.name not in ("events", "territory_share")]
        sets = [f"seeds.replicates={runs // 4}", *(f"outputs.{n}.enabled=false" for n in others)]
        with patch.object(work, "simulate", lambda case, seed: one_row_each(case)):
            assert run_batch(path, Path(name) / "out", sets, WORKERS, True, executor) == 0
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def backends() -> list[Kind]:
    """Backends that can be had here."""
    return ["processes", "dask"] if importlib.util.find_spec("distributed") else ["processes"]


def report(repeats: int, tiny: bool) -> str:
    """Tables of time and memory."""
    warm_up()
    few, many = (4, 12) if tiny else (80, 480)
    costs = {kind: added(kind, repeats, few, many) for kind in backends()}
    absent = [] if "dask" in costs else ["dask is not measured: [dask] is not installed\n"]
    sizes = (100, 200) if tiny else (1000, 10_000, 100_000)
    return "\n".join(
        [
            text(
                f"Added to a run of 100 ms, {WORKERS} workers, {few} to {many} runs",
                ["backend", "processor", "clock"],
                [
                    (kind, f"{cost.processor:.1%}", f"{cost.clock:.1%}")
                    for kind, cost in costs.items()
                ],
            ),
            *absent,
            text(
                "Memory at most, tiny runs",
                ["runs", "MB"],
                [(f"{runs:,}", peak_megabytes(runs)) for runs in sizes],
            ),
        ]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", type=int)
    _tiny_runs(parser.parse_args().runs)
