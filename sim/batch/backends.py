"""Ways to do many jobs, with one signature: one after the other, or in chunks on an executor.

A backend takes a function and jobs and yields (job, result or `Failure`) as they come. It promises
an answer to each job, whatever a job does, and no order. Jobs are taken from their iterator only
as they are given out, so there may be any number of them.
"""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeAlias, TypeVar

from sim.errors import SimError

Job = TypeVar("Job")
Result = TypeVar("Result")

MOST_TRIES = 3
"""How many workers a job may lose before it is held to be what kills them."""

_CHUNK_SECONDS = 2.0
_MOST_JOBS_OF_A_CHUNK = 100
_LONGEST_ERROR = 300


class BackendError(SimError):
    """The backend cannot be had."""


class BackendLostError(BackendError):
    """The backend broke as a whole; finished jobs are not lost."""

    exit_code = 5


@dataclass(frozen=True)
class Failure:
    """Why a job has no result: one line to read, and the details for whoever mends it."""

    error: str
    details: str


Answers: TypeAlias = Generator[tuple[Job, Result | Failure], None, None]


def attempt(work: Callable[[Job], Result], job: Job) -> Result | Failure:
    """Result of a job, or the failure that it ended in."""
    try:
        return work(job)
    except (Exception, SystemExit) as error:
        return Failure(_line(error), traceback.format_exc())


def serial(work: Callable[[Job], Result], jobs: Iterable[Job]) -> Answers[Job, Result]:
    """Do the jobs one after the other in this process."""
    for job in jobs:
        yield job, attempt(work, job)


@dataclass(frozen=True)
class _Chunk(Generic[Job]):
    """Jobs that go to a worker together, and how many workers were lost with them before."""

    jobs: Sequence[Job]
    lost: int = 0


def through(
    executor: Executor,
    places: Callable[[], int],
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    tries: int = MOST_TRIES,
) -> Answers[Job, Result]:
    """Do the jobs on an executor in chunks of about two seconds, two for each of its places.

    `work`, jobs and results must pickle where the executor needs it. When a chunk is lost with its
    worker, each of its jobs is given out again alone, so that only the one that kills its workers,
    `tries` of them (at least two), fails. Raises BackendLostError where the executor takes no work.
    """
    waiting: deque[_Chunk[Job]] = deque()
    fresh, size = iter(jobs), 1
    running: dict[Future[tuple[list[Result | Failure], float]], _Chunk[Job]] = {}
    try:
        while True:
            for chunk in _chunks(waiting, fresh, size, 2 * places() - len(running)):
                running[_submitted(executor, work, chunk)] = chunk
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                chunk = running.pop(future)
                try:
                    answers, seconds = future.result()
                except Exception as error:  # never the job's own: its worker died
                    if chunk.lost + 1 < tries:
                        waiting.extend(_Chunk([job], chunk.lost + 1) for job in chunk.jobs)
                    else:  # by now it is one job
                        yield chunk.jobs[0], Failure(_line(error), f"Its workers died: {error!r}\n")
                    continue
                yield from zip(chunk.jobs, answers, strict=False)
                if left := chunk.jobs[len(answers) :]:
                    waiting.append(_Chunk(left, chunk.lost))
                size = _size(len(answers), seconds)
    finally:
        for future in running:
            future.cancel()


def _size(count: int, seconds: float) -> int:
    """How many jobs the next chunk has, after one of so many: what its time holds, twice at most.

    The first jobs of a batch so come back soon, and one odd job does not make a chunk of hundreds.
    """
    fitting = int(_CHUNK_SECONDS * count / max(seconds, 1e-6))
    return max(1, min(fitting, 2 * count, _MOST_JOBS_OF_A_CHUNK))


def _chunks(
    waiting: deque[_Chunk[Job]], fresh: Iterator[Job], size: int, count: int
) -> Iterator[_Chunk[Job]]:
    """At most `count` chunks, those that wait to be done again first."""
    for _ in range(count):
        chunk = waiting.popleft() if waiting else _Chunk(list(islice(fresh, size)))
        if not chunk.jobs:
            return
        yield chunk


def _submitted(
    executor: Executor, work: Callable[[Job], Result], chunk: _Chunk[Job]
) -> Future[tuple[list[Result | Failure], float]]:
    try:
        return executor.submit(_answered, work, chunk.jobs)
    except RuntimeError as error:
        raise BackendError(
            f"the workers are gone: {_line(error)}; run again to continue"
        ) from error


def _answered(
    work: Callable[[Job], Result], jobs: Sequence[Job]
) -> tuple[list[Result | Failure], float]:
    """Answers to the jobs, in a worker, and the seconds they took.

    When the time of a chunk is up twice over, the jobs that are left are not begun.
    """
    begun = time.perf_counter()
    answers: list[Result | Failure] = []
    for job in jobs:
        answers.append(attempt(work, job))
        if time.perf_counter() - begun > 2 * _CHUNK_SECONDS:
            break
    return answers, time.perf_counter() - begun


def _line(error: BaseException) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text[:_LONGEST_ERROR]
