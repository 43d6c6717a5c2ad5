"""An abstract lattice with a generated population, for theory and tests."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from string import ascii_uppercase

import numpy as np

from sim.arithmetic import exp, exps
from sim.geography.borders import border_pairs
from sim.geography.moore import neighbours
from sim.randomness import draw_key, normals, uniforms
from sim.world.grid import Grid
from sim.world.state import Counts

CELL_KM = 50.0
"""Width of a cell, near that of PRIO-GRID in the Sahel, so that reach in km keeps its meaning."""


@lru_cache(maxsize=1)
def abstract_grid(
    width: int,
    height: int,
    population: int,
    inequality: float,
    accessibility: float,
    countries: int,
    seed: int,
) -> Grid:
    """Lattice of width x height cells, all in the study area; longitude is the column.

    `population` is the mean of a cell, `inequality` the standard deviation of its logarithm.
    Countries A, B, ... are vertical stripes with one admin1 each ("A/all"); cells beside another
    country lie on the border to it. PRIO-GRID does not apply: `priogrid_gid` repeats `cell_id`.
    The last one is kept, since the points of a design mostly have it in common.
    """
    empty = _empty_lattice(width, height, countries)
    return replace(
        empty,
        population=_people(empty.size, population, inequality, seed),
        accessibility=np.full(empty.size, accessibility),
    )


@lru_cache(maxsize=1)
def _empty_lattice(width: int, height: int, countries: int) -> Grid:
    """The lattice with nobody on it and no access."""
    size = width * height
    y, x = (part.ravel().astype(np.int32) for part in np.divmod(np.arange(size), width))
    codes = tuple(ascii_uppercase[: min(countries, width)])
    country = (x.astype(np.int64) * len(codes) // width).astype(np.int32)
    border, pairs = border_pairs(country.reshape(height, width), y, x, codes)
    cell_id = np.arange(1, size + 1, dtype=np.int64)
    return Grid(
        cell_id=cell_id,
        priogrid_gid=cell_id.copy(),
        longitude=x.astype(np.float64),
        latitude=y.astype(np.float64),
        x=x,
        y=y,
        area_km2=np.full(size, CELL_KM * CELL_KM),
        country=country,
        admin1=country.copy(),
        population=np.zeros(size, np.int64),
        accessibility=np.zeros(size),
        resource_rent=np.zeros(size),
        study=np.ones(size, np.bool_),
        border=border,
        theatre=np.zeros(size, np.int32),
        neighbours=neighbours(x, y),
        cell_km=CELL_KM,
        resolution=1.0,
        planar=True,
        countries=codes,
        country_names=tuple(f"Country {code}" for code in codes),
        gwno=(0,) * len(codes),
        admin1_names=tuple(f"{code}/all" for code in codes),
        border_pairs=pairs,
    )


def _people(size: int, mean: int, inequality: float, seed: int) -> Counts:
    """Lognormal number of people of each cell; its expectation is `mean` at any inequality."""
    key = draw_key(seed, "lattice", 0)
    median = mean * exp(-0.5 * inequality * inequality)
    people = median * exps(inequality * normals(uniforms(key, size)))
    return np.floor(people + 0.5).astype(np.int64)
