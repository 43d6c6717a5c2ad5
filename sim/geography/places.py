"""The cells that a scenario means by a place."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt

from sim.errors import SimError, nearest
from sim.geography.sphere import great_circle_km
from sim.world.grid import Grid
from sim.world.state import Flags, Floats, Ints


class PlaceError(SimError):
    """A place that does not exist on the map, or holds no cell."""


def cells_in(
    grid: Grid,
    country: str | None = None,
    admin1: str | None = None,
    longitude: tuple[float, float] | None = None,
    latitude: tuple[float, float] | None = None,
    near: str | None = None,
    within_km: float = 60.0,
) -> Flags:
    """Cells (K flags) that meet every condition given, by their centres; all where none is.

    `near` also holds the town's own cell, however small `within_km`. Names may lack accents and
    capitals; of towns of one name the largest is meant. PlaceError where a name is unknown or no
    cell meets the conditions.
    """
    chosen = np.ones(grid.size, np.bool_)
    if country is not None:
        chosen &= grid.country == find_country(grid, country)
    if admin1 is not None:
        chosen &= grid.admin1 == find_admin1(grid, country, admin1)
    if longitude is not None:
        chosen &= (grid.longitude >= longitude[0]) & (grid.longitude <= longitude[1])
    if latitude is not None:
        chosen &= (grid.latitude >= latitude[0]) & (grid.latitude <= latitude[1])
    if near is not None:
        chosen &= _near_town(grid, near, within_km)
    if not chosen.any():
        raise PlaceError("No cell of the area meets all these conditions. Widen one of them.")
    return chosen


def find_country(grid: Grid, code: str) -> int:
    """Index of a country by its iso3 code."""
    if code not in grid.countries:
        raise PlaceError(f"The area has no country '{code}'. {nearest(code, grid.countries)}")
    return grid.countries.index(code)


def find_admin1(grid: Grid, country: str | None, name: str) -> int:
    """Index of a first-level division, by "Mopti" or "MLI/Mopti".

    Without a country the name must be unique in the area.
    """
    if country is not None:
        find_country(grid, country)
    known = [full for full in grid.admin1_names if country in (None, full.partition("/")[0])]
    wanted = plain(name)
    found = [full for full in known if wanted in (plain(full), plain(full.partition("/")[2]))]
    if len(found) > 1:
        raise PlaceError(f"'{name}' is in several countries: {', '.join(found)}. Name the country.")
    if not found:
        where = f"Country {country}" if country else "The area"
        spelled = known if "/" in name else [full.partition("/")[2] for full in known]
        raise PlaceError(f"{where} has no division '{name}'. {_proposal(name, spelled)}")
    return grid.admin1_names.index(found[0])


def distance_km(grid: Grid, a: int | Ints, b: int | Ints) -> Floats:
    """Distance between the centres of cells; `a` and `b` are indices or arrays of them."""
    return _distance_km(
        grid, grid.longitude[a], grid.latitude[a], grid.longitude[b], grid.latitude[b]
    )


@functools.lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without accents, capitals and kinds of hyphens, for comparison."""
    letters = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.casefold().replace("-", " ").replace("’", "'").strip()


def _near_town(grid: Grid, name: str, within_km: float) -> Flags:
    if not grid.towns:
        raise PlaceError(f"There is no town '{name}': this area has no towns.")
    wanted = plain(name)
    town = next((town for town in grid.towns if plain(town[0]) == wanted), None)
    if town is None:
        raise PlaceError(
            f"The area has no town '{name}'. {_proposal(name, [town[0] for town in grid.towns])}"
        )
    _, cell, longitude, latitude, _ = town
    near = _distance_km(grid, grid.longitude, grid.latitude, longitude, latitude) <= within_km
    near[cell] = True
    return near


def _distance_km(
    grid: Grid,
    longitude: npt.ArrayLike,
    latitude: npt.ArrayLike,
    other_longitude: npt.ArrayLike,
    other_latitude: npt.ArrayLike,
) -> Floats:
    if not grid.planar:
        return great_circle_km(longitude, latitude, other_longitude, other_latitude)
    east = np.subtract(other_longitude, longitude)
    north = np.subtract(other_latitude, latitude)
    return np.asarray(np.sqrt(east * east + north * north) * grid.cell_km)


def _proposal(name: str, known: Sequence[str]) -> str:
    """The known name nearest to `name` without accents and capitals, or some that are known."""
    by_plain = {plain(full): full for full in reversed(known)}
    close = get_close_matches(plain(name), by_plain, n=1)
    if close:
        return f"Did you mean '{by_plain[close[0]]}'?"
    return f"Known among others: {', '.join(known[:30])}."
