"""Country outlines, for figures."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.geography.tables import outline_polygons
from sim.world.state import Floats


def outlines(iso3s: Iterable[str]) -> dict[str, list[Floats]]:
    """Closed rings (points, longitude and latitude) of each country; none where not shipped."""
    shapes = outline_polygons()
    return {
        iso3: [np.array(ring) for polygon in shapes.get(iso3, []) for ring in polygon]
        for iso3 in iso3s
    }
