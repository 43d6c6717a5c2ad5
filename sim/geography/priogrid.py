"""PRIO-GRID and the finer lattices that divide its cells.

`fineness` is how many cells lie along the side of a PRIO-GRID cell: 1 at 0.5 degree, 2 at 0.25, 5
at 0.1. Rows count from 90 S, columns from 180 W, ids from 1 row by row.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.world.state import Counts, Floats

COLUMNS = 720
"""Cells of PRIO-GRID in a row."""


def rows_and_columns(
    longitude: npt.ArrayLike, latitude: npt.ArrayLike, fineness: int
) -> tuple[Counts, Counts]:
    """Row and column of points on the lattice."""
    row = np.floor((np.asarray(latitude, np.float64) + 90.0) * (2 * fineness))
    column = np.floor((np.asarray(longitude, np.float64) + 180.0) * (2 * fineness))
    return row.astype(np.int64), column.astype(np.int64)


def ids(row: Counts, column: Counts, fineness: int) -> Counts:
    """Ids of cells on the lattice; at fineness 1 they are PRIO-GRID's."""
    return row * (COLUMNS * fineness) + column + 1


def centres(row: Counts, column: Counts, fineness: int) -> tuple[Floats, Floats]:
    """Longitude and latitude of the centres of cells, each the nearest float to its decimals."""
    longitude = (2 * column + 1 - 720 * fineness) / (4 * fineness)
    latitude = (2 * row + 1 - 360 * fineness) / (4 * fineness)
    return longitude, latitude


def parents(row: Counts, column: Counts, fineness: int) -> tuple[Counts, Counts]:
    """PRIO-GRID id of the cell around each finer cell, and which of its parts that is."""
    gid = ids(row // fineness, column // fineness, 1)
    return gid, (row % fineness) * fineness + column % fineness
