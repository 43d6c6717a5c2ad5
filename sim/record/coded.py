"""A column with few different values: each is kept once, with its place in the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from sim.world.state import Counts


class Coded(Sequence[Any]):
    """A sequence whose row i holds `values[at[i]]`; -1 is the last value.

    It reads and compares like a list of them, and is made and written many times faster.
    """

    def __init__(self, values: Sequence[Any], at: npt.ArrayLike) -> None:
        self.values = tuple(values)
        self.at: Counts = np.asarray(at, np.int64)

    def __len__(self) -> int:
        return len(self.at)

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> Coded: ...
    def __getitem__(self, row: int | slice) -> Any:
        if isinstance(row, slice):
            return Coded(self.values, self.at[row])
        return self.values[self.at[row]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self.at.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))
