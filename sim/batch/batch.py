"""From a file to a folder of results: every run that is missing, then the tables of all."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from sim.batch.assembly import Finished, assemble
from sim.batch.choice import Backend, Name, processors
from sim.batch.compute import compute, missing
from sim.batch.ending import ALL_DONE, SOME_FAILED, ended
from sim.batch.folder import opened
from sim.batch.inputs import provenance_of
from sim.batch.log import Log, logged
from sim.batch.progress import counted
from sim.batch.share import Share, parsed
from sim.scenario.design import Batch, expand
from sim.scenario.load import load_batch


def run_batch(
    path: str | Path,
    out: str | Path | None = None,
    sets: Sequence[str] = (),
    workers: int | None = None,
    quiet: bool = False,
    backend: Name | Executor = "processes",
    scheduler: str | None = None,
    shard: str | None = None,
) -> int:
    """Carry out the batch or scenario in a file and return the exit code: 0, 5, 130 or 143.

    Results go to `out`, by default results/<batch> in the current directory; `sets` are
    'path=value' each. The `backend` is "serial", "processes", "dask" (on the cluster at
    `scheduler`, or on one that is started) or any executor of concurrent.futures; `workers` runs
    are done at a time, by default one for each processor. With `shard`, such as "3/10", only
    that share of the runs is done, and `merge_shards` puts the tables together.

    Runs that are there already are kept, so the same call continues after an interruption (130,
    or 143 by SIGTERM). Runs that fail (5) are named in runs.csv and tried again by the next call.
    The files are the same, byte for byte, for any backend. A script that calls this with several
    workers needs the guard `if __name__ == "__main__":`, because workers import it.

    Raises SimError, which carries an exit code: 2 bad input, 3 folder busy, 4 disk.
    """
    share = parsed(shard) if shard else None
    batch = load_batch(Path(path), sets)
    provenance = provenance_of(batch, sets)
    folder = Path(out) if out is not None else Path("results") / batch.name
    chosen = _backend(backend, batch, workers, scheduler)
    chosen.refuse_unreachable()

    def carry_out() -> int:
        with opened(folder, provenance, share), logged(folder, share, quiet) as log:
            plans = expand(batch)
            failed = compute(folder, plans, missing(folder, plans, share, log), chosen, log)
            if share:
                return _ended_share(folder, share, failed, log)
            return finish(Finished(folder, batch, failed, provenance), log)

    return ended(folder, carry_out)


def _backend(
    kind: Name | Executor, batch: Batch, workers: int | None, scheduler: str | None
) -> Backend:
    """The backend asked for; a process of its own would not serve a single run."""
    if kind == "processes" and (workers == 1 or len(expand(batch)) == 1):
        kind = "serial"
    return Backend(kind, workers or processors(), scheduler)


def _ended_share(folder: Path, share: Share, failed: int, log: Log) -> int:
    told = f", {counted(failed, 'run')} failed" if failed else ""
    log.say(f"Share {share} is done{told}. When all are: sim merge {folder}")
    return SOME_FAILED if failed else ALL_DONE


def finish(finished: Finished, log: Log) -> int:
    """Put the tables of a batch together, say so, and return the exit code."""
    files = assemble(finished)
    failed, folder = finished.failed, finished.folder
    if failed:
        log.say(f"{counted(failed, 'run')} failed; see {folder / 'runs.csv'}.")
    log.show([f"Written to {folder}:", *(f"  {name}" for name in files)])
    return SOME_FAILED if failed else ALL_DONE
