"""A Dask cluster as an executor: one that runs already, or one started here for the batch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager

from sim.batch.backends import BackendError, BackendLostError

_LOOPBACK = "127.0.0.1"
_SECONDS_TO_ANSWER = 15
_QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
"""Dask watches itself: by default for 9 ms a run of 100 ms, with these settings for 4."""


@contextmanager
def dask_executor(
    scheduler: str | None, workers: int
) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """The executor of a cluster and the number of its threads, which may change at any time.

    `scheduler` is an address such as tcp://host:8786. Without it a cluster of `workers` processes
    is started that listens on the loopback alone, its dashboard too, and ends with the block.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        message = "the backend dask is not installed: pip install 'rival-territories[dask]'"
        raise BackendError(message) from error
    with ExitStack() as stack:
        address = scheduler
        if address is None:
            stack.enter_context(dask.config.set(_QUIET))
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host=_LOOPBACK,
                dashboard_address=f"{_LOOPBACK}:0",
                worker_dashboard_address=f"{_LOOPBACK}:0",
                silence_logs=logging.ERROR,
            )
            address = stack.enter_context(cluster).scheduler_address
        try:
            client = stack.enter_context(Client(address, timeout=_SECONDS_TO_ANSWER))
        except (OSError, ValueError) as error:
            raise BackendError(f"no Dask scheduler answers at {address}: {error}") from error

        def places() -> int:
            try:
                threads: dict[str, int] = client.nthreads()
                return max(1, sum(threads.values()))
            except OSError as error:
                message = f"the Dask scheduler at {address} is gone; run again to continue"
                raise BackendLostError(message) from error

        yield client.get_executor(pure=False), places
