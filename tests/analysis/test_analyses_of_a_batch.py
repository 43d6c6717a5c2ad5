"""What `sim run` writes of real batches can be compared and analysed as it stands."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.analysis.compare.folder import compare_folder
from sim.analysis.sensitivity.folder import sensitivity_folder
from sim.batch.batch import run_batch
from tests.batch.question import written

VARIED = """\
batch: question
base: plain.yaml
vary:
  rules.recruitment.rate: {uniform: [0.01, 0.1]}
  actors.reds.skill: {uniform: [0.5, 2]}
design: {method: METHOD, samples: 4}
compare: {to: {rules.battles.enabled: false}}
seeds: {replicates: 2}
"""


def run(question, folder):
    assert run_batch(question, folder, workers=1, quiet=True) == 0
    return folder


def test_alternatives_of_a_grid_are_compared_point_by_point(tmp_path):
    folder = run(written(tmp_path), tmp_path / "out")
    compare_folder(folder)
    table = pd.read_csv(folder / "compare.csv")
    assert set(table["outcome"]) == {"reds", "clashes"}
    assert list(table["values"].unique()) == [
        "actors.blues.skill=1.0",
        "actors.blues.skill=1.5",
    ]
    assert set(table["pairs"]) == {3}
    assert len(pd.read_csv(folder / "compare_shares.csv")) == 2 * 4 * 5  # points, weeks, holders


@pytest.mark.parametrize(
    ("method", "points", "measure"),
    [("saltelli", 16, "total_order"), ("morris", 12, "mu_star"), ("lhs", 4, "partial_rank")],
)
def test_designs_are_analysed_by_their_method_and_compared_with_their_controls(
    method, points, measure, tmp_path
):
    question = written(tmp_path)
    question.write_text(VARIED.replace("METHOD", method))
    folder = run(question, tmp_path / "out")
    sensitivity_folder(folder)
    table = pd.read_csv(folder / "sensitivity.csv").query("outcome == 'reds'")
    assert list(table["alternative"].unique()) == ["base", "control"]
    assert set(table["points"]) == {points}
    assert measure in set(table["measure"])
    compare_folder(folder)
    compared = pd.read_csv(folder / "compare.csv")
    assert set(zip(compared["alternative"], compared["control"], strict=True)) == {
        ("base", "control")
    }
    assert set(compared["pairs"]) == {2}
