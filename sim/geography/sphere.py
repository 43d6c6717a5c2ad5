"""Distances and areas on a spherical Earth, made of IEEE operations only.

numpy's and libm's sine differ in the last bit between machines; a distance that decides which
cells a place holds, or how accessible they are, must not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.world.state import Floats

EARTH_RADIUS_KM = 6371.0
DEGREE_KM = 111.19492664455873  # one degree of latitude
_RADIAN = 0.017453292519943295  # one degree
_SINE_TERMS = 14  # Taylor terms; the remainder at 180 degrees is below 1e-15
_ARCSINE_TERMS = 9  # the remainder at 0.2 is below 1e-15


def sine(degrees: npt.ArrayLike) -> Floats:
    """Sine of an angle from -180 to 180 degrees, within 1e-14."""
    x = np.asarray(degrees, np.float64) * _RADIAN
    square = x * x
    total = np.ones_like(x)
    for n in range(2 * _SINE_TERMS, 0, -2):
        total = 1.0 - square / (n * (n + 1)) * total
    return x * total


def cosine(degrees: npt.ArrayLike) -> Floats:
    """Cosine of an angle from -90 to 270 degrees, within 1e-14."""
    return sine(90.0 - np.asarray(degrees, np.float64))


def great_circle_km(
    longitude: npt.ArrayLike,
    latitude: npt.ArrayLike,
    other_longitude: npt.ArrayLike,
    other_latitude: npt.ArrayLike,
) -> Floats:
    """Distance of points (degrees) along the surface, by the haversine formula; broadcasts."""
    lon, lat = np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
    half_lon = sine((np.asarray(other_longitude, np.float64) - lon) * 0.5)
    half_lat = sine((np.asarray(other_latitude, np.float64) - lat) * 0.5)
    h = half_lat * half_lat + cosine(lat) * cosine(other_latitude) * (half_lon * half_lon)
    return 2.0 * EARTH_RADIUS_KM * _arcsine(np.sqrt(np.minimum(h, 1.0)))


def cell_area_km2(latitude: npt.ArrayLike, degrees: float) -> Floats:
    """Area of a lattice cell of the given width, centred on `latitude`."""
    centre = np.asarray(latitude, np.float64)
    height = sine(centre + degrees / 2) - sine(centre - degrees / 2)
    return EARTH_RADIUS_KM * EARTH_RADIUS_KM * (degrees * _RADIAN) * height


def _arcsine(s: Floats) -> Floats:
    """Arc sine of 0..1 in radians: the angle is halved three times, then a series of it taken."""
    for _ in range(3):
        s = s / np.sqrt(2.0 * (1.0 + np.sqrt(1.0 - s * s)))
    square = s * s
    total = np.ones_like(s)
    for k in range(_ARCSINE_TERMS, 0, -1):
        total = 1.0 + square * ((2 * k - 1) * (2 * k - 1) / (2 * k * (2 * k + 1))) * total
    return 8.0 * s * total
