"""Runs that end badly."""

from __future__ import annotations

from tests.batch.faults.commands import finished
from tests.batch.question import FATE
from tests.batch.stand_in import rows


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
