"""Main towns on a map, and names beside them that do not collide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from sim.analysis.plots.style import INK
from sim.geography.tables import settlements

MOST_TOWNS = 14
TOWN_SPACING = 0.085  # of the map's width: how near two named towns may lie
SMALLEST_TOWN = 10_000


@dataclass(frozen=True)
class Town:
    """A named place."""

    name: str
    longitude: float
    latitude: float


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


def dots(axes: Axes, chosen: Sequence[Town]) -> None:
    """Dots of the main towns."""
    axes.plot(
        [town.longitude for town in chosen], [town.latitude for town in chosen],
        ls="", marker="o", ms=2.1, mfc="white", mec=INK, mew=0.6, zorder=4,
    )  # fmt: skip


OFFSETS = ((3, 0), (-3, 0), (0, 3), (0, -3), (2.5, 2.5), (2.5, -2.5), (-2.5, 2.5), (-2.5, -2.5))
"""Where a label may stand beside its town, in points, best first."""


def name_towns(figure: Figure, axes: Axes, chosen: Sequence[Town], size: float = 5.2) -> None:
    """Names of the towns, each where it covers no other name and no town; else none.

    Call it last: it lays the figure out to measure the names.
    """
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    renderer = canvas.get_renderer()
    points = axes.transData.transform([(town.longitude, town.latitude) for town in chosen])
    taken = [Bbox.from_bounds(x - 4, y - 4, 8, 8) for x, y in points]
    frame = axes.get_window_extent()
    for number, town in enumerate(chosen):
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
