"""Files that appear whole and for good under their name, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_UNFINISHED = ".unfinished"
_MARK_LENGTH = 4  # bytes


@contextmanager
def draft(path: Path) -> Iterator[BinaryIO]:
    """A file to write into that takes its name when the block ends well, and else is removed."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(_MARK_LENGTH)}{_UNFINISHED}")
    try:
        new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(unfinished, new, 0o666), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that is there whole and for good when this returns, and not at all before."""
    with draft(path) as file:
        file.writelines(chunks)


def make_folder(folder: Path) -> None:
    """Make a folder and those that it lies in, for good."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed writer left in a folder."""
    for leftover in folder.glob(f"*.{'[0-9a-f]' * 2 * _MARK_LENGTH}{_UNFINISHED}"):
        leftover.unlink()


def sync_folder(folder: Path) -> None:
    """Make names that were given or taken away in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
