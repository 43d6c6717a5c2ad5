"""Limits set on the process: what cannot be done is told, and done when the limit is gone."""

from __future__ import annotations

import random
import resource

import pytest

from tests.batch.faults.commands import assert_completed, finished

SLOW = pytest.mark.slow
MEGABYTE = 2**20


def points(name, least, most, count):
    chance = random.Random(name)
    limits = [chance.randint(least, most) for _ in range(count)]
    return [limits[0], *(pytest.param(limit, marks=SLOW) for limit in limits[1:])]


def limited(kind, value):
    return lambda: resource.setrlimit(kind, (value, value))


@pytest.mark.parametrize("most", points("size of a file", 200, 9000, 8))
def test_files_may_not_grow(most, question, tmp_path, undisturbed):
    out = tmp_path / "out"
    code, said = finished(question, out, limit=limited(resource.RLIMIT_FSIZE, most))
    assert code == 4, said
    assert "File too large" in said
    assert "Traceback" not in said
    assert_completed(question, out, undisturbed)


@pytest.mark.parametrize("megabytes", points("address space", 150, 900, 8))
def test_memory_is_short(megabytes, question, tmp_path, undisturbed):
    """Whoever lacks it, the coordinator or its workers, nothing wrong is stored."""
    out = tmp_path / "out"
    limit = limited(resource.RLIMIT_AS, megabytes * MEGABYTE)
    code, said = finished(question, out, limit=limit)
    assert code in (0, 1, 4, 5) or code < 0, said
    (out / "provenance.json").unlink(missing_ok=True)  # it may be complete, with failures told
    assert_completed(question, out, undisturbed)


@pytest.mark.parametrize("files", points("open files", 8, 40, 8))
def test_files_may_not_be_open(files, question, tmp_path, undisturbed):
    out = tmp_path / "out"
    code, said = finished(question, out, limit=limited(resource.RLIMIT_NOFILE, files))
    assert code in (0, 1, 4, 5), said
    assert code == 0 or "Too many open files" in said
    (out / "provenance.json").unlink(missing_ok=True)
    assert_completed(question, out, undisturbed)
