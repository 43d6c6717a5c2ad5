"""A user's own UCDP Georeferenced Event Dataset, read so that every figure of events draws it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.analysis.spread import as_dates
from sim.errors import SimError, nearest
from sim.vocabulary import priogrid_gid

NEEDED = ("type_of_violence", "side_a", "side_b", "latitude", "longitude", "date_start", "best")
USEFUL = (
    "id", "country", "country_id", "dyad_name", "dyad_new_id", "side_a_new_id", "side_b_new_id",
    "priogrid_gid", "where_prec", "date_prec", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "low", "high",
)  # fmt: skip


def open_ged(
    path: str | Path,
    *,
    countries: Sequence[str] = (),
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> pd.DataFrame:
    """Events of a GED csv in UCDP's own columns, one row an event.

    `countries` are UCDP's names of countries; `start` and `end` are the first and last day on
    which an event may begin. `dyad_name` and `priogrid_gid` are made where the file lacks them.
    Raises `SimError` where the file is not a GED csv or a country is not in it.
    """
    events = _read(Path(path))
    events["date_start"] = as_dates(events["date_start"])
    if "dyad_name" not in events:
        events["dyad_name"] = events["side_a"] + " - " + events["side_b"]
    if "priogrid_gid" not in events:
        points = zip(events["latitude"], events["longitude"], strict=True)
        events["priogrid_gid"] = [
            priogrid_gid(latitude, longitude) for latitude, longitude in points
        ]
    kept = _in_countries(events, countries, path)
    if start is not None:
        kept &= events["date_start"] >= pd.Timestamp(start)
    if end is not None:
        kept &= events["date_start"] <= pd.Timestamp(end)
    return events[kept].reset_index(drop=True)


def _read(path: Path) -> pd.DataFrame:
    wanted = {*NEEDED, *USEFUL}
    try:
        events = pd.read_csv(path, usecols=lambda name: name in wanted, low_memory=False)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SimError(f"{path}: cannot be read as a csv: {error}") from error
    absent = [name for name in NEEDED if name not in events]
    if absent:
        raise SimError(f"{path}: not a UCDP GED csv: it lacks the columns {', '.join(absent)}.")
    return events


def _in_countries(
    events: pd.DataFrame, countries: Sequence[str], path: str | Path
) -> pd.Series[bool]:
    if not countries:
        return pd.Series(True, index=events.index)
    if "country" not in events:
        raise SimError(f"{path}: it lacks the column country, so countries cannot be chosen.")
    known = {str(name) for name in events["country"].unique()}
    for name in countries:
        if name not in known:
            raise SimError(f"{path}: no events in '{name}'. {nearest(name, known)}")
    return events["country"].isin(list(countries))
