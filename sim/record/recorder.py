"""Collects what the outputs note during a run and turns it into tables at the end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from sim.errors import SimError
from sim.record.notes import Notes
from sim.record.output import Output, Table
from sim.world.world import World


class OutputError(SimError):
    """An output gave a table other than the one it declares."""


class Recorder:
    """Notes a world week by week for (output, interval in weeks) pairs.

    Memory is laid out for `weeks` after week 0, 0 if their number is not known; there can be more.
    """

    def __init__(self, outputs: Sequence[tuple[Output, int]], weeks: int = 0) -> None:
        self._outputs = [(out, 1 if out.every_week else every) for out, every in outputs]
        self._notes = {
            interval: Notes(
                chain.from_iterable(out.noted for out, every in self._outputs if every == interval),
                expected=weeks // interval + 1,
            )
            for interval in dict.fromkeys(every for _, every in self._outputs)
        }

    def note(self, world: World) -> None:
        """Note the present week for every table whose turn it is."""
        for every, notes in self._notes.items():
            if world.clock.week % every == 0:
                notes.note(world)

    def tables(self, world: World) -> dict[str, Table]:
        """Every table by name, as it is written: floats rounded to six decimals."""
        return {
            output.name: _as_declared(output, output.table(world, self._notes[every]))
            for output, every in self._outputs
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
