"""Tables of a batch whose runs are all there, such as the tasks of a job array have left them."""

from __future__ import annotations

from itertools import compress
from pathlib import Path

from sim.batch.assembly import Finished, IncompleteError
from sim.batch.batch import finish
from sim.batch.compute import missing
from sim.batch.ending import ended
from sim.batch.folder import asked, opened
from sim.batch.log import logged
from sim.batch.progress import counted
from sim.batch.store import failure
from sim.batch.stored import stored_batch
from sim.kernel_cache import source_hash
from sim.scenario.design import expand


def merge_shards(folder: str | Path, quiet: bool = False) -> int:
    """Put the tables of a batch together, without doing a run, and return the exit code.

    What the batch is, is known from its folder. Raises IncompleteError where runs are missing, and
    SimError as `run_batch` does.
    """
    folder = Path(folder)
    provenance = asked(folder)
    if provenance["source"] != source_hash():
        raise IncompleteError(f"{folder}: its runs are of another version of the program")
    batch = stored_batch(folder, provenance)

    def carry_out() -> int:
        with opened(folder, provenance), logged(folder, None, quiet) as log:
            plans = expand(batch)
            others = missing(folder, plans, None, log)
            failed = sum(
                failure(folder, plan.run_id) is not None for plan in compress(plans, others.places)
            )
            if left := len(others) - failed:
                raise IncompleteError(
                    f"{folder}: {left} of {counted(len(plans), 'run')} missing; `sim run` and the "
                    "file of the batch does them, and so do tasks that are done again"
                )
            return finish(Finished(folder, batch, failed, provenance), log)

    return ended(folder, carry_out)
