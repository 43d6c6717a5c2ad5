"""What `sim plan` says before anything runs: how many, how long, how much, what is done already."""

from __future__ import annotations

import pytest

import sim
from sim.batch.estimate import guessed, measured
from sim.batch.folder import ForeignFolderError
from sim.batch.plan import plan_lines
from sim.errors import InputError
from sim.scenario.design import expand
from sim.scenario.load import load_batch


def planned(path, out, *sets):
    return "\n".join(plan_lines(path, out, sets, workers=2))


def run(path, out, *sets):
    assert sim.run_batch(path, out, sets, workers=1, quiet=True) == 0


def test_a_plan_tells_runs_and_the_first_points(question, tmp_path):
    said = planned(question, tmp_path / "out")
    assert "12 runs: 2 alternatives x 2 points x 3 replicates" in said
    assert "estimated from the size of the scenario, roughly" in said
    assert "design: grid; all its points\n    actors.blues.skill  1.0  1.5" in said
    assert not (tmp_path / "out").exists()


def test_a_plan_tells_values_as_a_batch_file_has_them(question, tmp_path):
    question.write_text(
        "batch: question\nbase: plain.yaml\ndesign: {method: zip}\nvary:\n"
        "  actors.state.leader: [Béa, null]\n"
        "  actors.blues.area: [[], [{country: A}]]\n"
        "  rules.claims.enabled: [true, false]\n"
    )
    said = [line.split() for line in planned(question, tmp_path / "out").splitlines()]
    assert ["actors.state.leader", "Béa", "null"] in said
    assert ["actors.blues.area", "[]", '[{"country":', '"A"}]'] in said
    assert ["rules.claims.enabled", "true", "false"] in said


def test_a_plan_of_a_million_runs_is_told_as_one_of_a_few(question, tmp_path):
    text = "batch: question\nbase: plain.yaml\nvary:\n"
    for path in ("rules.recruitment.rate", "rules.recruitment.network"):
        text += f"  {path}: {{from: 0.001, to: 0.01, steps: 1000}}\n"
    question.write_text(text)
    said = planned(question, tmp_path / "out")
    assert "1,000,000 runs: 1,000,000 points x 1 replicate" in said
    assert "the first 5 of 1,000,000 points" in said


def test_more_replicates_reuse_the_runs_that_are_done(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    said = planned(question, tmp_path / "out", "seeds.replicates=5")
    assert "12 runs reused, 8 new, 0 of another plan or version dropped" in said
    assert "estimated from runs that are done" in said


def test_runs_that_the_batch_no_longer_asks_for_are_dropped(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    said = planned(question, tmp_path / "out", "seeds.replicates=2", "time.weeks=3")
    assert "8 runs reused, 0 new, 4 of another plan or version dropped" in said
    said = planned(question, tmp_path / "out", "time.weeks=2")
    assert "0 runs reused, 12 new, 12 of another plan or version dropped" in said


def test_the_folder_of_something_else_is_refused_as_by_run(question, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(ForeignFolderError):
        planned(question, tmp_path / "out")


def test_a_mistake_at_the_end_of_a_range_is_told(question, tmp_path):
    text = "vary: {actors.blues.skill: {uniform: [-1, 1]}}\ndesign: {method: lhs, samples: 5000}\n"
    question.write_text(f"batch: question\nbase: plain.yaml\n{text}")
    with pytest.raises(InputError, match="out of range"):
        planned(question, tmp_path / "out")


def test_the_cost_of_runs_is_the_mean_of_those_that_are_done(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    ids = [plan.run_id for plan in expand(load_batch(question))]
    cost = measured(tmp_path / "out", ids)
    assert cost.seconds == pytest.approx(0.25)  # of the stand-in for the engine
    sizes = [path.stat().st_size for path in (tmp_path / "out" / "runs").rglob("*.zip")]
    assert 0 < cost.shard_bytes < sum(sizes) / len(sizes) < cost.shard_bytes + 5_000
    assert measured(tmp_path / "elsewhere", ids) is None


def test_more_weeks_and_fewer_tables_change_the_guess_in_proportion(question):
    def cost(*sets):
        return guessed(load_batch(question, sets).firsts[0].recipe.case())

    short, long = (cost(f"time.weeks={weeks}", "time.burn_in=0") for weeks in (10, 100))
    assert long.seconds == pytest.approx(10 * short.seconds)
    assert cost("outputs.events.enabled=false", "outcomes={}").table_bytes < cost().table_bytes
