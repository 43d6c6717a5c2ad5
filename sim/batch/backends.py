"""Ways to do many jobs: one after the other or on several processes, with one signature.

A backend takes a function and jobs and yields (job, result or `Failure`) as they come. It promises
an answer to each job, whatever a job does, and no order.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from threading import Thread
from typing import TypeAlias, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

_LIBRARIES_THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_LONGEST_ERROR = 300


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
    except Exception as error:
        text = " ".join(f"{type(error).__name__}: {error}".split())
        return Failure(text[:_LONGEST_ERROR], traceback.format_exc())


def serial(work: Callable[[Job], Result], jobs: Iterable[Job]) -> Answers[Job, Result]:
    """Do the jobs one after the other in this process."""
    for job in jobs:
        yield job, attempt(work, job)


def processes(
    work: Callable[[Job], Result], jobs: Iterable[Job], workers: int
) -> Answers[Job, Result]:
    """Do the jobs on `workers` processes; `work`, jobs and results must pickle.

    When a worker dies, the jobs under way are suspects: each is done again alone, so that only
    the one that kills its worker fails.
    """
    waiting = deque(jobs)
    while waiting:
        suspects = yield from _through_pool(work, waiting, workers)
        for job in suspects:
            if (yield from _through_pool(work, deque([job]), 1)):
                yield job, Failure("its process died", "The process of this run died twice.\n")


def _through_pool(
    work: Callable[[Job], Result], waiting: deque[Job], workers: int
) -> Generator[tuple[Job, Result | Failure], None, list[Job]]:
    """Take jobs from `waiting` until none is left or a worker dies; return those then under way."""
    others = set(multiprocessing.active_children())
    spawn = multiprocessing.get_context("spawn")  # fork would copy locks and threads half-way
    pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin_worker)
    running: dict[Future[Result | Failure], Job] = {}
    try:
        while waiting or running:
            while waiting and len(running) < 2 * workers:
                running[pool.submit(attempt, work, waiting[0])] = waiting[0]
                waiting.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                result = future.result()
                yield running.pop(future), result
    except BrokenProcessPool:
        return list(running.values()) or [waiting.popleft()]
    finally:
        if running:  # interrupted, or a worker died: nobody waits for the others' answers
            for child in set(multiprocessing.active_children()) - others:
                child.kill()
        pool.shutdown(cancel_futures=True)
    return []


def _begin_worker() -> None:
    """Make this process a good worker: one thread, deaf to Ctrl-C, gone when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _LIBRARIES_THREADS:
        os.environ[name] = "1"
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
