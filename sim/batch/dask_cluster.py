"""A Dask cluster as an executor: one that runs already, or one started here for the batch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from sim.batch.backends import BackendError, BackendLostError

_LOOPBACK = "127.0.0.1"
_SECONDS_TO_ANSWER = 15
_QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "2s",
}
"""Dask watches itself all the time: with these settings for a tenth of what it does by default."""


def refuse_unreachable(scheduler: str | None) -> None:
    """Raise BackendError where Dask is not installed or no scheduler answers at its address."""
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        message = "the backend dask is not installed: pip install 'rival-territories[dask]'"
        raise BackendError(message) from error
    if scheduler is None:
        return
    try:
        with ThreadPoolExecutor(1) as thread:  # this one may have a loop of its own, in a notebook
            kind = thread.submit(asyncio.run, _kind(scheduler)).result()
    except TimeoutError as error:
        message = f"no Dask scheduler answers at '{scheduler}' within {_SECONDS_TO_ANSWER} s"
        raise BackendError(message) from error
    except (OSError, TypeError, ValueError) as error:  # TypeError: no certificates for tls
        raise BackendError(f"no Dask scheduler answers at '{scheduler}': {error}") from error
    if kind != "Scheduler":
        raise BackendError(f"no Dask scheduler answers at '{scheduler}': it is a {kind}'s address")


async def _kind(address: str) -> str:
    """What a Dask process is, by its own word; a port of another service may wait for ever."""
    from distributed import Security, rpc

    async with asyncio.timeout(_SECONDS_TO_ANSWER):
        async with rpc(address, connection_args=Security().get_connection_args("client")) as there:
            return str((await there.identity())["type"])


@contextmanager
def dask_executor(
    scheduler: str | None, workers: int
) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """The executor of a cluster and the number of its threads, which may change at any time.

    `scheduler` is an address such as tcp://host:8786. Without it a cluster of `workers` processes
    is started that listens on the loopback alone, its dashboard too, and ends with the block.
    Raises BackendLostError where the cluster cannot be had any more.
    """
    from distributed import Client

    with ExitStack() as stack:
        address = scheduler or stack.enter_context(_own_cluster(workers))
        gone = f"the Dask scheduler at {address} is gone; run again to continue"
        try:
            client = stack.enter_context(Client(address, timeout=_SECONDS_TO_ANSWER))
        except OSError as error:
            raise BackendLostError(gone) from error

        def places() -> int:
            try:
                threads: dict[str, int] = client.nthreads()
                return max(1, sum(threads.values()))
            except OSError as error:
                raise BackendLostError(gone) from error

        yield client.get_executor(pure=False), places


@contextmanager
def _own_cluster(workers: int) -> Iterator[str]:
    """Address of a cluster that ends with the block."""
    import dask
    from distributed import LocalCluster

    with dask.config.set(_QUIET), ExitStack() as stack:
        try:
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host=_LOOPBACK,
                dashboard_address=f"{_LOOPBACK}:0",
                worker_dashboard_address=f"{_LOOPBACK}:0",
                silence_logs=logging.ERROR,
            )
        except RuntimeError as error:
            raise BackendLostError(f"no Dask cluster could be started here: {error}") from error
        yield stack.enter_context(cluster).scheduler_address
