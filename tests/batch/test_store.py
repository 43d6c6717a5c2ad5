"""A run is done when its shard is there and sound; a folder belongs to one batch and one writer."""

from __future__ import annotations

import pytest

from sim.batch import store

RUN = "ab12"
SHARD = store.packed({"run_id": RUN, "outcomes": {}}, {"events": b"1,2\n", "cells": b""})


def test_what_is_kept_is_read_back(tmp_path):
    store.keep(tmp_path, RUN, SHARD)
    assert store.is_done(tmp_path, RUN)
    assert store.record(tmp_path, RUN) == {"run_id": RUN, "outcomes": {}}
    assert store.table(tmp_path, RUN, "events") == b"1,2\n"
    assert store.table(tmp_path, RUN, "switched_off") == b""


def test_the_same_run_makes_the_same_shard():
    again = store.packed({"run_id": RUN, "outcomes": {}}, {"events": b"1,2\n", "cells": b""})
    assert again == SHARD


def test_a_run_without_shard_is_not_done(tmp_path):
    assert not store.is_done(tmp_path, RUN)


@pytest.mark.parametrize("length", range(0, len(SHARD), 7))
def test_a_shard_cut_short_does_not_count(tmp_path, length):
    store.keep(tmp_path, RUN, SHARD[:length])
    assert not store.is_done(tmp_path, RUN)


def test_a_shard_with_any_byte_changed_does_not_count(tmp_path):
    store.keep(tmp_path, RUN, SHARD)
    (path,) = tmp_path.rglob("*.zip")
    for at in range(len(SHARD)):
        path.write_bytes(SHARD[:at] + bytes([SHARD[at] ^ 1]) + SHARD[at + 1 :])
        assert not store.is_done(tmp_path, RUN)


def test_the_shard_of_another_run_does_not_count(tmp_path):
    store.keep(tmp_path, "ab34", SHARD)
    assert not store.is_done(tmp_path, "ab34")


def test_a_file_that_fails_half_way_leaves_the_former_one(tmp_path):
    path = tmp_path / "table.csv"
    store.write(path, [b"old"])

    def failing():
        yield b"new"
        raise OSError("disk is full")

    with pytest.raises(OSError, match="disk is full"):
        store.write(path, failing())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_folder_is_made_and_may_be_opened_again(tmp_path):
    folder = tmp_path / "results" / "question"
    with store.opened(folder, "question"):
        store.own_files(folder, "question", ["runs.csv"])
    with store.opened(folder, "question"):
        assert store.owned_files(folder) == {"runs.csv"}


def test_two_at_once_are_refused(tmp_path):
    with (
        store.opened(tmp_path, "question"),
        pytest.raises(store.BusyFolderError) as refusal,
        store.opened(tmp_path, "question"),
    ):
        pass
    assert refusal.value.exit_code == 3


def test_leftovers_of_a_killed_writer_are_cleared(tmp_path):
    with store.opened(tmp_path, "question"):
        pass
    leftover = tmp_path / "runs" / "ab" / "ab12.zip.unfinished"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half")
    with store.opened(tmp_path, "question"):
        assert not leftover.exists()


def test_a_folder_whose_first_writer_was_killed_before_its_first_file_is_taken_over(tmp_path):
    (tmp_path / ".lock").touch()
    (tmp_path / "plan.json.unfinished").write_bytes(b"{")
    with store.opened(tmp_path, "question"):
        assert {path.name for path in tmp_path.iterdir()} == {".lock", "plan.json"}


@pytest.mark.parametrize(
    "content", [{"notes.txt": "mine"}, {"plan.json": "{}"}, {"plan.json": "not json"}]
)
def test_a_foreign_folder_is_refused_and_left_as_it_is(tmp_path, content):
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(store.ForeignFolderError), store.opened(tmp_path, "question"):
        pass
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == content


def test_the_folder_of_another_batch_is_refused(tmp_path):
    with store.opened(tmp_path, "question"):
        pass
    with (
        pytest.raises(store.ForeignFolderError, match="results of batch 'question'"),
        store.opened(tmp_path, "other"),
    ):
        pass


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_text("mine")
    with pytest.raises(store.ForeignFolderError), store.opened(path, "question"):
        pass
