"""A batch done in shares, put together, and asked how far it is."""

from __future__ import annotations

import pytest

import sim
from sim.batch import work
from sim.batch.assembly import IncompleteError
from sim.batch.folder import ForeignFolderError
from sim.batch.status import status_lines
from sim.cli import main
from tests.batch.stand_in import contents


def run(path, out, *sets):
    return sim.run_batch(path, out, sets, workers=1, quiet=True)


def share(path, out, number):
    return sim.run_batch(path, out, workers=1, quiet=True, shard=f"{number}/3")


def test_shares_merged_in_any_order_are_the_batch(question, tmp_path, simulated):
    run(question, tmp_path / "whole")
    simulated.clear()
    for number in (3, 1, 2):
        assert share(question, tmp_path / "shares", number) == 0
        assert not (tmp_path / "shares" / "runs.csv").exists()
    assert len(simulated) == 12
    assert sim.merge_shards(tmp_path / "shares", quiet=True) == 0
    assert contents(tmp_path / "shares") == contents(tmp_path / "whole")
    assert len(simulated) == 12


def test_merging_too_early_says_what_is_missing_and_makes_no_table(question, tmp_path, simulated):
    share(question, tmp_path / "shares", 1)
    with pytest.raises(IncompleteError, match="8 of 12 runs missing"):
        sim.merge_shards(tmp_path / "shares")
    assert not (tmp_path / "shares" / "runs.csv").exists()


def test_what_a_share_left_is_completed_by_the_plain_command(question, tmp_path, simulated):
    share(question, tmp_path / "shares", 2)
    simulated.clear()
    assert run(question, tmp_path / "shares") == 0
    assert len(simulated) == 8


def test_failed_runs_of_a_share_are_named_when_merged(question, tmp_path, simulated, monkeypatch):
    whole = work.simulate

    def failing(case, seed):
        if case.scenario.actors["reds"].skill == 2.0:
            raise ZeroDivisionError("no people")
        return whole(case, seed)

    monkeypatch.setattr(work, "simulate", failing)
    out = tmp_path / "shares"
    assert [share(question, out, number) for number in (1, 2, 3)] == [5, 5, 5]
    assert sim.merge_shards(out, quiet=True) == 5
    assert (out / "runs.csv").read_text().count("ZeroDivisionError: no people") == 6
    assert (out / "failures.txt").is_file()


def test_only_the_folder_of_a_batch_is_merged_or_asked(tmp_path):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(ForeignFolderError):
        sim.merge_shards(tmp_path)
    assert main(["status", str(tmp_path)]) == 2
    assert main(["merge", str(tmp_path / "absent")]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_runs_of_another_version_are_not_merged(question, tmp_path, simulated, monkeypatch):
    share(question, tmp_path / "out", 1)
    monkeypatch.setattr("sim.batch.merge.source_hash", lambda: "0" * 16)
    with pytest.raises(IncompleteError, match="another version"):
        sim.merge_shards(tmp_path / "out")


def test_the_status_tells_how_far_a_batch_is(question, tmp_path, simulated):
    out = tmp_path / "out"
    share(question, out, 1)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    lines = list(status_lines(out))
    assert lines[:6] == [
        "question: 12 runs",
        "  done     4",
        "  failed   0",
        "  missing  8",
        "The tables are not put together yet.",
        "No process is at work.",
    ]
    assert lines[6].startswith("log-1-of-3.txt: ")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
    run(question, out, "seeds.replicates=4")
    run(question, out)
    assert "  4 runs more of another plan or version" in list(status_lines(out))
    assert "The tables are complete." in list(status_lines(out))


def test_a_shard_of_another_run_and_one_damaged_go_into_quarantine(
    question, tmp_path, simulated, capsys
):
    out = tmp_path / "out"
    run(question, out)
    before = contents(out)
    one, other, damaged, *_ = sorted((out / "runs").rglob("*.zip"))
    here, there = one.read_bytes(), other.read_bytes()
    one.write_bytes(there)
    other.write_bytes(here)
    damaged.write_bytes(b"")
    simulated.clear()
    assert sim.run_batch(question, out, workers=1) == 0
    assert len(simulated) == 3
    assert {path.name for path in (out / "quarantine").iterdir()} == {
        path.name for path in (one, other, damaged)
    }
    assert capsys.readouterr().err.count("was damaged on disk") == 3
    assert contents(out) == before
