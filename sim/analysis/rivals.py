"""What the tables relations and beliefs say of directed pairs of insurgent groups."""

from __future__ import annotations

import pandas as pd

from sim.analysis.relations import BLOCK
from sim.vocabulary import HostilityDriver

Pair = tuple[str, str]
"""Who holds something, and of whom."""

DRIVERS = {driver: f"by_{driver.name.lower()}" for driver in HostilityDriver}
"""Columns of the table relations that add up to the log-odds of hostility."""


def pairs_of_interest(relations: pd.DataFrame, most: int) -> list[Pair]:
    """Directed pairs by the highest mean hostility over runs that they reach in any week."""
    by = ["actor", "other", "alternative", "week"]
    levels = relations.groupby(by, sort=False)["hostility"].mean()
    peaks = levels.groupby(["actor", "other"], sort=False).max()
    ordered = peaks.sort_values(ascending=False, kind="stable").index[:most]
    return [(str(actor), str(other)) for actor, other in ordered]


def mean_drivers(here: pd.DataFrame) -> pd.DataFrame:
    """Mean of each driver over runs by date: means add up as medians would not."""
    return here.groupby("date", sort=True)[list(DRIVERS.values())].mean()


def share_by_date(here: pd.DataFrame, holds: pd.Series) -> pd.Series:
    """Share of the runs in which something holds, by date; `holds` has a value for each row."""
    return holds.astype(float).groupby(here["date"], sort=True).mean()


def accusing(here: pd.DataFrame) -> pd.Series:
    """Share of runs with an accusation in each block of weeks, by the first day of the block."""
    weeks = here[here["week"] > 0]
    block = ((weeks["week"] - 1) // BLOCK).rename("block")
    runs = weeks.groupby(["run_id", block]).agg(
        date=("date", "min"), accusation=("accusation", "max")
    )
    return runs.groupby("date", sort=True)["accusation"].mean()
