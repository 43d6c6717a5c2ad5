"""Killed at random points; each point has its seed."""

from __future__ import annotations

import random
import signal
import time

import pytest

from tests.batch.faults.commands import (
    assert_completed,
    assert_sound,
    begun,
    ended,
    killed,
    members,
    until,
)

SLOW = pytest.mark.slow
POINTS = [1, *(pytest.param(seed, marks=SLOW) for seed in range(2, 41))]
FEWER_POINTS = POINTS[:8]


def wait_for_a_point(chance: random.Random, out, seconds: float) -> None:
    """Wait until a random moment of the command, or until just after a random run was stored."""
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0, 1.05 * seconds))
        return
    count, end = chance.randint(1, 12), time.monotonic() + 2 * seconds
    while len(list(out.glob("runs/*/*.zip"))) < count and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(chance.choice([0, 0.003, 0.03, 0.3]))


@pytest.mark.parametrize("seed", POINTS)
def test_a_coordinator_is_killed(seed, question, tmp_path, undisturbed, seconds):
    process = begun(question, tmp_path / "out")
    wait_for_a_point(random.Random(f"coordinator {seed}"), tmp_path / "out", seconds)
    process.kill()
    code, _ = ended(process)  # no worker outlives it
    assert code in (0, -signal.SIGKILL)
    assert_completed(question, tmp_path / "out", undisturbed)


@pytest.mark.parametrize("seed", POINTS)
def test_the_whole_group_is_killed(seed, question, tmp_path, undisturbed, seconds):
    process = begun(question, tmp_path / "out")
    chance = random.Random(f"group {seed}")
    wait_for_a_point(chance, tmp_path / "out", seconds)
    for pid in chance.sample(members(process.pid), k=len(members(process.pid))):
        killed(pid)
    code, _ = ended(process)
    assert code in (0, -signal.SIGKILL)
    assert_completed(question, tmp_path / "out", undisturbed)


@pytest.mark.parametrize("seed", POINTS)
def test_workers_are_killed(seed, question, tmp_path, undisturbed, seconds):
    """The command goes on; only a run that lost three workers is told as failed."""
    process = begun(question, tmp_path / "out")
    chance = random.Random(f"workers {seed}")
    for _ in range(chance.randint(1, 4)):
        wait_for_a_point(chance, tmp_path / "out", seconds / 2)
        if others := [pid for pid in members(process.pid) if pid != process.pid]:
            killed(chance.choice(others))
    code, said = ended(process)
    assert code in (0, 5), said
    assert (code == 5) == ("failed; see" in said)
    if code == 5:
        assert "killed by signal 9" in (tmp_path / "out" / "runs.csv").read_text()
        (tmp_path / "out" / "provenance.json").unlink()  # complete as it is, with failures told
    assert_completed(question, tmp_path / "out", undisturbed)


@pytest.mark.parametrize("to_all", [False, True], ids=["coordinator", "group"])
@pytest.mark.parametrize(
    ("number", "its_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 9))]
)
def test_it_is_asked_to_stop(
    seed, number, its_code, to_all, question, tmp_path, undisturbed, seconds
):
    out = tmp_path / "out"
    process = begun(question, out)
    until((out / "log.txt").exists)
    wait_for_a_point(random.Random(f"{number} {seed}"), out, seconds / 2)
    for pid in members(process.pid) if to_all else [process.pid]:
        killed(pid, number)
    code, said = ended(process)
    assert_sound(out, undisturbed)
    if (out / "provenance.json").exists():
        assert code in (0, its_code, -number)
    else:
        assert code == its_code, said
        assert "Interrupted. Finished runs are kept" in said
        assert "Ended early" in (out / "log.txt").read_text()
    assert "Traceback" not in said
    assert_completed(question, out, undisturbed)
