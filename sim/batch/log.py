"""What a batch says while it is at work: to the log in its folder, and to standard error."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sim.batch.share import Share
from sim.kernel_cache import source_hash


class Log:
    """Lines with their time in a file, and on standard error unless that is to be quiet."""

    def __init__(self, file: TextIO, quiet: bool) -> None:
        self._file = file
        self.quiet = quiet

    def note(self, text: str) -> None:
        """Write a line into the file alone."""
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        self._file.write(f"{stamp} {text}\n")
        self._file.flush()

    def say(self, text: str) -> None:
        """Write a line into the file and on standard error."""
        self.note(text)
        self._print(text, sys.stderr)

    def show(self, lines: Iterable[str]) -> None:
        """Write lines on standard output alone."""
        for line in lines:
            self._print(line, sys.stdout)

    def _print(self, text: str, stream: TextIO) -> None:
        if not self.quiet:
            encoding = stream.encoding or "utf-8"
            plain = text.encode(encoding, "backslashreplace").decode(encoding)
            with contextlib.suppress(BrokenPipeError):  # the reader went; the batch does not stop
                print(plain, file=stream, flush=True)


def log_name(share: Share | None) -> str:
    """Name of the log in a folder; each share has its own."""
    return f"log-{share.number}-of-{share.count}.txt" if share else "log.txt"


@contextmanager
def logged(folder: Path, share: Share | None, quiet: bool) -> Iterator[Log]:
    """The log of a folder, continued."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    opened = os.open(folder / log_name(share), flags, 0o644)
    with os.fdopen(opened, "a", encoding="utf-8", errors="backslashreplace") as file:
        log = Log(file, quiet)
        log.note(f"Begun, by source {source_hash()}.")
        try:
            yield log
        except BaseException as error:
            with contextlib.suppress(OSError):
                log.note(f"Ended early: {type(error).__name__} {error}".rstrip())
            raise
        log.note("Ended.")
