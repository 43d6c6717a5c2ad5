"""Real maps: whole countries and their surroundings on a lattice aligned with PRIO-GRID."""

from __future__ import annotations

import functools

import numpy as np

from sim.errors import nearest
from sim.geography.access import accessibility
from sim.geography.borders import border_pairs
from sim.geography.moore import grown, neighbours
from sim.geography.people import people_of_parts
from sim.geography.places import PlaceError
from sim.geography.priogrid import COLUMNS, centres, ids, parents, rows_and_columns
from sim.geography.sphere import DEGREE_KM, cell_area_km2, cosine
from sim.geography.tables import (
    LandCells,
    countries_by_code,
    land_cells,
    resource_sites,
    settlements,
)
from sim.vocabulary import NOBODY
from sim.world.grid import Grid
from sim.world.state import Counts, Flags, Floats, Ints

FINENESS = {0.5: 1, 0.25: 2, 0.1: 5}
"""Cells along the side of a PRIO-GRID cell, by resolution in degrees."""

TOWNS_OF_STUDY, TOWNS_AROUND = 400, 100
"""How many towns are kept, the largest ones, in the study area and around it."""


@functools.lru_cache(maxsize=4)
def real_grid(countries: tuple[str, ...], margin: int, resolution: float) -> Grid:
    """Grid of all land cells of the countries (iso3) and `margin` rings of land around them.

    Rings are counted in cells of this grid and do not belong to the study area. At 0.5 degree a
    cell's id is its PRIO-GRID gid; at 0.25 and 0.1 the row-major id, from 1, on that finer
    lattice of the world, with country, admin1 and land share of the PRIO-GRID cell around it and
    people divided by the settlements. PlaceError on another resolution or an unknown country.
    """
    fineness = _fineness(resolution)
    land = land_cells()
    wanted = [_country_index(iso3, land) for iso3 in countries]
    land_map, first_row, first_column = _land_map(land, fineness)
    country_map = np.where(land_map == NOBODY, NOBODY, land.country[land_map])
    area = grown(np.isin(country_map, wanted), margin) & (land_map != NOBODY)
    y, x = (part.astype(np.int32) for part in np.nonzero(area))
    row, column = y.astype(np.int64) + first_row, x.astype(np.int64) + first_column

    within = land_map[y, x]
    cell_id = ids(row, column, fineness)
    gid, part = parents(row, column, fineness)
    longitude, latitude = centres(row, column, fineness)
    cell_km = _cell_km(latitude, resolution)
    study = np.isin(land.country[within], wanted)
    country, codes = _compact(land.country[within], land.countries)
    admin1, admin1_names = _compact(land.admin1[within], land.admin1_names)
    border, pairs = border_pairs(country_map, y, x, land.countries)
    return Grid(
        cell_id=cell_id,
        priogrid_gid=gid,
        longitude=longitude,
        latitude=latitude,
        x=x - x.min(),
        y=y - y.min(),
        area_km2=cell_area_km2(latitude, resolution) * land.land_share[within],
        country=country,
        admin1=admin1,
        population=people_of_parts(land, settlements(), fineness)[within, part],
        accessibility=accessibility(longitude, latitude, cell_km, settlements()),
        resource_rent=_resource_rent(cell_id, fineness),
        study=study,
        border=border,
        theatre=np.zeros(len(cell_id), np.int32),
        neighbours=neighbours(x, y),
        cell_km=cell_km,
        resolution=resolution,
        countries=codes,
        country_names=tuple(countries_by_code()[iso3].name for iso3 in codes),
        gwno=tuple(countries_by_code()[iso3].gwno for iso3 in codes),
        admin1_names=admin1_names,
        border_pairs=pairs,
        towns=_towns(cell_id, study, fineness),
    )


def _fineness(resolution: float) -> int:
    if resolution not in FINENESS:
        known = ", ".join(str(degrees) for degrees in FINENESS)
        raise PlaceError(f"There is no map of resolution {resolution}. Known: {known} degree.")
    return FINENESS[resolution]


def _country_index(iso3: str, land: LandCells) -> int:
    if iso3 not in land.countries:
        hint = nearest(iso3.upper(), land.countries)
        raise PlaceError(f"The map has no country '{iso3}' (iso3 codes). {hint}")
    return land.countries.index(iso3)


def _land_map(land: LandCells, fineness: int) -> tuple[Ints, int, int]:
    """Index of the land cell at each place of the finer lattice, -1 at sea, and where it begins."""
    row, column = np.divmod(land.gid - 1, COLUMNS)
    first_row, first_column = int(row.min()), int(column.min())
    coarse = np.full((row.max() - first_row + 1, column.max() - first_column + 1), NOBODY, np.int32)
    coarse[row - first_row, column - first_column] = np.arange(len(land.gid), dtype=np.int32)
    fine = coarse.repeat(fineness, axis=0).repeat(fineness, axis=1)
    return fine, first_row * fineness, first_column * fineness


def _cell_km(latitude: Floats, resolution: float) -> float:
    """Mean of a cell's height and its width at the middle latitude of the grid."""
    middle = (latitude.min() + latitude.max()) / 2
    return float(resolution * DEGREE_KM * (1.0 + cosine(middle)) / 2)


def _compact(index: Ints, names: tuple[str, ...]) -> tuple[Ints, tuple[str, ...]]:
    """The same names by indices into only those that occur."""
    used, compact = np.unique(index, return_inverse=True)
    return compact.astype(np.int32), tuple(names[i] for i in used)


def _cells_at(
    cell_id: Counts, longitude: Floats, latitude: Floats, fineness: int
) -> tuple[Ints, Flags]:
    """Cell of each point, and whether it lies in the grid at all."""
    wanted = ids(*rows_and_columns(longitude, latitude, fineness), fineness)
    cell = np.minimum(np.searchsorted(cell_id, wanted), len(cell_id) - 1).astype(np.int32)
    return cell, cell_id[cell] == wanted


def _resource_rent(cell_id: Counts, fineness: int) -> Floats:
    sites = resource_sites()
    longitude = np.array([site.longitude for site in sites])
    latitude = np.array([site.latitude for site in sites])
    cell, inside = _cells_at(cell_id, longitude, latitude, fineness)
    rent = np.zeros(len(cell_id))
    for i in np.flatnonzero(inside):
        rent[cell[i]] += sites[i].rent
    return rent


def _towns(
    cell_id: Counts, study: Flags, fineness: int
) -> tuple[tuple[str, int, float, float, int], ...]:
    """Largest settlements of the grid: name, cell, longitude, latitude, population."""
    places = settlements()
    cell, inside = _cells_at(cell_id, places.longitude, places.latitude, fineness)
    in_study = np.flatnonzero(inside & study[cell])[:TOWNS_OF_STUDY]
    around = np.flatnonzero(inside & ~study[cell])[:TOWNS_AROUND]
    return tuple(
        (
            places.names[i],
            int(cell[i]),
            float(places.longitude[i]),
            float(places.latitude[i]),
            int(places.population[i]),
        )
        for i in np.sort(np.concatenate([in_study, around])).tolist()
    )
