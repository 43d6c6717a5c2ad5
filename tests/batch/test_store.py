"""A run is done when its shard, one file, is there and sound."""

from __future__ import annotations

import pytest

from sim.batch import store
from sim.batch.backends import Failure

RUN = "ab12"
SHARD = store.packed({"run_id": RUN, "outcomes": {}}, {"events": b"1,2\n", "cells": b""})


def test_what_is_kept_is_read_back(tmp_path):
    store.keep(tmp_path, RUN, SHARD)
    shard = store.shard(tmp_path, RUN)
    assert shard is not None
    assert shard.record == {"run_id": RUN, "outcomes": {}}
    assert shard.table("events") == b"1,2\n"
    assert shard.table("switched_off") == b""
    assert list(store.stored_ids(tmp_path)) == [RUN]


def test_the_same_run_makes_the_same_shard():
    again = store.packed({"run_id": RUN, "outcomes": {}}, {"events": b"1,2\n", "cells": b""})
    assert again == SHARD


def test_a_run_without_shard_is_not_done(tmp_path):
    assert store.shard(tmp_path, RUN) is None


@pytest.mark.parametrize("length", range(0, len(SHARD), 7))
def test_a_shard_cut_short_does_not_count(tmp_path, length):
    store.keep(tmp_path, RUN, SHARD[:length])
    assert store.shard(tmp_path, RUN) is None


def test_a_shard_with_any_byte_changed_does_not_count(tmp_path):
    store.keep(tmp_path, RUN, SHARD)
    (path,) = tmp_path.rglob("*.zip")
    for at in range(len(SHARD)):
        path.write_bytes(SHARD[:at] + bytes([SHARD[at] ^ 1]) + SHARD[at + 1 :])
        assert store.shard(tmp_path, RUN) is None


def test_the_shard_of_another_run_does_not_count(tmp_path):
    store.keep(tmp_path, "ab34", SHARD)
    assert store.shard(tmp_path, "ab34") is None


def test_a_damaged_shard_is_kept_aside(tmp_path):
    store.keep(tmp_path, RUN, SHARD[:-1])
    aside = store.set_aside(tmp_path, RUN)
    assert aside == tmp_path / "quarantine" / f"{RUN}.zip"
    assert aside.read_bytes() == SHARD[:-1]
    assert not store.has_shard(tmp_path, RUN)
    assert store.set_aside(tmp_path, RUN) is None


def test_a_failure_is_told_until_the_run_is_done(tmp_path):
    assert store.failure(tmp_path, RUN) is None
    failed = Failure("ValueError: no", "Traceback\n")
    store.keep(tmp_path, RUN, failed)
    assert store.failure(tmp_path, RUN) == failed
    assert store.shard(tmp_path, RUN) is None
    store.keep(tmp_path, RUN, SHARD)
    assert store.failure(tmp_path, RUN) is None
