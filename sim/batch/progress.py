"""Progress of a batch: a bar on a terminal, lines now and then elsewhere and in the log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.batch.log import Log

_SECONDS_BETWEEN_LINES = (5.0, 60.0)
"""At first, and at most: lines become rarer as a batch goes on."""


Report = Callable[[int, int], None]
"""Takes how many runs are done and how many failed."""

Words = Callable[[int, int], str]


def counted(count: int, one: str, more: str = "") -> str:
    """A number and what it counts; `more` is the plural where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def progress_line(done: int, failed: int, total: int, earlier: int, seconds: float) -> str:
    """Say how far a batch is; `earlier` runs of those done were there before the clock started."""
    parts = [f"{done} of {counted(total, 'run')}"]
    if failed:
        parts.append(f"{failed} failed")
    fresh = done + failed - earlier
    if fresh > 0 and seconds > 0:
        rate = fresh / seconds
        parts.append(f"{rate:.2f} runs/s")
        parts.append(f"{duration((total - done - failed) / rate)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Write a duration as people say it: 45 s, 12:30 min, 3:05 h."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02d} h"


@contextmanager
def progress(total: int, earlier: int, log: Log) -> Iterator[Report]:
    """Give a function to call after every run; on the way out the last state stays readable."""
    first: tuple[int, float] | None = None

    def words(done: int, failed: int) -> str:
        nonlocal first
        now = time.monotonic()
        if first is None:  # the clock starts here: workers took their time to begin
            first = done + failed, now
        return progress_line(done, failed, total, first[0], now - first[1])

    if log.quiet or not sys.stderr.isatty():
        yield _lines(total, words, log.say)
        return
    with _bar(total, earlier, words) as bar:
        lines = _lines(total, words, log.note)

        def report(done: int, failed: int) -> None:
            bar(done, failed)
            lines(done, failed)

        yield report


def _lines(total: int, words: Words, write: Callable[[str], None]) -> Report:
    begun = last = time.monotonic()
    soonest, latest = _SECONDS_BETWEEN_LINES

    def report(done: int, failed: int) -> None:
        nonlocal last
        now, text = time.monotonic(), words(done, failed)
        if now - last >= min(max(soonest, (now - begun) / 10), latest) or done + failed == total:
            last = now
            write(text)

    return report


@contextmanager
def _bar(total: int, earlier: int, words: Words) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True)) as bar:
        begun = progress_line(earlier, 0, total, earlier, 0.0)
        task = bar.add_task(begun, total=total, completed=earlier)

        def report(done: int, failed: int) -> None:
            bar.update(task, completed=done + failed, description=words(done, failed))

        yield report
