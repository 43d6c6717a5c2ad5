"""How a piece of state is declared: one line with shape, type, unit and meaning.

The declarations feed the allocation, the contract tests and the tables of docs/model.md.
"""

from __future__ import annotations

from dataclasses import Field, field, fields
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]
Rows = NDArray[np.uint32]
"""Indices that always point at something and are looked up by the thousand.

Unsigned, since numba asks of every other index whether it counts from the end. Indices that are -1
where there is nothing are `Ints`.
"""

S = TypeVar("S")


def array(dims: str, dtype: type[np.generic], unit: str, meaning: str, fill: float = 0) -> Any:
    """Declare a state array: `dims` names its axes ("A K"), `fill` is its value at birth."""
    metadata = {"dims": tuple(dims.split()), "dtype": dtype, "unit": unit, "meaning": meaning}
    return field(metadata=metadata | {"fill": fill})


def arrays(section: Any) -> tuple[Field[Any], ...]:
    """Declared arrays of a section (its class or an instance), in their order."""
    return _declared(section if isinstance(section, type) else section.__class__)


@cache
def _declared(section: Any) -> tuple[Field[Any], ...]:
    return tuple(item for item in fields(section) if "dims" in item.metadata)


def allocate(section: type[S], sizes: dict[str, int], **rest: Any) -> S:
    """A section whose arrays have the given size on each named axis and their fill value."""
    values: dict[str, Any] = {}
    for item in arrays(section):
        shape = tuple(sizes[dim] for dim in item.metadata["dims"])
        values[item.name] = np.full(shape, item.metadata["fill"], item.metadata["dtype"])
    return section(**values, **rest)


def reserve(section: Any, count: int, more: int) -> None:
    """Make sure that `more` rows fit after the first `count`, for arrays with rows along axis 0.

    The arrays may be replaced by longer ones.
    """
    declared = arrays(section)
    room = len(getattr(section, declared[0].name))
    if count + more <= room:
        return
    for item in declared:
        old = getattr(section, item.name)
        new = np.zeros(max(count + more, 2 * room), old.dtype)
        new[:count] = old[:count]
        setattr(section, item.name, new)
