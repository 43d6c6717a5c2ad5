"""The final files of a batch, put together from its runs in the order of the plan.

Nothing in them depends on when, by how many workers or in which order the runs were done; only
timings.csv does.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sim.batch import columns, store
from sim.batch.backends import Failure
from sim.batch.inputs import input_files, provenance_of, resolved
from sim.record.files import (
    COLUMNS_FILE,
    FIGURE_FORMATS,
    FIGURES,
    FIGURES_FOLDER,
    PROVENANCE_FILE,
    RUN_COLUMNS,
    WHY_FIGURE,
    columns_csv,
    header,
)
from sim.record.output import Column
from sim.scenario.design import Batch, RunPlan

Content = Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Finished:
    """A batch of which every run is done or failed, the failures by run id."""

    folder: Path
    batch: Batch
    plans: Sequence[RunPlan]
    failures: dict[str, Failure]

    @property
    def done(self) -> Iterator[RunPlan]:
        """Plans of the runs that are done."""
        return (plan for plan in self.plans if plan.run_id not in self.failures)


def assemble(finished: Finished, sets: Sequence[str]) -> list[str]:
    """Write the files of a batch and return their names.

    Files that an earlier plan left and this one does not make are removed, and so are figures of
    other results. The provenance is removed first and written last, so a folder that has it is
    complete.
    """
    folder, batch = finished.folder, finished.batch
    files = _files(finished)
    names = [*files, PROVENANCE_FILE]
    last = _json(
        provenance_of(batch, sets)
        | {"runs": len(finished.plans), "failed": len(finished.failures), "files": list(files)}
    )
    if finished.failures or not _is(folder / PROVENANCE_FILE, last):
        _remove_figures(folder)
    earlier = store.owned_files(folder)
    store.own_files(folder, batch.name, earlier.union(names))
    for name in [PROVENANCE_FILE, *sorted(earlier.difference(names))]:
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        store.write(folder / name, content())
    store.write(folder / PROVENANCE_FILE, [last])
    store.own_files(folder, batch.name, names)
    return names


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _remove_figures(folder: Path) -> None:
    """Remove figures that were drawn from the tables before; other files beside them stay."""
    for name in (*FIGURES, f"{WHY_FIGURE}*"):
        for kind in FIGURE_FORMATS:
            for path in (folder / FIGURES_FOLDER).glob(f"{name}.{kind}"):
                path.unlink()


def _files(finished: Finished) -> dict[str, Content]:
    """Content of every file by name, made only when it is called for."""
    batch = finished.batch
    tables = columns.tables(batch)
    described: dict[str, Sequence[Column]] = {
        name: (*RUN_COLUMNS, *output.columns) for name, output in tables.items()
    }
    files: dict[str, Content] = {}
    for name in tables:
        files[f"{name}.csv"] = partial(_table, finished, name, described[name])
    described["outcomes"] = columns.outcomes(batch)
    files["outcomes.csv"] = lambda: _outcomes(finished)
    described["runs"] = columns.runs(batch)
    files["runs.csv"] = lambda: _runs(finished)
    described["timings"] = columns.TIMINGS
    files["timings.csv"] = lambda: _timings(finished)
    files[COLUMNS_FILE] = lambda: [columns_csv(described).encode()]
    files["scenario.json"] = lambda: [_json(resolved(batch))]
    for name, text in input_files(batch).items():
        files[name] = partial(_given, text)
    if finished.failures:
        files["failures.txt"] = lambda: _failures(finished)
    return files


def _given(text: str) -> Iterator[bytes]:
    yield text.encode()


def _table(finished: Finished, name: str, columns: Sequence[Column]) -> Iterator[bytes]:
    yield header(columns).encode()
    for plan in finished.done:
        rows = store.table(finished.folder, plan.run_id, name)
        if rows:
            front = f"{plan.run_id},{plan.alternative},{plan.replicate},".encode()
            yield front + rows[:-1].replace(b"\n", b"\n" + front) + b"\n"


def _outcomes(finished: Finished) -> Iterator[bytes]:
    names = list(columns.declared_outcomes(finished.batch))
    yield header(columns.outcomes(finished.batch)).encode()
    for plan in finished.done:
        values = store.record(finished.folder, plan.run_id)["outcomes"]
        yield _row([*_keys(plan), *(values.get(name) for name in names)])


def _runs(finished: Finished) -> Iterator[bytes]:
    yield header(columns.runs(finished.batch)).encode()
    for plan in finished.plans:
        failure = finished.failures.get(plan.run_id)
        status = ["failed", failure.error] if failure else ["done", ""]
        varied = [_cell(value) for value in plan.parameters.values()]
        place = [plan.point, plan.control_run_id]
        yield _row([*_keys(plan), *place, *varied, plan.seed, *status])


def _timings(finished: Finished) -> Iterator[bytes]:
    yield header(columns.TIMINGS).encode()
    for plan in finished.done:
        for part, seconds in store.record(finished.folder, plan.run_id)["seconds"].items():
            yield _row([plan.run_id, part, f"{seconds:.6f}"])


def _failures(finished: Finished) -> Iterator[bytes]:
    for plan in finished.plans:
        if failure := finished.failures.get(plan.run_id):
            keys = f"run {plan.run_id}, {plan.alternative}, replicate {plan.replicate}"
            yield f"{keys}\n{failure.details}\n".encode()


def _keys(plan: RunPlan) -> list[str | int]:
    return [plan.run_id, plan.alternative, plan.replicate]


def _cell(value: Any) -> Any:
    """A varied value as it stands in a cell: text and numbers bare, all else as JSON."""
    if value is None or (isinstance(value, (str, int, float)) and not isinstance(value, bool)):
        return value
    return json.dumps(value, default=str)


def _row(cells: Iterable[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"
