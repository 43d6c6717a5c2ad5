"""Shares of the study area that each actor holds, week by week."""

from __future__ import annotations

import numpy as np

from sim.record.coded import Coded
from sim.record.land import land
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import CONTESTED, NOBODY_NAME
from sim.world.state import Floats
from sim.world.world import World

ALL = "ALL"

COLUMNS = (
    *WEEK_COLUMNS,
    Column("country", "text", "", "iso3 code of the country, or ALL for the whole study area."),
    Column(
        "actor",
        "text",
        "",
        "Actor in control; 'contested' for cells that two actors are near to hold, whoever holds "
        "them for now; 'nobody' for cells that no actor holds.",
    ),
    Column("share_cells", "float", "share", "Part of the cells."),
    Column("share_area", "float", "share", "Part of the land."),
    Column("share_population", "float", "share", "Part of the people living there that week."),
)

_SHARES = ("share_cells", "share_area", "share_population")


def table(world: World, notes: Notes) -> Table:
    """Rows by week, country (ALL first) and actor; those with a share of zero included."""
    studied = np.unique(world.grid.country[world.grid.study])
    places = [ALL, *(world.grid.countries[country] for country in studied)]
    holders = [*world.actors.names, CONTESTED, NOBODY_NAME]
    shares = _shares(np.roll(notes[land][:, studied], -2, axis=2)[..., : len(_SHARES)])
    existing = np.pad(notes.existing, ((0, 0), (0, 2)), constant_values=True)
    shape = len(notes.weeks), len(places), len(holders)
    rows = np.broadcast_to(existing[:, None], shape)
    _, place, holder = np.nonzero(rows)
    by_week = len(places) * np.count_nonzero(existing, axis=1)
    return {
        **week_columns(world.clock.start, notes.weeks, by_week),
        "country": Coded(places, place),
        "actor": Coded(holders, holder),
        **{name: shares[..., number][rows] for number, name in enumerate(_SHARES)},
    }


def _shares(sums: Floats) -> Floats:
    """Sums by week, country, holder and measure as shares, with the whole area put first.

    Where there is nothing to divide (a country without people) the share is NaN.
    """
    whole = np.cumsum(sums, axis=1)[:, -1:]
    sums = np.concatenate([whole, sums], axis=1)
    total = np.cumsum(sums, axis=2)[:, :, -1:]
    return np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)


OUTPUT = Output(
    "territory_share",
    "Shares of the study area by holder, week by week; they add up to 1 in every country.",
    COLUMNS,
    (land,),
    table,
)
