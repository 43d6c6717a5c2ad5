"""What running a batch will mean, told before anything runs and without touching its folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.batch.choice import processors
from sim.batch.estimate import START_SECONDS, Cost, guessed, measured
from sim.batch.folder import refuse_foreign
from sim.batch.progress import counted, duration
from sim.batch.store import RUNS, stored_ids
from sim.scenario.design import Batch, expand
from sim.scenario.load import load_batch

_POINTS = 5
_PATHS = 30
_WIDEST = 20


@dataclass(frozen=True)
class _There:
    """Runs of a folder beside those of a batch."""

    reused: Sequence[str]
    new: int
    dropped: int


def plan_lines(
    path: Path, out: Path | None, sets: Sequence[str], workers: int | None
) -> Iterator[str]:
    """Runs, time, space, what is done already, and the first points of the design."""
    batch = load_batch(path, sets, whole=False)
    folder = out or Path("results") / batch.name
    refuse_foreign(folder, batch.name)
    there = None
    if (folder / RUNS).is_dir():
        batch = load_batch(path, sets)
        there = _there(folder, batch)
    runs = len(batch.points) * batch.replicates
    new = runs if there is None else there.new
    known = measured(folder, there.reused) if there else None
    cost = known or guessed(batch.firsts[0].recipe.case())
    yield f"{batch.name}: {batch.title}"
    yield _product(batch, runs)
    yield from _effort(cost, runs, new, workers or processors())
    told = "from runs that are done" if known else "from the size of the scenario, roughly"
    yield f"  estimated {told}"
    if there is not None:
        yield (
            f"  {folder}: {counted(len(there.reused), 'run')} reused, {there.new:,} new, "
            f"{there.dropped:,} of another plan or version dropped"
        )
    yield from _design(batch)


def _there(folder: Path, batch: Batch) -> _There:
    stored = set(stored_ids(folder))
    reused = [plan.run_id for plan in expand(batch) if plan.run_id in stored]
    new = len(batch.points) * batch.replicates - len(reused)
    return _There(reused, new, len(stored) - len(reused))


def _product(batch: Batch, runs: int) -> str:
    alternatives, points = len(batch.alternatives), batch.design.points
    parts = [counted(points, "point"), counted(batch.replicates, "replicate")]
    if alternatives > 1:
        parts.insert(0, counted(alternatives, "alternative"))
    if alternatives * points != len(batch.points):  # some have a control in common
        parts[:-1] = [counted(len(batch.points), "scenario")]
    return f"  {counted(runs, 'run')}: {' x '.join(parts)}"


def _effort(cost: Cost, runs: int, new: int, workers: int) -> Iterator[str]:
    busy = min(workers, max(new, 1))
    seconds = START_SECONDS + new * cost.seconds / busy if new else 0.0
    size = runs * (cost.shard_bytes + cost.table_bytes)
    yield (
        f"  about {duration(seconds)} on {counted(busy, 'process', 'processes')}, "
        f"{_size(size)} on disk"
    )


def _size(size: float) -> str:
    units = {"GB": 1e9, "MB": 1e6, "kB": 1e3}
    unit = next((name for name, bytes_ in units.items() if size >= bytes_), "kB")
    amount = size / units[unit]
    return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:,.0f} {unit}"


def _design(batch: Batch) -> Iterator[str]:
    """The first points, a line a path; nothing where nothing varies."""
    if not batch.paths:
        return
    first = batch.points[0].alternative
    points = [point for point in batch.points[:_POINTS] if point.alternative == first]
    yield f"  design: {batch.design.method}; {_first(len(points), batch.design.points)}"
    rows = [
        [path, *(_value(point.parameters[path])[:_WIDEST] for point in points)]
        for path in batch.paths[:_PATHS]
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for path, *values in rows:
        cells = (value.rjust(width) for value, width in zip(values, widths[1:], strict=True))
        yield "    " + "  ".join([path.ljust(widths[0]), *cells])
    if len(batch.paths) > _PATHS:
        yield f"    ... and {counted(len(batch.paths) - _PATHS, 'path')} more"


def _value(value: Any) -> str:
    """A varied value as a batch file would have it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _first(shown: int, points: int) -> str:
    return "all its points" if shown == points else f"the first {shown} of {points:,} points"
