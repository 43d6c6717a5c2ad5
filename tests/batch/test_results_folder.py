"""A folder belongs to one batch and, at any time, to one writer or to those of different shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.batch.files import draft, write
from sim.batch.folder import (
    BusyFolderError,
    ForeignFolderError,
    asked,
    is_busy,
    note_plan,
    opened,
    owned_files,
)
from sim.batch.share import Share, ShareError, parsed

ASKED = {"batch": "question", "set": []}


def begun(folder):
    """Make a folder that of the batch 'question'."""
    with opened(folder, ASKED):
        pass


def test_a_file_that_fails_half_way_leaves_the_former_one(tmp_path):
    path = tmp_path / "table.csv"
    write(path, [b"old"])

    def failing():
        yield b"new"
        raise OSError("disk is full")

    with pytest.raises(OSError, match="disk is full"):
        write(path, failing())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_not_written_through(tmp_path):
    target = tmp_path / "mine.txt"
    target.write_text("mine")
    link = tmp_path / "table.csv"
    link.symlink_to(target)
    write(link, [b"1"])
    assert target.read_text() == "mine"
    assert not link.is_symlink()


def test_a_lock_that_is_a_link_is_refused(tmp_path):
    (tmp_path / ".lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"), opened(tmp_path, ASKED):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_new_folder_is_made_and_may_be_opened_again(tmp_path):
    folder = tmp_path / "results" / "question"
    begun(folder)
    with opened(folder, ASKED):
        note_plan(folder, ASKED, ["runs.csv"])
    with opened(folder, ASKED | {"set": ["a=1"]}):
        assert owned_files(folder) == {"runs.csv"}
        assert asked(folder)["set"] == ["a=1"]


def test_two_at_once_are_refused(tmp_path):
    with (
        opened(tmp_path, ASKED),
        pytest.raises(BusyFolderError) as refusal,
        opened(tmp_path, ASKED),
    ):
        pass
    assert refusal.value.exit_code == 3


def test_two_of_different_shares_may_write_at_once_and_two_of_one_may_not(tmp_path):
    with opened(tmp_path, ASKED, Share(1, 2)), opened(tmp_path, ASKED, Share(2, 2)):
        for share in (Share(2, 2), None):
            with pytest.raises(BusyFolderError), opened(tmp_path, ASKED, share):
                pass


def test_looking_whether_a_folder_is_busy_writes_nothing(tmp_path):
    assert not is_busy(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with opened(tmp_path, ASKED):
        assert is_busy(tmp_path)
    assert not is_busy(tmp_path)


def test_the_lock_does_not_pass_to_programs_that_are_started(tmp_path):
    with opened(tmp_path, ASKED):
        held = [fd.name for fd in Path("/dev/fd").iterdir() if _is(fd.name, tmp_path / ".lock")]
        assert len(held) == 1
        assert not os.get_inheritable(int(held[0]))


def _is(fd, path):
    try:
        return os.path.samestat(os.fstat(int(fd)), path.stat())
    except OSError:
        return False


def test_leftovers_of_a_killed_writer_are_cleared_and_files_of_others_are_not(tmp_path):
    begun(tmp_path)
    leftover = tmp_path / "runs" / "ab" / "ab12.zip.0123abcd.unfinished"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half")
    own = tmp_path / "thoughts.unfinished"
    own.write_text("mine")
    with opened(tmp_path, ASKED, Share(1, 2)):
        assert leftover.exists()  # it may be of another share, at work right now
    with opened(tmp_path, ASKED):
        assert not leftover.exists()
        assert own.exists()


def test_a_folder_whose_first_writer_was_killed_before_its_first_file_is_taken_over(tmp_path):
    for name in (".lock", ".lock-1-of-2", "plan.json.0123abcd.unfinished"):
        (tmp_path / name).write_bytes(b"{")
    begun(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {".lock", ".lock-1-of-2", "plan.json"}


@pytest.mark.parametrize(
    "content", [{"notes.txt": "mine"}, {"plan.json": "{}"}, {"plan.json": "not json"}]
)
def test_a_foreign_folder_is_refused_and_left_as_it_is(tmp_path, content):
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(ForeignFolderError), opened(tmp_path, ASKED):
        pass
    with pytest.raises(ForeignFolderError):
        asked(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == content


def test_the_folder_of_another_batch_is_refused(tmp_path):
    begun(tmp_path)
    with (
        pytest.raises(ForeignFolderError, match="results of batch 'question'"),
        opened(tmp_path, ASKED | {"batch": "other"}),
    ):
        pass


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_text("mine")
    with pytest.raises(ForeignFolderError), opened(path, ASKED):
        pass


def test_a_draft_is_not_there_before_it_is_whole(tmp_path):
    path = tmp_path / "table.csv"
    with draft(path) as file:
        file.write(b"1")
        assert not path.exists()
    assert path.read_bytes() == b"1"


def test_shares_have_every_run_once():
    shares = [Share(number, 3) for number in (1, 2, 3)]
    assert [[share.holds(place) for share in shares] for place in range(4)] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
        [True, False, False],
    ]


def test_a_share_is_read_as_it_is_written():
    assert parsed("3/10") == Share(3, 10)
    assert str(parsed("3/10")) == "3/10"


@pytest.mark.parametrize("text", ["", "3", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1.0/2"])
def test_what_names_no_share_is_refused(text):
    with pytest.raises(ShareError):
        parsed(text)
