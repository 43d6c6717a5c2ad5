"""Text of a file that a user names, read with limits; no pipe, device or folder is opened."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from sim.errors import InputError, Problem

MOST_BYTES = 1_000_000
MOST_BYTES_OF_CSV = 5_000_000

Reader = Callable[[Path], str]
"""Gives the text of a file; `read_text`, or one that has the texts from elsewhere."""

WHOLE_FILE = "(file)"
"""Stands for a path in problems that concern the file as a whole."""


def read_text(path: Path) -> str:
    """Text of a regular UTF-8 file of at most 1 MB, or 5 MB of CSV; all else is refused."""
    most = MOST_BYTES_OF_CSV if path.suffix == ".csv" else MOST_BYTES
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _refusal(path, "is not a regular file; give the path of a text file.")
        with path.open("rb") as stream:
            raw = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refusal(path, f"cannot be read ({reason}); check the path.") from None
    if len(raw) > most:
        size = f"{most // 1_000_000} MB"
        raise _refusal(path, f"is larger than {size}, the most that is read; split or shorten it.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refusal(path, "is not UTF-8 text; save it as UTF-8.", line) from None


def _refusal(path: Path, message: str, line: int = 1) -> InputError:
    return InputError([Problem(str(path), line, 1, WHOLE_FILE, message)])
