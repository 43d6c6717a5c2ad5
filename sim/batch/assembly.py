"""The final files of a batch, put together from its runs in the order of the plan.

Nothing in them depends on when, by how many workers or in which order the runs were done; only
timings.csv does. Each shard is read once and one is held at a time, however many there are.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.batch import store
from sim.batch.files import draft, write
from sim.batch.folder import note_plan, owned_files
from sim.batch.inputs import copies, resolved
from sim.batch.parts import Ended, Growing, growing
from sim.errors import SimError
from sim.record import derived
from sim.record.files import (
    COLUMNS_FILE,
    COMPARE_FIGURES,
    FIGURE_FORMATS,
    FIGURES,
    FIGURES_FOLDER,
    PROVENANCE_FILE,
    SENSITIVITY_FIGURE,
    WHY_FIGURE,
    columns_csv,
)
from sim.scenario.design import Batch, RunPlan, expand


class IncompleteError(SimError):
    """Runs are missing that the tables should hold."""


@dataclass(frozen=True)
class Finished:
    """A batch of which every run is done or failed, the number of the latter known."""

    folder: Path
    batch: Batch
    failed: int
    provenance: dict[str, Any]


def assemble(finished: Finished) -> list[str]:
    """Write the files of a batch and return their names.

    Files that an earlier plan left and this one does not make are removed, and so is what was made
    from other results (figures, comparisons). The provenance is removed first and written last, so
    a folder that has it is complete.
    """
    folder = finished.folder
    tables = growing(finished.batch, finished.failed)
    fixed = _fixed(finished, tables)
    names = [*tables, *fixed]
    last = _json(
        finished.provenance
        | {"runs": len(expand(finished.batch)), "failed": finished.failed, "files": names}
    )
    names.append(PROVENANCE_FILE)
    if finished.failed or not _is(folder / PROVENANCE_FILE, last):
        _remove_derived(folder)
    earlier = owned_files(folder)
    note_plan(folder, finished.provenance, earlier.union(names))
    for name in [PROVENANCE_FILE, *sorted(earlier.difference(names))]:
        (folder / name).unlink(missing_ok=True)
    _write_growing(finished, tables)
    for name, content in fixed.items():
        write(folder / name, [content])
    write(folder / PROVENANCE_FILE, [last])
    note_plan(folder, finished.provenance, names)
    return names


def _fixed(finished: Finished, tables: dict[str, Growing]) -> dict[str, bytes]:
    """Content by name of every file that does not grow with the runs."""
    described = {
        name.removesuffix(".csv"): table.columns for name, table in tables.items() if table.columns
    }
    return {
        COLUMNS_FILE: columns_csv(described).encode(),
        "scenario.json": _json(resolved(finished.batch)),
        **{name: text.encode() for name, text in copies(finished.provenance).items()},
    }


def _write_growing(finished: Finished, tables: dict[str, Growing]) -> None:
    with ExitStack() as stack:
        files = [
            (stack.enter_context(draft(finished.folder / name)), table)
            for name, table in tables.items()
        ]
        for file, table in files:
            file.write(table.head)
        for plan in expand(finished.batch):
            run = _ended(finished.folder, plan)
            for file, table in files:
                file.write(table.part(run))


def _ended(folder: Path, plan: RunPlan) -> Ended:
    shard = store.shard(folder, plan.run_id)
    failure = None if shard else store.failure(folder, plan.run_id)
    if not shard and not failure:
        raise IncompleteError(f"{folder}: run {plan.run_id} is lost; run again to make it anew")
    return Ended(plan, shard, failure)


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _remove_derived(folder: Path) -> None:
    """Remove what was made from the tables before; other files beside it stay."""
    for table in derived.TABLES:
        (folder / f"{table.name}.csv").unlink(missing_ok=True)
    for name in (*FIGURES, *COMPARE_FIGURES, SENSITIVITY_FIGURE, f"{WHY_FIGURE}*"):
        for kind in FIGURE_FORMATS:
            for path in (folder / FIGURES_FOLDER).glob(f"{name}.{kind}"):
                path.unlink()


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"
