"""A batch with a stand-in for the engine: what is done again, what is written, what is reported."""

from __future__ import annotations

import json
import sys

import pytest

import sim
from sim.batch import compute, work
from sim.batch.backends import BackendError
from sim.batch.ending import DiskError
from sim.batch.stored import stored_runs
from sim.errors import InputError
from sim.record import derived
from tests.batch.stand_in import VALUES, contents, rows


def run(path, out, *sets):
    return sim.run_batch(path, out, sets, workers=1, quiet=True)


def test_runs_are_listed_in_order_with_what_varies(question, tmp_path, simulated):
    assert run(question, tmp_path / "out") == 0
    runs = rows(tmp_path / "out" / "runs.csv")
    assert [(row["alternative"], row["actors.blues.skill"], row["replicate"]) for row in runs] == [
        (alternative, skill, replicate)
        for alternative in ("as_is", "skilled")
        for skill in ("1.0", "1.5")
        for replicate in ("1", "2", "3")
    ]
    assert {row["status"] for row in runs} == {"done"}
    assert len({row["run_id"] for row in runs}) == 12
    assert len({row["seed"] for row in runs}) == 3


def test_runs_name_their_row_of_the_design_and_their_control(question, tmp_path, simulated):
    question.write_text(question.read_text() + "compare: {to: as_is}\n")
    run(question, tmp_path / "out")
    runs = rows(tmp_path / "out" / "runs.csv")
    assert [row["point"] for row in runs] == [*"111222", *"111222"]
    assert [row["control_run_id"] for row in runs[:6]] == [""] * 6
    assert [row["control_run_id"] for row in runs[6:]] == [row["run_id"] for row in runs[:6]]
    provenance = json.loads((tmp_path / "out" / "provenance.json").read_text())
    assert provenance["design"] == {
        "method": "grid",
        "vary": {"actors.blues.skill": [1.0, 1.5]},
        "points": 2,
        "samples": None,
        "control": "as_is",
    }


def test_a_batch_of_several_files_and_a_design_file_is_planned_anew(question, tmp_path, simulated):
    other = question.with_name("other.yaml")
    other.write_text(question.with_name("plain.yaml").read_text().replace("plain", "other", 1))
    question.with_name("points.csv").write_text("actors.blues.skill,time.weeks\n0.5,4\n1,3\n")
    question.write_text(
        "batch: question\nbase: [plain.yaml, other.yaml]\ndesign: {file: points.csv}\n"
        "compare: {to: {actors.reds.skill: 2}}\n"
    )
    assert run(question, tmp_path / "out") == 0
    for path in (other, question, question.with_name("plain.yaml")):
        path.unlink()
    ids = [row["run_id"] for row in rows(tmp_path / "out" / "runs.csv")]
    assert len(set(ids)) == 2 * 2 * 2
    assert [
        stored.plan.recipe.run_id(stored.plan.seed) for stored in stored_runs(tmp_path / "out")
    ] == ids
    kept = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"scenario-1.yaml", "scenario-2.yaml", "design.csv"} < kept


def test_every_table_has_the_rows_of_every_run_in_order(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    runs = [row["run_id"] for row in rows(tmp_path / "out" / "runs.csv")]
    for name in ("territory_share", "events", "actors", "cells", "outcomes"):
        assert [row["run_id"] for row in rows(tmp_path / "out" / f"{name}.csv")] == runs


def test_every_column_of_every_table_is_described(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    described: dict[str, list[str]] = {}
    for row in rows(tmp_path / "out" / "columns.csv"):
        described.setdefault(row["table"], []).append(row["column"])
    written = {
        path.stem: path.read_text().partition("\n")[0].split(",")
        for path in (tmp_path / "out").glob("*.csv")
        if path.stem != "columns"
    }
    assert described == written


def test_outcomes_are_taken_from_the_tables(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    outcomes = rows(tmp_path / "out" / "outcomes.csv")
    assert {(row["reds"], row["clashes"]) for row in outcomes} == {("0.5", "1")}


def test_a_result_opens_again(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    results = sim.open(tmp_path / "out")
    assert len(results.runs) == 12
    assert results.runs["actors.blues.skill"].tolist()[:4] == [1.0, 1.0, 1.0, 1.5]
    assert results.provenance["runs"] == 12


def test_the_folder_holds_the_inputs_as_given_and_as_run(question, tmp_path, simulated):
    run(question, tmp_path / "out", "time.weeks=2")
    out = tmp_path / "out"
    assert (out / "batch.yaml").read_text() == question.read_text()
    assert (out / "scenario.yaml").read_text() == (tmp_path / "plain.yaml").read_text()
    resolved = json.loads((out / "scenario.json").read_text())
    assert list(resolved) == ["as_is", "skilled"]
    assert resolved["skilled"]["time"]["weeks"] == 2
    assert resolved["skilled"]["actors"]["reds"]["skill"] == 2.0
    assert resolved["as_is"]["actors"]["blues"]["skill"] == 1.0


def test_a_plain_scenario_is_a_batch_of_one(question, tmp_path, simulated):
    assert run(question.with_name("plain.yaml"), tmp_path / "out") == 0
    assert len(rows(tmp_path / "out" / "runs.csv")) == 1
    assert not (tmp_path / "out" / "batch.yaml").exists()


def test_results_go_to_the_current_folder_by_default(question, tmp_path, simulated, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(question, None)
    assert (tmp_path / "results" / "question" / "provenance.json").exists()


def test_a_complete_batch_is_not_run_again(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    before = contents(tmp_path / "out")
    simulated.clear()
    assert run(question, tmp_path / "out") == 0
    assert simulated == []
    assert contents(tmp_path / "out") == before


def test_only_lost_runs_are_done_again(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    before = contents(tmp_path / "out")
    simulated.clear()
    lost, damaged, *_ = sorted((tmp_path / "out" / "runs").rglob("*.zip"))
    lost.unlink()
    damaged.write_bytes(damaged.read_bytes()[:-1])
    run(question, tmp_path / "out")
    assert len(simulated) == 2
    assert contents(tmp_path / "out") == before


def test_more_replicates_need_only_the_new_runs(question, tmp_path, simulated):
    run(question, tmp_path / "grown", "seeds.replicates=2")
    simulated.clear()
    run(question, tmp_path / "grown")
    assert len(simulated) == 4
    run(question, tmp_path / "fresh")
    grown, fresh = contents(tmp_path / "grown"), contents(tmp_path / "fresh")
    assert grown == fresh


def test_a_table_that_is_switched_off_later_disappears(question, tmp_path, simulated):
    run(question, tmp_path / "out")
    (tmp_path / "out" / "figures.png").write_bytes(b"mine")
    run(question, tmp_path / "out", "outputs.loyalty.enabled=false")
    assert not (tmp_path / "out" / "loyalty.csv").exists()
    assert (tmp_path / "out" / "figures.png").exists()


def test_what_was_made_of_a_changed_batch_disappears_and_other_files_beside_it_stay(
    question, tmp_path, simulated
):
    out = tmp_path / "out"
    run(question, out)
    (out / "figures").mkdir()
    drawn = [
        *(out / "figures" / name for name in ("loyalty.png", "outcomes.svg", "compare_cells.png")),
        *(out / f"{table.name}.csv" for table in derived.TABLES),
    ]
    own = out / "figures" / "my own.png"
    for path in (*drawn, own):
        path.touch()
    run(question, out)
    assert all(path.exists() for path in drawn)  # nothing changed
    run(question, out, "seeds.replicates=4")
    assert not any(path.exists() for path in drawn)
    assert own.exists()


def test_an_interrupted_batch_keeps_its_runs(question, tmp_path, simulated, monkeypatch, capsys):
    whole = work.simulate

    def interrupted(case, seed):
        if len(simulated) == 5:
            raise KeyboardInterrupt
        return whole(case, seed)

    monkeypatch.setattr(work, "simulate", interrupted)
    assert run(question, tmp_path / "out") == 130
    assert "Finished runs are kept" in capsys.readouterr().err
    assert not (tmp_path / "out" / "provenance.json").exists()
    monkeypatch.setattr(work, "simulate", whole)
    simulated.clear()
    assert run(question, tmp_path / "out") == 0
    assert len(simulated) == 7


def test_a_failed_run_is_reported_and_tried_again(question, tmp_path, simulated, monkeypatch):
    whole = work.simulate

    def failing(case, seed):
        if case.scenario.actors["reds"].skill == 2.0:
            raise ZeroDivisionError("no people")
        return whole(case, seed)

    monkeypatch.setattr(work, "simulate", failing)
    out = tmp_path / "out"
    assert run(question, out) == 5
    runs = rows(out / "runs.csv")
    assert [row["status"] for row in runs] == ["done"] * 6 + ["failed"] * 6
    assert runs[-1]["error"] == "ZeroDivisionError: no people"
    assert "Traceback" in (out / "failures.txt").read_text()
    assert len(rows(out / "events.csv")) == 6

    monkeypatch.setattr(work, "simulate", whole)
    simulated.clear()
    assert run(question, out) == 0
    assert len(simulated) == 6
    assert not (out / "failures.txt").exists()


def test_a_line_break_in_a_cell_fails_the_run(question, tmp_path, simulated, monkeypatch):
    monkeypatch.setitem(VALUES, "text", "two\nlines")
    assert run(question, tmp_path / "out") == 5
    assert "line break" in rows(tmp_path / "out" / "runs.csv")[0]["error"]


def test_bad_input_writes_nothing(question, tmp_path, simulated):
    with pytest.raises(InputError):
        run(question, tmp_path / "out", "time.weeks=-1")
    assert not (tmp_path / "out").exists()


def test_a_backend_that_is_not_installed_writes_nothing(question, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BackendError, match=r"pip install 'rival-territories\[dask\]'"):
        sim.run_batch(question, tmp_path / "out", backend="dask")
    assert not (tmp_path / "out").exists()


def test_a_disk_that_fails_is_told_without_traceback(question, tmp_path, simulated, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "events.csv")

    monkeypatch.setattr(compute, "keep", full)
    with pytest.raises(DiskError, match="No space left") as failure:
        run(question, tmp_path / "out")
    assert failure.value.exit_code == 4


def test_the_files_written_are_named_at_the_end(question, tmp_path, simulated, capsys):
    sim.run_batch(question, tmp_path / "out", workers=1)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"Written to {tmp_path / 'out'}:"
    on_disk = {path.name for path in (tmp_path / "out").iterdir() if path.is_file()}
    assert {line.strip() for line in said[1:]} == on_disk - {".lock", "log.txt", "plan.json"}
