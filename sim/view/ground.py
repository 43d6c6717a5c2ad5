"""The land under a map, as the browser's side of every map takes it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pandas as pd

from sim.analysis.plots.maps import Land

Town = tuple[str, float, float]


def ground_text(land: Land, cells: pd.DataFrame, lesser: Iterable[Town] = ()) -> str:
    """Cells (longitude, latitude, study, country_name), shores, borders, countries, towns: JSON.

    `lesser` are more towns, in the order in which they are named where there is room.
    """
    towns = [(town.name, town.longitude, town.latitude) for town in land.towns]
    named = {name for name, *_ in towns}
    return json.dumps(
        {
            "extent": land.extent,
            "aspect": land.aspect,
            "cell": land.cell,
            "lon": cells["longitude"].round(4).tolist(),
            "lat": cells["latitude"].round(4).tolist(),
            "study": cells["study"].astype(int).tolist(),
            "outlines": [line.round(3).tolist() for line in land.outlines],
            "borders": [line.round(3).tolist() for line in land.borders],
            "towns": towns + [town for town in lesser if town[0] not in named],
            "countries": _countries(cells),
        }
    )


def _countries(cells: pd.DataFrame) -> list[Town]:
    """Names of the countries studied, in the middle of their cells."""
    own = cells[cells["study"].astype(bool)]
    middles = own.groupby("country_name", sort=False)[["longitude", "latitude"]].mean()
    return [(str(name).upper(), float(lon), float(lat)) for name, lon, lat in middles.itertuples()]
