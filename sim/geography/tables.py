"""The shipped tables, read once; data/README.md names the source and licence of each."""

from __future__ import annotations

import csv
import functools
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.world.state import Counts, Floats, Ints


@dataclass(frozen=True)
class LandCells:
    """Land cells of PRIO-GRID, by rising id. Axis: N cells.

    Country and admin1 are both those of FAO GAUL, so they never contradict each other.
    """

    gid: Counts
    country: Ints  # into `countries`
    admin1: Ints  # into `admin1_names`
    land_share: Floats
    population: Counts
    countries: tuple[str, ...]  # iso3
    admin1_names: tuple[str, ...]  # "MLI/Mopti"


@dataclass(frozen=True)
class Settlements:
    """Places by falling population, 0 where it is unknown. Axis: S settlements."""

    names: tuple[str, ...]
    countries: tuple[str, ...]  # iso3
    longitude: Floats
    latitude: Floats
    population: Counts


@dataclass(frozen=True)
class Country:
    """A country of the map; `gwno` is its Gleditsch-Ward number, 0 where it has none."""

    name: str
    gwno: int


@dataclass(frozen=True)
class ResourceSite:
    """A gold field or trafficking hub; `rent` is weekly, in the pay of a fighter."""

    name: str
    kind: str
    longitude: float
    latitude: float
    rent: float


@functools.cache
def land_cells() -> LandCells:
    """Every land cell of the shipped map."""
    table = _columns("cells.csv.gz")
    names = [
        f"{iso3}/{admin1}" for iso3, admin1 in zip(table["iso3"], table["admin1"], strict=True)
    ]
    countries = tuple(sorted(set(table["iso3"])))
    admin1_names = tuple(sorted(set(names)))
    country_at = {iso3: i for i, iso3 in enumerate(countries)}
    admin1_at = {name: i for i, name in enumerate(admin1_names)}
    return LandCells(
        gid=np.array([*map(int, table["priogrid_gid"])], np.int64),
        country=np.array([country_at[iso3] for iso3 in table["iso3"]], np.int32),
        admin1=np.array([admin1_at[name] for name in names], np.int32),
        land_share=np.array([*map(float, table["land_share"])]),
        population=np.array([*map(int, table["population"])], np.int64),
        countries=countries,
        admin1_names=admin1_names,
    )


@functools.cache
def settlements() -> Settlements:
    """Every settlement of the shipped map."""
    tables = (_columns("settlements.csv.gz"), _columns("settlements_added.csv"))
    names, countries, longitude, latitude, population = (
        [*tables[0][name], *tables[1][name]]
        for name in ("name", "iso3", "longitude", "latitude", "population")
    )
    people = np.array([*map(int, population)], np.int64)
    order = np.argsort(-people, kind="stable")
    rank = order.tolist()
    return Settlements(
        names=tuple(names[i] for i in rank),
        countries=tuple(countries[i] for i in rank),
        longitude=np.array([*map(float, longitude)])[order],
        latitude=np.array([*map(float, latitude)])[order],
        population=people[order],
    )


@functools.cache
def countries_by_code() -> dict[str, Country]:
    """Countries by iso3."""
    return {r["iso3"]: Country(r["name"], int(r["gwno"])) for r in _rows("countries.csv")}


@functools.cache
def resource_sites() -> tuple[ResourceSite, ...]:
    """Gold fields and trafficking hubs."""
    return tuple(
        ResourceSite(
            row["name"],
            row["kind"],
            float(row["longitude"]),
            float(row["latitude"]),
            float(row["weight"]),
        )
        for row in _rows("resource_sites.csv")
    )


@functools.cache
def identity_shares() -> dict[str, dict[str, float]]:
    """Shares of identity groups by place: "MLI/Mopti", or "MLI" for the rest of a country."""
    shares: dict[str, dict[str, float]] = {}
    for row in _rows("identity_shares.csv"):
        place = row["iso3"] if row["admin1"] == "*" else f"{row['iso3']}/{row['admin1']}"
        shares.setdefault(place, {})[row["group"]] = float(row["share"])
    return shares


@functools.cache
def outline_polygons() -> dict[str, list[list[list[tuple[float, float]]]]]:
    """Polygons by iso3, each a list of rings (the first the shore, the others holes)."""
    polygons: dict[str, list[list[list[tuple[float, float]]]]] = json.loads(
        _text("outlines.json.gz")
    )
    return polygons


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(_text(name)))


def _columns(name: str) -> dict[str, tuple[str, ...]]:
    """A large table by columns, which is several times faster than by rows."""
    header, *rows = csv.reader(io.StringIO(_text(name)))
    return dict(zip(header, zip(*rows, strict=True), strict=True))


def _text(name: str) -> str:
    content = (Path(__file__).with_name("data") / name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode()
