"""How far the batch in a folder is, told without touching it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.batch.folder import asked, is_busy
from sim.batch.progress import counted
from sim.batch.store import failure, has_shard, stored_ids
from sim.batch.stored import stored_batch
from sim.kernel_cache import source_hash
from sim.record.files import PROVENANCE_FILE
from sim.scenario.design import expand


def status_lines(folder: Path) -> Iterator[str]:
    """What is done, failed and missing; whether the tables are there and a process is at work."""
    provenance = asked(folder)
    batch = stored_batch(folder, provenance)
    plans = expand(batch)
    done = failed = 0
    for plan in plans:
        if has_shard(folder, plan.run_id):
            done += 1
        elif failure(folder, plan.run_id):
            failed += 1
    yield f"{batch.name}: {counted(len(plans), 'run')}"
    yield f"  done     {done}"
    yield f"  failed   {failed}"
    yield f"  missing  {len(plans) - done - failed}"
    if more := sum(1 for _ in stored_ids(folder)) - done:
        yield f"  {counted(more, 'run')} more of another plan or version"
    if provenance["source"] != source_hash():
        yield "Another version of the program was asked for these; this one would do all anew."
    whole = (folder / PROVENANCE_FILE).is_file()
    yield "The tables are complete." if whole else "The tables are not put together yet."
    yield "A process is at work." if is_busy(folder) else "No process is at work."
    yield from _last_lines(folder)


def _last_lines(folder: Path) -> Iterator[str]:
    for log in sorted(folder.glob("log*.txt")):
        lines = log.read_text("utf-8").splitlines()
        if lines:
            yield f"{log.name}: {lines[-1]}"
