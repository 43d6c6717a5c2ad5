"""How near a cell is to towns."""

from __future__ import annotations

import numpy as np

from sim.arithmetic import log
from sim.geography.sphere import DEGREE_KM, cosine
from sim.geography.tables import Settlements
from sim.world.state import Counts, Flags, Floats

REACH_KM = 200.0
SMALLEST, ACCESSIBLE, LARGEST = 500, 100, 100_000
_BLOCK = 64  # cells treated at one time: what they need fits in the cache


def accessibility(
    longitude: Floats, latitude: Floats, cell_km: float, settlements: Settlements
) -> Floats:
    """Accessibility of cells, 0 remote to 1: that of the settlement which makes it highest.

    size * (1 - d/200 km)^2, d the distance beyond half a cell, size = ln(population/100) /
    ln(1000) of at least 500 and at most 100,000 people: .23 for a village, .67 for 10,000, 1 for
    a city (own design; roads are not in the data and follow the towns). Cells must come by
    rising latitude.
    """
    margin = (REACH_KM + cell_km) / DEGREE_KM
    widest = margin / float(cosine(np.abs(latitude).max()))
    near = _between(settlements.latitude, latitude.min() - margin, latitude.max() + margin)
    near &= _between(settlements.longitude, longitude.min() - widest, longitude.max() + widest)
    towns_latitude, towns_longitude = settlements.latitude[near], settlements.longitude[near]
    size = _size(settlements.population[near])
    result = np.zeros(len(latitude))
    for begin in range(0, len(latitude), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        lon, lat = longitude[block, None], latitude[block, None]
        near = _between(towns_latitude, lat[0] - margin, lat[-1] + margin)
        east = (towns_longitude[near] - lon) * cosine(lat)
        north = towns_latitude[near] - lat
        distance = np.sqrt(east * east + north * north) * DEGREE_KM - cell_km / 2
        close = 1.0 - np.clip(distance / REACH_KM, 0.0, 1.0)
        result[block] = (size[near] * close * close).max(axis=1, initial=0.0)
    return result


def _between(values: Floats, low: Floats, high: Floats) -> Flags:
    return np.asarray((values > low) & (values < high), np.bool_)


def _size(population: Counts) -> Floats:
    """Weight of settlements, equal for equal numbers of people."""
    bounded = np.clip(population, SMALLEST, LARGEST)
    counts, where = np.unique(bounded, return_inverse=True)
    span = log(LARGEST / ACCESSIBLE)
    return np.array([log(count / ACCESSIBLE) / span for count in counts.tolist()])[where]
