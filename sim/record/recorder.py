"""Collects what the outputs note during a run and turns it into tables at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.errors import SimError
from sim.record.output import Output, Table
from sim.world.world import World


class OutputError(SimError):
    """An output gave a table other than the one it declares."""


class Recorder:
    """Notes a world week by week for (output, interval in weeks) pairs."""

    def __init__(self, outputs: Sequence[tuple[Output, int]]) -> None:
        self._outputs = tuple(outputs)
        self._notes: dict[str, list[tuple[int, Any]]] = {out.name: [] for out, _ in outputs}

    def note(self, world: World) -> None:
        """Note the present week for every table whose turn it is."""
        week = world.clock.week
        for output, every in self._outputs:
            if output.note is not None and (output.every_week or week % every == 0):
                self._notes[output.name].append((week, output.note(world)))

    def tables(self, world: World) -> dict[str, Table]:
        """Every table by name, as it is written: floats rounded to six decimals."""
        return {
            output.name: _as_declared(output, output.table(world, self._notes[output.name]))
            for output, _ in self._outputs
        }


def rounded(values: Any) -> Any:
    """Floats to six decimals without negative zero, by steps that give the same bits anywhere."""
    return np.rint(np.asarray(values, np.float64) * 1e6) / 1e6 + 0.0


def _as_declared(output: Output, table: Table) -> Table:
    """The table in the declared order of columns, once it is found to be what was declared."""
    declared = [column.name for column in output.columns]
    if missing := [name for name in declared if name not in table]:
        raise OutputError(f"Output '{output.name}' gave no column '{missing[0]}' though declared.")
    if extra := [name for name in table if name not in declared]:
        raise OutputError(f"Output '{output.name}' gave an undeclared column '{extra[0]}'.")
    lengths = {name: len(table[name]) for name in declared}
    if len(set(lengths.values())) > 1:
        raise OutputError(f"Output '{output.name}' gave columns of unequal length: {lengths}.")
    return {
        column.name: rounded(table[column.name]) if column.kind == "float" else table[column.name]
        for column in output.columns
    }
