"""Whole commands in processes of their own, kernels uncompiled because the world is tiny."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.question import FATE
from tests.batch.stand_in import contents, rows

ROOT = Path(__file__).parents[2]


def command(path: Path, out: Path, workers: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sim", "run", path, "--out", out, "--workers", str(workers)],
        cwd=ROOT,
        env=os.environ | {"SIM_COMPILE": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finished(path: Path, out: Path, workers: int) -> tuple[int, str]:
    process = command(path, out, workers)
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


@pytest.fixture(scope="module")
def undisturbed(shared_question):
    out = shared_question.with_name("undisturbed")
    code, said = finished(shared_question, out, workers=1)
    assert code == 0, said
    return contents(out)


def test_two_workers_give_the_bytes_of_one(question, tmp_path, undisturbed):
    code, said = finished(question, tmp_path / "two", workers=2)
    assert code == 0, said
    assert contents(tmp_path / "two") == undisturbed


def test_a_killed_batch_leaves_no_process_and_continues_to_the_same_bytes(
    question, tmp_path, undisturbed
):
    out = tmp_path / "killed"
    process = command(question, out, workers=2)
    until(lambda: len(list(out.rglob("*.zip"))) >= 2)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert not (out / "provenance.json").exists(), "it ended before it was killed"
    until(lambda: is_gone(process.pid))

    code, said = finished(question, out, workers=2)
    assert code == 0, said
    assert contents(out) == undisturbed


def test_runs_that_raise_or_kill_their_process_stop_no_other(question, tmp_path):
    (tmp_path / "fate.py").write_text(FATE)
    scenario = tmp_path / "plain.yaml"
    plugin = "plugins: {rules: [{file: fate.py, after: control}]}\n"
    scenario.write_text(scenario.read_text() + plugin)
    question.write_text(
        "batch: fates\nbase: plain.yaml\nvary: {rules.fate.end: [0, 1, 2]}\n"
        "seeds: {replicates: 2}\n"
    )
    code, said = finished(question, tmp_path / "out", workers=2)
    assert code == 5, said
    runs = rows(tmp_path / "out" / "runs.csv")
    assert [(row["status"], row["error"]) for row in runs] == [
        *[("done", "")] * 2,
        *[("failed", "RuntimeError: fate")] * 2,
        *[("failed", "WorkerDiedError: its process ended with exit code 9")] * 2,
    ]


def until(happened, seconds=60.0):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def is_gone(group: int) -> bool:
    """Whether no process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False
