"""The land: what a run never changes about its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.world.state import Counts, Flags, Floats, Ints, array

MOORE: tuple[tuple[int, int], ...] = (
    (-1, -1),
    (0, -1),
    (1, -1),
    (-1, 0),
    (1, 0),
    (-1, 1),
    (0, 1),
    (1, 1),
)
"""Steps (columns, rows) to the eight neighbours, row by row from the south-west."""


@dataclass(slots=True, kw_only=True, eq=False)
class Grid:
    """Cells of the study area and its surroundings, in order of cell id.

    Axes: K cells, 8 neighbours (in the order of `MOORE`; -1 where there is none). Geography builds
    it, real or abstract; nothing in a run writes to it.
    """

    cell_id: Counts = array("K", np.int64, "id", "id of the cell on its own lattice")
    priogrid_gid: Counts = array("K", np.int64, "id", "PRIO-GRID cell that holds its centre")
    longitude: Floats = array("K", np.float64, "degree", "longitude of the centre")
    latitude: Floats = array("K", np.float64, "degree", "latitude of the centre")
    x: Ints = array("K", np.int32, "index", "column on the lattice")
    y: Ints = array("K", np.int32, "index", "row on the lattice, from the south")
    area_km2: Floats = array("K", np.float64, "km2", "area of land")
    country: Ints = array("K", np.int32, "index", "country, into `countries`")
    admin1: Ints = array("K", np.int32, "index", "first-level division, into `admin1_names`")
    population: Counts = array("K", np.int64, "persons", "people at the start")
    accessibility: Floats = array("K", np.float64, "share", "1 near towns and roads, 0 remote")
    resource_rent: Floats = array(
        "K", np.float64, "pay of a fighter", "weekly rent of gold sites and trafficking"
    )
    study: Flags = array("K", np.bool_, "flag", "counted in the shares of the study area")
    border: Ints = array(
        "K", np.int32, "index", "border pair it lies on, into `border_pairs`", fill=-1
    )
    theatre: Ints = array("K", np.int32, "index", "theatre of war, into `theatres`")
    neighbours: Ints = array("K 8", np.int32, "index", "Moore neighbours", fill=-1)
    cell_km: float  # typical distance between neighbouring centres
    resolution: float  # degrees; 1.0 on an abstract lattice
    planar: bool = False  # abstract lattice: longitude and latitude are plain column and row
    countries: tuple[str, ...]  # iso3 codes; on an abstract lattice made-up ones
    country_names: tuple[str, ...]
    gwno: tuple[int, ...]  # Gleditsch-Ward number of each country, 0 on an abstract lattice
    admin1_names: tuple[str, ...]  # "MLI/Mopti"
    border_pairs: tuple[str, ...] = ()  # "DZA-MRT", the two codes in alphabetical order
    theatres: tuple[str, ...] = ("main",)
    towns: tuple[tuple[str, int, float, float, int], ...] = field(
        default=()
    )  # name, cell, longitude, latitude, population, by falling population

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.cell_id)
