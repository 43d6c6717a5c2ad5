"""Two at once, damage on disk, odd clocks and odd names."""

from __future__ import annotations

import os
import random
import shutil
import signal

import pytest

import sim
from sim.batch import store
from sim.cli import main
from tests.batch.faults.commands import (
    RUNS,
    assert_completed,
    begun,
    ended,
    finished,
    until,
)
from tests.batch.stand_in import contents

SLOW = pytest.mark.slow
SEEDS = [1, *(pytest.param(seed, marks=SLOW) for seed in range(2, 9))]


def test_two_commands_on_one_folder(question, tmp_path, undisturbed):
    out = tmp_path / "out"
    first = begun(question, out)
    until((out / "log.txt").exists)
    os.killpg(first.pid, signal.SIGSTOP)  # so that it cannot end before the second begins
    code, said = finished(question, out)
    os.killpg(first.pid, signal.SIGCONT)
    assert ended(first)[0] == 0
    assert code == 3, said
    assert said.strip().endswith("another process is at work here")
    assert_completed(question, out, undisturbed)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_commands_begun_at_the_same_time(seed, question, tmp_path, undisturbed):
    both = [begun(question, tmp_path / "out") for _ in range(2)]
    codes = sorted(ended(process)[0] for process in both)
    assert codes in ([0, 0], [0, 3])
    assert_completed(question, tmp_path / "out", undisturbed)


@pytest.fixture
def complete(question, tmp_path, undisturbed):
    """A folder whose batch is complete."""
    assert sim.run_batch(question, tmp_path / "out", workers=1, quiet=True) == 0
    return tmp_path / "out"


def harmed(chance, out):
    """Do something to a random shard."""
    shards = sorted(path for path in out.glob("runs/*/*.zip") if path.is_file())
    one, other = chance.sample(shards, k=2)
    content = bytearray(one.read_bytes())
    harm = chance.choice(["flip", "cut", "grow", "empty", "swap", "zero", "folder", "gone"])
    if harm == "flip":
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif harm == "cut":
        del content[chance.randrange(len(content)) :]
    elif harm == "grow":
        content += chance.randbytes(chance.randint(1, 5000))
    elif harm == "empty":
        content.clear()
    elif harm == "swap":
        content[:] = other.read_bytes()
    elif harm == "zero":  # as a power cut may leave it
        content[:] = bytes(len(content))
    one.unlink()
    if harm == "folder":
        one.mkdir()
    elif harm != "gone":
        one.write_bytes(content)


@pytest.mark.parametrize("seed", SEEDS)
def test_shards_are_damaged(seed, question, complete, undisturbed):
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        harmed(chance, complete)
    assert sim.run_batch(question, complete, workers=1, quiet=True) == 0
    assert contents(complete) == undisturbed
    assert all(store.shard(complete, run_id) for run_id in store.stored_ids(complete))
    assert len(list(store.stored_ids(complete))) == RUNS


def test_tables_and_plan_are_damaged(question, complete, undisturbed):
    for name in ("events.csv", "runs.csv", "provenance.json", "columns.csv"):
        (complete / name).write_bytes(b"\0")
    assert_completed_again(question, complete, undisturbed)


def assert_completed_again(question, complete, undisturbed):
    assert sim.run_batch(question, complete, workers=1, quiet=True) == 0
    assert contents(complete) == undisturbed


def test_a_plan_that_cannot_be_read_is_not_taken_for_ours(question, complete):
    (complete / "plan.json").write_bytes(b"\0")
    before = contents(complete)
    code, said = finished(question, complete)
    assert code == 2, said
    assert "holds files that are not results of a batch" in said
    assert contents(complete) == before


@pytest.mark.parametrize("moment", [0, 10**9, 4 * 10**9], ids=["1970", "2001", "2096"])
def test_files_are_of_another_time(moment, question, complete, undisturbed):
    for path in complete.rglob("*"):
        os.utime(path, (moment, moment))
    next(complete.glob("runs/*/*.zip")).unlink()
    assert_completed_again(question, complete, undisturbed)


@pytest.mark.parametrize("moment", ["1985-01-01 00:00:00", "2037-12-31 23:59:59"])
def test_the_clock_jumps_between_commands(moment, question, tmp_path, undisturbed, seconds):
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not installed")
    process = begun(question, tmp_path / "out", before=["faketime", "-f", moment])
    until(lambda: len(list(tmp_path.glob("out/runs/*/*.zip"))) > 2 or process.poll() is not None)
    process.kill()
    ended(process)
    assert moment[:4] in (tmp_path / "out" / "log.txt").read_text()
    assert_completed(question, tmp_path / "out", undisturbed)


NAMES = [
    "with space",
    "Ségou – المرابطون",
    "--out=-x",
    "quote\"s and 'apostrophes'",
    "line\nbreak",
    "$HOME; rm -rf *",
    "%s {} \\n",
    os.fsdecode(b"not \xff text"),
    "a" * 200,
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_odd_names(name, question, tmp_path, undisturbed, capsys):
    folder = tmp_path / name
    folder.mkdir()
    for file in (question, question.with_name("plain.yaml")):
        shutil.copy(file, folder)
    out = folder / name
    command = ["run", str(folder / question.name), "--out", str(out), "--workers", "1"]
    assert main(command) == 0
    assert contents(out) == undisturbed
    assert main(["status", str(out)]) == 0
    assert capsys.readouterr().out.count("territory_share.csv") == 1


def test_a_folder_behind_a_link(question, tmp_path, undisturbed):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "out"
    link.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert_completed(question, link, undisturbed)
    assert link.is_symlink()
    assert contents(tmp_path / "elsewhere") == undisturbed


def test_a_link_to_nothing_is_no_folder(question, tmp_path):
    link = tmp_path / "out"
    link.symlink_to(tmp_path / "nothing")
    code, said = finished(question, link)
    assert code == 4, said
    assert not (tmp_path / "nothing").exists()


def test_links_in_a_folder_are_not_followed_out_of_it(question, complete, tmp_path, undisturbed):
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    for name in ("events.csv", "runs.csv"):
        (complete / name).unlink()
        (complete / name).symlink_to(mine)
    assert_completed_again(question, complete, undisturbed)
    assert mine.read_text() == "mine"
