"""Columns of the tables that a batch adds to those of its runs: runs, outcomes, timings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from sim.record.files import RUN_COLUMNS
from sim.record.output import Column, Output
from sim.scenario.design import Batch, Point
from sim.scenario.schema import Outcome

Kind = Literal["int", "float", "text", "date"]

TIMINGS = (
    *RUN_COLUMNS[:1],
    Column("part", "text", "", "Part of the run: set_up, recording, or rules.<name>."),
    Column("seconds", "float", "seconds", "Time spent in it; differs each time."),
)


def tables(batch: Batch) -> dict[str, Output]:
    """Every table that some run of the batch writes, in order."""
    return {
        output.name: output
        for point in _telling(batch)
        for output, _ in point.recipe.case().outputs
    }


def _declared_outcomes(batch: Batch) -> dict[str, Outcome]:
    """Every outcome that some run of the batch has, in order."""
    return {
        name: outcome
        for point in _telling(batch)
        for name, outcome in point.recipe.case().scenario.outcomes.items()
    }


def _telling(batch: Batch) -> Sequence[Point]:
    """Points whose tables and outcomes are those of all: the first of each alternative."""
    varied = {path.partition(".")[0] for path in batch.paths}
    return batch.points if varied & {"outputs", "outcomes", "plugins"} else batch.firsts


def runs(batch: Batch) -> tuple[Column, ...]:
    """Columns of runs.csv: keys, point and control, everything that is varied, seed, status."""
    return (
        *RUN_COLUMNS,
        Column("point", "int", "index", "Row of the design; a run and its control share it."),
        Column("control_run_id", "text", "", "Run it is compared with; empty for a control."),
        *(
            Column(path, _kind(point.parameters[path] for point in batch.points), "", "Varied.")
            for path in batch.paths
        ),
        Column("seed", "text", "", "Seed of the run, a whole number of 64 bits."),
        Column("status", "text", "", "done, or failed; failed runs have no rows elsewhere."),
        Column("error", "text", "", "Why the run failed; the whole of it is in failures.txt."),
    )


def _kind(values: Iterable[Any]) -> Kind:
    kinds = {type(value) for value in values}
    if kinds <= {int}:
        return "int"
    return "float" if kinds <= {int, float} else "text"


def outcomes(batch: Batch, outputs: dict[str, Output]) -> tuple[Column, ...]:
    """Columns of outcomes.csv: keys and every declared outcome of the tables `outputs`."""
    declared = _declared_outcomes(batch).items()
    return (*RUN_COLUMNS, *(_outcome(name, each, outputs) for name, each in declared))


def _outcome(name: str, outcome: Outcome, outputs: dict[str, Output]) -> Column:
    where = ", ".join(f"{key} {value}" for key, value in outcome.where.items())
    of = f"{outcome.table}.{outcome.column}" if outcome.column else outcome.table
    meaning = f"{outcome.take} of {of}"
    meaning += f" where {where}" if where else ""
    meaning += f" at {outcome.at}" if outcome.at else ""
    if outcome.take in ("count", "first_week"):
        unit = "rows" if outcome.take == "count" else "week"
        return Column(name, "int", unit, f"{meaning}.")
    source = next(each for each in outputs[outcome.table].columns if each.name == outcome.column)
    kind = "float" if outcome.take == "mean" else source.kind
    return Column(name, kind, source.unit, f"{meaning}.")
