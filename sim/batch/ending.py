"""How a command on a folder ends: its exit code, whatever happens."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from sim.errors import SimError

ALL_DONE = 0
SOME_FAILED = 5
INTERRUPTED = 130
TERMINATED = 143


class DiskError(SimError):
    """The folder of results cannot be written or read."""

    exit_code = 4


class Terminated(KeyboardInterrupt):
    """SIGTERM came, as from a cluster whose time is up."""


def ended(folder: Path, work: Callable[[], int]) -> int:
    """Exit code of what is done in a folder: that of `work`, or 130 or 143 on a signal.

    Raises DiskError where the disk fails.
    """
    try:
        with _terminations():
            return work()
    except OSError as error:
        raise DiskError(f"{error.filename or folder}: {error.strerror or error}") from error
    except KeyboardInterrupt as error:
        print(f"Interrupted. Finished runs are kept in {folder}.", file=sys.stderr)
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED


@contextmanager
def _terminations() -> Iterator[None]:
    """Raise Terminated in the main thread on SIGTERM, where it would end without a word."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated
