"""Parts of maps: the land around, cells as an image, borders, towns whose labels do not collide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from math import cos, hypot, radians

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from sim.analysis.plots.style import INK, OUTSIDE
from sim.geography.tables import countries_by_code, outline_polygons, settlements

Line = npt.NDArray[np.float64]

MOST_TOWNS = 14
TOWN_SPACING = 0.085  # of the map's width: how near two named towns may lie
SMALLEST_TOWN = 10_000


@dataclass(frozen=True)
class Town:
    """A named place."""

    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Land:
    """What lies under a map: its extent, shores and borders of countries, and main towns.

    `outlines` are closed lines of longitude and latitude; on an abstract lattice `borders` are
    the sides of cells where one country ends and another begins, and there are no outlines.
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
    outlines = tuple(
        np.array(ring)
        for polygons in outline_polygons().values()
        for rings in polygons
        for ring in rings
        if _near(np.array(ring), extent)
    )
    return Land(extent, cell, outlines, (), main_towns(set(study["country"]), extent))


def cell_width(cells: pd.DataFrame) -> float:
    """Degrees between neighbouring cells."""
    for name in ("longitude", "latitude"):
        places = np.unique(cells[name].to_numpy(np.float64))
        if len(places) > 1:
            return float(np.diff(places).min())
    return 1.0


def main_towns(
    countries: Iterable[str], extent: tuple[float, float, float, float]
) -> tuple[Town, ...]:
    """The largest towns of the countries (iso3) of which no two lie close together."""
    known, wanted = settlements(), set(countries)
    nearest = TOWN_SPACING * (extent[1] - extent[0])
    chosen: list[Town] = []
    for i, name in enumerate(known.names):  # by falling population
        if known.countries[i] not in wanted or known.population[i] < SMALLEST_TOWN:
            continue
        town = Town(name, float(known.longitude[i]), float(known.latitude[i]))
        if all(_apart(town, other) >= nearest for other in chosen):
            chosen.append(town)
        if len(chosen) == MOST_TOWNS:
            break
    return tuple(chosen)


def _apart(town: Town, other: Town) -> float:
    return hypot(town.longitude - other.longitude, town.latitude - other.latitude)


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
    """Borders of countries above the cells."""
    lines = [*beneath.outlines, *beneath.borders]
    axes.add_collection(LineCollection(lines, colors=INK, linewidths=0.6, zorder=3))


def towns(axes: Axes, beneath: Land) -> None:
    """Dots of the main towns."""
    axes.plot(
        [town.longitude for town in beneath.towns], [town.latitude for town in beneath.towns],
        ls="", marker="o", ms=2.1, mfc="white", mec=INK, mew=0.6, zorder=4,
    )  # fmt: skip


OFFSETS = ((3, 0), (-3, 0), (0, 3), (0, -3), (2.5, 2.5), (2.5, -2.5), (-2.5, 2.5), (-2.5, -2.5))
"""Where a label may stand beside its town, in points, best first."""


def name_towns(figure: Figure, axes: Axes, beneath: Land, size: float = 5.2) -> None:
    """Names of the towns, each where it covers no other name and no town; else none.

    Call it last: it lays the figure out to measure the names.
    """
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    renderer = canvas.get_renderer()
    points = axes.transData.transform([(town.longitude, town.latitude) for town in beneath.towns])
    taken = [Bbox.from_bounds(x - 4, y - 4, 8, 8) for x, y in points]
    frame = axes.get_window_extent()
    for number, town in enumerate(beneath.towns):
        others = [box for i, box in enumerate(taken) if i != number]
        for offset in OFFSETS:
            label = _label(axes, town, offset, size)
            box = label.get_window_extent(renderer)
            if _inside(box, frame) and not box.count_overlaps(others):
                taken.append(box)
                break
            label.remove()


def _inside(box: Bbox, frame: Bbox) -> bool:
    across = frame.x0 <= box.x0 and box.x1 <= frame.x1
    return bool(across and frame.y0 <= box.y0 and box.y1 <= frame.y1)


def _label(axes: Axes, town: Town, offset: tuple[float, float], size: float) -> Annotation:
    dx, dy = offset
    label = axes.annotate(
        town.name,
        (town.longitude, town.latitude),
        xytext=offset,
        textcoords="offset points",
        ha="left" if dx > 0 else "right" if dx < 0 else "center",
        va="bottom" if dy > 0 else "top" if dy < 0 else "center",
        fontsize=size,
        zorder=5,
        path_effects=[withStroke(linewidth=1.4, foreground="white", alpha=0.85)],
    )
    label.set_in_layout(False)
    return label
