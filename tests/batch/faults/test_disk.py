"""The disk is full, read-only or fails: exit code 4, and all is well once it is mended."""

from __future__ import annotations

import os
import random
import shutil
import subprocess

import pytest

from tests.batch.faults.commands import assert_completed, assert_sound, finished

SLOW = pytest.mark.slow


@pytest.fixture
def small_disk(tmp_path):
    """A function that mounts a small disk in memory with options, and again with others."""
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(options):
        again = ["-o", "remount"] if place.is_mount() else []
        command = ["mount", "-t", "tmpfs", *again, "-o", options, "none", place]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"a disk cannot be mounted here: {done.stderr.strip()}")
        return place

    yield mounted
    if place.is_mount():
        subprocess.run(["umount", place], check=True)


def points(name, least, most, count):
    """Sizes at random, by seeds; the first in the fast suite."""
    chance = random.Random(name)
    sizes = [chance.randint(least, most) for _ in range(count)]
    return [sizes[0], *(pytest.param(size, marks=SLOW) for size in sizes[1:])]


@pytest.mark.parametrize("kilobytes", points("full disk", 8, 160, 10))
def test_a_full_disk(kilobytes, small_disk, question, undisturbed):
    out = small_disk(f"size={kilobytes}k") / "out"
    code, said = finished(question, out)
    assert code == 4, said
    assert "No space left on device" in said
    assert "Traceback" not in said
    assert_sound(out, undisturbed)
    small_disk("size=10m")
    assert_completed(question, out, undisturbed)


@pytest.mark.parametrize("inodes", points("full inodes", 3, 50, 10))
def test_a_disk_without_inodes(inodes, small_disk, question, undisturbed):
    out = small_disk(f"size=10m,nr_inodes={inodes}") / "out"
    code, said = finished(question, out)
    assert code == 4, said
    assert "No space left on device" in said
    assert "Traceback" not in said
    assert_sound(out, undisturbed)
    small_disk("nr_inodes=1000")
    assert_completed(question, out, undisturbed)


def test_a_disk_that_is_read_only_from_the_start(small_disk, question, undisturbed):
    disk = small_disk("size=10m")
    small_disk("ro")
    code, said = finished(question, disk / "out")
    assert code == 4, said
    assert "Read-only file system" in said
    assert list(disk.iterdir()) == []
    small_disk("rw")
    assert_completed(question, disk / "out", undisturbed)


def test_results_on_a_disk_that_became_read_only(small_disk, question, undisturbed):
    out = small_disk("size=10m") / "out"
    assert finished(question, out)[0] == 0
    small_disk("ro")
    code, said = finished(question, out)
    assert code == 4, said
    assert "Read-only file system" in said
    assert_sound(out, undisturbed)
    small_disk("rw")
    assert_completed(question, out, undisturbed)


def test_a_folder_that_is_not_ours_to_write(question, tmp_path, undisturbed):
    if os.geteuid() == 0:
        attributes = shutil.which("chattr")
        if not attributes or subprocess.run([attributes, "+i", tmp_path]).returncode:
            pytest.skip("root may write anywhere, and this disk has no immutable folders")
        try:
            code, said = finished(question, tmp_path / "out")
        finally:
            subprocess.run([attributes, "-i", tmp_path], check=True)
    else:
        tmp_path.chmod(0o500)
        try:
            code, said = finished(question, tmp_path / "out")
        finally:
            tmp_path.chmod(0o700)
    assert code == 4, said
    assert "not permitted" in said or "Permission denied" in said
    assert not (tmp_path / "out").exists()
    assert_completed(question, tmp_path / "out", undisturbed)


CALLS = {
    "fsync": "fsync:error=EIO",
    "rename": "rename,renameat,renameat2:error=EIO",
    "open": "openat:error=EMFILE",
}
POINTS = [
    pytest.param(call, seed, id=f"{call}{seed}", marks=[] if seed == 1 and call != "open" else SLOW)
    for call in CALLS
    for seed in range(1, 9)
]


@pytest.mark.parametrize(("call", "seed"), POINTS)
def test_a_system_call_fails(call, seed, question, tmp_path, undisturbed):
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    chance = random.Random(f"{call} {seed}")
    first = chance.randint(1, 60 if call == "fsync" else 30)
    again = chance.choice(["", "+"])  # once, or from then on
    inject = f"inject={CALLS[call]}:when={first}{again}"
    calls = CALLS[call].partition(":")[0]
    out = tmp_path / "out"
    places = ["-P", str(out)] if call == "open" else []
    before = [strace, "-f", "-o", os.devnull, "-e", f"trace={calls}", "-e", inject, *places]
    code, said = finished(question, out, workers=1, before=before)
    if "Operation not permitted" in said:
        pytest.skip("strace may not trace here")
    assert code == 4, said
    assert "Input/output error" in said or "Too many open files" in said
    assert "Traceback" not in said
    assert_completed(question, out, undisturbed)
