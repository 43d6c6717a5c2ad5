"""What an output is: a named table, its columns, what it notes each week, how notes become rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.record.notes import Noted, Notes
    from sim.world.world import World

Table = dict[str, Sequence[Any] | NDArray[Any]]
"""Columns of a table by name, all of one length, in the order of `Output.columns`.

Dates are ISO text. A missing number is None in a list or NaN in an array, a missing text is "".
"""


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, and its unit ("" for names, ids and dates)."""

    name: str
    kind: Literal["int", "float", "text", "date"]
    unit: str
    meaning: str


@dataclass(frozen=True)
class Output:
    """One table of a run.

    What is `noted` is noted at week 0 and after every recorded week, once for all outputs that
    name it. `table(world, notes)` is called once, after the last week, and returns the columns.
    A table with `every_week` is noted each week, whatever interval the scenario asks for, because
    its rows add weeks up or count the week's events; the others are noted every `default_every`
    weeks where the scenario does not say. A table that `traces` has the world note the causes of
    changes of loyalty and control. One that is not written `by_default` must be asked for.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    noted: tuple[Noted, ...]
    table: Callable[[World, Notes], Table]
    every_week: bool = False
    traces: bool = False
    by_default: bool = True
    default_every: int = 1
