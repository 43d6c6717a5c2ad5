"""Nothing is compiled by workers: whoever starts them has had every kernel compiled before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.batch.warm import is_warm, warm_up
from sim.batch.workers import Workers
from sim.engine import simulate
from sim.kernel import compilations
from sim.record.files import table_csv
from sim.record.outputs import TABLES
from sim.scenario.load import load_case

ROOT = Path(__file__).parents[2]
EVERY_TABLE = [f"outputs.{output.name}.enabled=true" for output in TABLES]


def compiled_in_runs(path, *sets):
    """Kernels that a process has compiled after three runs of a scenario with every table."""
    case = load_case(path, [*EVERY_TABLE, *sets])
    for seed in (1, 2, 3):
        tables = simulate(case, seed).tables
        for output, _ in case.outputs:
            table_csv(output.columns, tables[output.name])
    return compilations()


@pytest.mark.parametrize(
    ("name", "sets"),
    [
        ("sahel", ["time.weeks=60"]),
        ("splinters", []),
        ("two_groups", ["rules.presence.presence_density=20", "rules.battles.rate=0.1"]),
    ],
)
def test_a_worker_compiles_nothing(name, sets):
    warm_up()
    with Workers(1) as workers:
        path = ROOT / "scenarios" / f"{name}.yaml"
        assert workers.submit(compiled_in_runs, path, *sets).result() == []


def test_once_warm_it_stays_so():
    warm_up()
    assert is_warm()
    code = "from sim.batch.warm import warm_up; from sim.kernel import compilations\n"
    code += "warm_up(); print(compilations())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.slow
def test_warming_up_calls_every_kernel(tmp_path):
    code = (
        "from sim.batch.warm import warm_up; from sim.kernel import KERNELS\n"
        "import sim.why.answer, sim.odd\n"
        "warm_up(); print([kernel.py_func for kernel in KERNELS if not kernel.signatures])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout == "[]\n"
