"""Processes of this machine as an executor that survives the death of any of them."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_LIBRARIES_THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_SPAWN = multiprocessing.get_context("spawn")  # fork would copy locks and threads half-way
_PR_SET_PDEATHSIG = 1


class WorkerDiedError(Exception):
    """The process that did a piece of work ended before it was done."""


class Workers(ThreadPoolExecutor):
    """An executor of processes: each thread hands its work to a process of its own.

    When a process dies, only the work that it was doing is lost (its future raises
    WorkerDiedError); the next work of that thread gets a new process.
    """

    def __init__(self, workers: int) -> None:
        super().__init__(workers, initializer=_block_interrupts)
        self._own = threading.local()
        self._lock = threading.Lock()
        self._closed = False
        self._alive: set[_Worker] = set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give out a piece of work; the function, its arguments and its result must pickle."""
        handed_over: Callable[P, T] = partial(self._handed_over, fn)
        return super().submit(handed_over, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """End every process at once, whatever it does."""
        super().shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            for worker in self._alive:
                worker.process.kill()
        super().shutdown(wait=True)
        for worker in self._alive:
            worker.process.join()

    def _handed_over(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = self._started()
        try:
            worker.connection.send((fn, args, kwargs))
            result: T = worker.connection.recv()
        except (EOFError, OSError):
            self._own.worker = None
            raise WorkerDiedError(self._buried(worker)) from None
        return result

    def _started(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise WorkerDiedError("no worker is started any more")
            worker = _Worker()
            self._alive.add(worker)
        return worker

    def _buried(self, worker: _Worker) -> str:
        """How a process that died came to its end."""
        with self._lock:
            worker.process.join(5)
            worker.process.kill()
            worker.process.join()
            self._alive.discard(worker)
        code = worker.process.exitcode or 0
        if code < 0:
            return f"its process was killed by signal {-code}"
        return f"its process ended with exit code {code}"


class _Worker:
    """A process and our end of the line to it."""

    def __init__(self) -> None:
        self.connection, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()


def _block_interrupts() -> None:
    """Keep Ctrl-C from this thread and so, from their birth, from the processes that it starts."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(line: Connection) -> None:
    """Do what comes over the line until it is cut: one thread, gone when the parent is gone."""
    _end_with_parent()
    for name in _LIBRARIES_THREADS:
        os.environ[name] = "1"
    while True:
        try:
            fn, args, kwargs = line.recv()
        except (EOFError, ConnectionError):
            return
        answer = fn(*args, **kwargs)
        try:
            line.send(answer)
        except ConnectionError:  # nobody waits for it any more
            return


def _end_with_parent() -> None:
    """Die when the parent dies, by the kernel's word on Linux, by a thread that waits elsewhere."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent.pid:  # it died before the kernel was told
            os._exit(1)

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
