"""Compiles every kernel before a worker begins, once for each state of the package.

A tiny scenario in which everything happens calls each kernel with the types that it has in any
run, so that the cache then holds all and no worker compiles anything.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import sim
from sim.engine import simulate
from sim.kernel import COMPILED
from sim.kernel_cache import cache_folder
from sim.record.files import table_csv
from sim.record.outputs import TABLES
from sim.scenario.load import load_case

EVERY_KERNEL = Path(__file__).with_name("data") / "every_kernel.yaml"


def is_warm() -> bool:
    """Whether the cache holds every kernel, so that nothing is left to compile."""
    return not COMPILED or _mark().exists()


def warm_up() -> None:
    """Compile every kernel unless the cache holds it; it takes the better part of a minute."""
    if is_warm():
        return
    every_table = [f"outputs.{output.name}.enabled=true" for output in TABLES]
    case = load_case(EVERY_KERNEL, every_table)
    tables = simulate(case, case.scenario.seed).tables
    for output, _ in case.outputs:
        table_csv(output.columns, tables[output.name])
    with suppress(OSError):  # a cache that cannot be written; every process compiles for itself
        _mark().touch()


def _mark() -> Path:
    """File that says so, for the package as it lies where it is: numba tells its files by time."""
    package = Path(sim.__file__).parent
    newest = max(path.stat().st_mtime_ns for path in package.rglob("*.py"))
    digest = hashlib.sha256(f"{package} {newest}".encode()).hexdigest()[:16]
    return cache_folder() / f"warm-{digest}"
