"""What the tables relations and beliefs say of directed pairs of insurgent groups."""

from __future__ import annotations

import pandas as pd

from sim.vocabulary import HostilityDriver, Stance

Pair = tuple[str, str]
"""Who holds something, and of whom."""

DRIVERS = {driver: f"by_{driver.name.lower()}" for driver in HostilityDriver}
"""Columns of the table relations that add up to the log-odds of hostility."""


def of_rivals(relations: pd.DataFrame, beliefs: pd.DataFrame) -> pd.DataFrame:
    """Relations of insurgent groups with each other alone: they are those with beliefs."""
    rivals = pd.MultiIndex.from_frame(beliefs[["observer", "about"]].drop_duplicates())
    return relations[pd.MultiIndex.from_frame(relations[["actor", "other"]]).isin(rivals)]


def pairs_of_interest(relations: pd.DataFrame, most: int) -> list[Pair]:
    """Directed pairs by the highest mean hostility over runs that they reach in any week."""
    by = ["actor", "other", "alternative", "week"]
    levels = relations.groupby(by, sort=False)["hostility"].mean()
    peaks = levels.groupby(["actor", "other"], sort=False).max()
    ordered = peaks.sort_values(ascending=False, kind="stable").index[:most]
    return [(str(actor), str(other)) for actor, other in ordered]


def mean_drivers(here: pd.DataFrame) -> pd.DataFrame:
    """Mean of each driver over runs by date: means add up as medians would not."""
    known = [name for name in DRIVERS.values() if name in here]  # earlier results have fewer
    return here.groupby("date", sort=True)[known].mean()


def share_by_date(here: pd.DataFrame, holds: pd.Series) -> pd.Series:
    """Share of the runs in which something holds, by date; `holds` has a value for each row."""
    return holds.astype(float).groupby(here["date"], sort=True).mean()


def stance_shares(here: pd.DataFrame) -> pd.DataFrame:
    """Share of the runs in each stance (columns) by date."""
    return pd.DataFrame(
        {stance: share_by_date(here, here["stance"] == stance.name.lower()) for stance in Stance}
    )
