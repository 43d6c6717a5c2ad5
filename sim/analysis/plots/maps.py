"""Parts of maps: the land around, cells as an image, borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from math import cos, radians

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba_array

from sim.analysis.plots.style import INK, OUTSIDE
from sim.analysis.plots.towns import Town, main_towns
from sim.geography.tables import countries_by_code, outline_polygons

Line = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Land:
    """What lies under a map: its extent, shores and borders of countries, and main towns.

    `outlines` are closed lines of longitude and latitude around all countries near; `borders`
    those of the countries studied, or on an abstract lattice, where there are no outlines, the
    sides of cells where one country ends and another begins.
    """

    extent: tuple[float, float, float, float]  # west, east, south, north
    cell: float  # width of a cell, degrees
    outlines: tuple[Line, ...]
    borders: tuple[Line, ...]
    towns: tuple[Town, ...]

    @property
    def aspect(self) -> float:
        """How much longer a degree of latitude is drawn than one of longitude."""
        _, _, south, north = self.extent
        return 1 / cos(radians((south + north) / 2)) if self.outlines else 1.0

    @property
    def height(self) -> float:
        """Height of the map over its width."""
        west, east, south, north = self.extent
        return (north - south) / (east - west) * self.aspect


def land(cells: pd.DataFrame) -> Land:
    """The land of the cells (columns longitude, latitude, country; study where it is known)."""
    cell = cell_width(cells)
    study = cells[cells["study"].astype(bool)] if "study" in cells else cells
    half = cell / 2
    extent = (
        study["longitude"].min() - half, study["longitude"].max() + half,
        study["latitude"].min() - half, study["latitude"].max() + half,
    )  # fmt: skip
    if not set(study["country"]) <= set(countries_by_code()):
        return Land(extent, cell, (), _sides(cells, cell), ())
    countries = set(study["country"])
    near = [(iso3, ring) for iso3, ring in _rings() if _near(ring, extent)]
    return Land(
        extent,
        cell,
        tuple(ring for _, ring in near),
        tuple(ring for iso3, ring in near if iso3 in countries),
        main_towns(countries, extent),
    )


def _rings() -> list[tuple[str, Line]]:
    """Shores and borders of every country of the shipped map, with its code."""
    return [
        (iso3, np.array(ring))
        for iso3, polygons in outline_polygons().items()
        for rings in polygons
        for ring in rings
    ]


def cell_width(cells: pd.DataFrame) -> float:
    """Degrees between neighbouring cells."""
    for name in ("longitude", "latitude"):
        places = np.unique(cells[name].to_numpy(np.float64))
        if len(places) > 1:
            return float(np.diff(places).min())
    return 1.0


def _near(ring: Line, extent: tuple[float, float, float, float]) -> bool:
    west, east, south, north = extent
    (x_low, y_low), (x_high, y_high) = ring.min(axis=0), ring.max(axis=0)
    return bool(x_high > west and x_low < east and y_high > south and y_low < north)


def _sides(cells: pd.DataFrame, cell: float) -> tuple[Line, ...]:
    """Sides between cells of different countries."""
    x, y = (cells[name].to_numpy(np.float64) for name in ("longitude", "latitude"))
    columns, rows = (np.rint((side - side.min()) / cell).astype(int).tolist() for side in (x, y))
    places = zip(x.tolist(), y.tolist(), strict=True)
    at = dict(zip(zip(columns, rows, strict=True), places, strict=True))
    country = dict(zip(at, cells["country"], strict=True))
    sides = []
    for (column, row), middle in at.items():
        for step in ((1, 0), (0, 1)):
            beyond = (column + step[0], row + step[1])
            if country.get(beyond, country[column, row]) != country[column, row]:
                side = np.array(middle) + np.array(step) * cell / 2
                along = np.array(step[::-1]) * cell / 2
                sides.append(np.array([side - along, side + along]))
    return tuple(sides)


def ground(axes: Axes, beneath: Land) -> None:
    """An empty map: land outside the study area in grey, no ticks, true proportions."""
    west, east, south, north = beneath.extent
    axes.add_collection(
        PolyCollection(
            list(beneath.outlines), facecolor=OUTSIDE, edgecolor="white", lw=0.5, zorder=0
        )
    )
    axes.set(xlim=(west, east), ylim=(south, north), aspect=beneath.aspect, xticks=[], yticks=[])
    for side in axes.spines.values():
        side.set_visible(False)


def paint(axes: Axes, cells: pd.DataFrame, colours: Sequence[str], beneath: Land) -> None:
    """Cells (longitude, latitude) in their colours."""
    west, east, south, north = beneath.extent
    columns, rows = round((east - west) / beneath.cell), round((north - south) / beneath.cell)
    x = ((cells["longitude"].to_numpy() - west) / beneath.cell).astype(int)
    y = ((cells["latitude"].to_numpy() - south) / beneath.cell).astype(int)
    image = np.zeros((rows, columns, 4))
    inside = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
    image[y[inside], x[inside]] = to_rgba_array(list(compress(colours, inside)))
    axes.imshow(
        image, extent=beneath.extent, origin="lower", interpolation="nearest", zorder=1,
        aspect=beneath.aspect,
    )  # fmt: skip


def hatch(axes: Axes, cells: pd.DataFrame, pattern: str, colour: str, beneath: Land) -> None:
    """A pattern over cells (longitude, latitude), in one colour."""
    half = beneath.cell / 2
    corners = np.array([[-half, -half], [half, -half], [half, half], [-half, half]])
    squares = cells[["longitude", "latitude"]].to_numpy()[:, None, :] + corners
    axes.add_collection(
        PolyCollection(
            list(squares), facecolor="none", edgecolor=colour, hatch=pattern, lw=0, zorder=2
        )
    )


def borders(axes: Axes, beneath: Land) -> None:
    """Borders of countries above the cells, strong around those studied."""
    around = LineCollection(list(beneath.outlines), colors=INK, linewidths=0.3, zorder=3)
    studied = LineCollection(list(beneath.borders), colors=INK, linewidths=0.8, zorder=3)
    axes.add_collection(around)
    axes.add_collection(studied)
