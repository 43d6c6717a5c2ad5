"""The backend that does the runs of a batch: chosen by name, or an executor brought along."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Literal

from sim.batch.backends import Answers, BackendError, Job, Result, serial, through
from sim.batch.dask_cluster import dask_executor, refuse_unreachable
from sim.batch.workers import Workers

Name = Literal["serial", "processes", "dask"]
NAMES: tuple[Name, ...] = ("serial", "processes", "dask")


@dataclass(frozen=True)
class Backend:
    """Where runs are done: `workers` at a time, on a Dask cluster perhaps at a `scheduler`.

    Raises BackendError where these do not go together.
    """

    kind: Name | Executor
    workers: int
    scheduler: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.kind, str) and self.kind not in NAMES:
            raise BackendError(f"there is no backend '{self.kind}'; choose of {', '.join(NAMES)}")
        if self.scheduler is not None and self.kind != "dask":
            raise BackendError("a scheduler is for the backend dask")

    def refuse_unreachable(self) -> None:
        """Raise BackendError where it cannot be had here; nothing is begun."""
        if self.kind == "dask":
            refuse_unreachable(self.scheduler)

    def answers(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Answers[Job, Result]:
        """Do the jobs; see `sim.batch.backends`."""
        if self.kind == "serial":
            yield from serial(work, jobs)
        elif self.kind == "processes":
            with Workers(self.workers) as own:
                yield from through(own, lambda: self.workers, work, jobs)
        elif self.kind == "dask":
            with dask_executor(self.scheduler, self.workers) as (cluster, places):
                yield from through(cluster, places, work, jobs, tries=2)  # Dask tries too
        else:
            yield from through(self.kind, lambda: self.workers, work, jobs)

    def __str__(self) -> str:
        if self.kind == "serial":
            return "1 process"
        if self.kind == "processes":
            return f"{self.workers} process{'es' if self.workers > 1 else ''}"
        if self.kind == "dask":
            return f"the Dask cluster at {self.scheduler}" if self.scheduler else "a Dask cluster"
        return type(self.kind).__name__


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
