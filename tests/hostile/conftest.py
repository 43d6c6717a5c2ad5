from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
from pathlib import Path

import pytest
from commands import MEGABYTES, SECONDS, Commands

from tests.scenario_text import GOOD

PLACE = re.compile(r"[^\n]*:\d+:\d+: [^\n]+: [^\n]+|--set:\d+:\d+: [^\n]+|\.\.\. and \d+ more")


@pytest.fixture(scope="session")
def commands():
    process = Commands()
    yield process
    process.close()


@pytest.fixture
def folder(tmp_path):
    """The empty working folder of a command; hostile files lie beside it."""
    work = tmp_path / "work"
    work.mkdir()
    return work


@pytest.fixture
def refused(commands, tmp_path, folder):
    """Carry out a command that must end with 2; gives what it says on standard error.

    It must be quick and small, say place, field and fault in every line, and write nothing.
    """

    def carry_out(*arguments) -> str:
        before = everything(tmp_path)
        ended = commands.run(arguments, folder)
        assert ended.code == 2, ended
        assert ended.seconds < SECONDS, ended.seconds
        assert ended.megabytes < MEGABYTES, ended.megabytes
        assert ended.out == ""
        assert "Traceback" not in ended.err
        assert all(character.isprintable() or character == "\n" for character in ended.err)
        assert len(ended.err) < 20_000
        lines = ended.err.splitlines()
        assert lines
        for line in lines:
            assert PLACE.fullmatch(line), line
        assert everything(tmp_path) == before
        return ended.err

    return carry_out


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder below with its size and the time of its last change."""
    found = {}
    for path, folders, files in os.walk(folder):
        for name in (*folders, *files):
            told = Path(path, name).lstat()
            found[f"{path}/{name}"] = (told.st_size, told.st_mtime_ns)
    return found


@pytest.fixture
def said():
    """Assert that a complaint holds one of the wanted texts, which are parted by '|'."""

    def look(complaint: str, wanted: str) -> None:
        assert any(text in complaint for text in wanted.split("|")), complaint

    return look


@pytest.fixture
def odd_files(tmp_path):
    """Beside a good scenario: a pipe, a socket, a link to itself, a file that cannot be read."""
    (tmp_path / "case.yaml").write_text(GOOD)
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "secret.yaml").write_text("")
    (tmp_path / "secret.yaml").chmod(0)
    short = Path(tempfile.mkdtemp())  # the way to a socket is at most some hundred bytes long
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(short / "socket"))
    (tmp_path / "socket.yaml").symlink_to(short / "socket")
    yield
    shutil.rmtree(short)
