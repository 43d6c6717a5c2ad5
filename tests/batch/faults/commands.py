"""The command `sim run` in a session of its own, and what must be true of its folder at any time.

Kernels are left uncompiled, because the world is tiny.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import sim
from sim.batch import store
from tests.batch.stand_in import contents

ROOT = Path(__file__).parents[3]
UNCOMPILED = os.environ | {"SIM_COMPILE": "0"}
RUNS = 12
"""Runs of the batch 'question'."""


def begun(
    path: Path,
    out: Path,
    *options: str,
    workers: int = 2,
    before: Sequence[str] = (),
    env: dict[str, str] | None = None,
    limit: Callable[[], None] | None = None,
) -> subprocess.Popen[str]:
    """Start the command, behind the words `before`, with a limit set on it perhaps."""
    command = [*before, sys.executable, "-m", "sim", "run", path, "--out", out]
    return subprocess.Popen(
        [*command, "--workers", str(workers), *options],
        cwd=ROOT,
        env=UNCOMPILED | (env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=limit,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and words of a command, once it and all that it started are gone."""
    said, _ = process.communicate(timeout=300)
    until(lambda: not members(process.pid))
    return process.returncode, said


def finished(path: Path, out: Path, *options: str, **how) -> tuple[int, str]:
    """Exit code and words of a command that is left alone."""
    return ended(begun(path, out, *options, **how))


def members(group: int) -> list[int]:
    """Processes of a group that live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


def killed(pid: int, number: int = signal.SIGKILL) -> None:
    """Send a signal to a process that may be gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def until(happened: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for something; fail when it does not come."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def assert_sound(out: Path, undisturbed: dict[str, bytes]) -> None:
    """At any time every shard that is there is whole, and only complete tables say so."""
    for run_id in store.stored_ids(out):
        assert store.shard(out, run_id), f"{run_id} is there and not sound"
    if (out / "provenance.json").exists():
        assert contents(out) == undisturbed


def assert_completed(path: Path, out: Path, undisturbed: dict[str, bytes]) -> None:
    """Run again, here and undisturbed: the bytes are the same, nothing is lost, doubled or left."""
    assert_sound(out, undisturbed)
    assert sim.run_batch(path, out, workers=1, quiet=True) == 0
    assert contents(out) == undisturbed
    assert len(list(store.stored_ids(out))) == RUNS
    assert not list(out.rglob("*.unfinished"))
    assert not list(out.rglob("*.failed"))
    assert not (out / "quarantine").exists()
