"""Notes of weeks with ever more actors: actors can be born in a run, and come last.

A table is made stretch by stretch: in each, notes are of equal size and are put together at once.
A run without births is one stretch. So an actor has rows from the first week noted after its birth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import Any

import numpy as np

from sim.record.coded import Coded, joined
from sim.record.output import Table

Notes = list[tuple[int, Any]]


def stretches(notes: Notes, actors: Callable[[Any], int]) -> Iterator[tuple[int, Notes]]:
    """Number of actors, and the notes of the weeks in a row that have so many.

    `actors` tells the number of actors that a note is about.
    """
    for number, stretch in groupby(notes, lambda item: actors(item[1])):
        yield number, list(stretch)


def end_to_end(tables: Iterable[Table]) -> Table:
    """One table out of several with the same columns."""
    tables = list(tables)
    if len(tables) == 1:
        return tables[0]
    return {name: _joined([table[name] for table in tables]) for name in tables[0]}


def _joined(parts: Sequence[Any]) -> Any:
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    if isinstance(parts[0], Coded):
        return joined(parts)
    return list(chain.from_iterable(parts))
