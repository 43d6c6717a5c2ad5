"""What the tables pacts and beliefs say of a group's deals, true and believed."""

from __future__ import annotations

import pandas as pd

from sim.analysis.spread import as_dates
from sim.vocabulary import Stance

AT_PEACE = (Stance.PACT, Stance.ALLIANCE, Stance.TRUCE)
"""Stances of a state or guest with a group that are deals."""
HAPPENED = ("offered", "refused", "signed", "leaked", "broken")


def groups_of_interest(pacts: pd.DataFrame, beliefs: pd.DataFrame, most: int) -> list[str]:
    """Groups by weeks of true deals, then by offers, then by the highest mean belief in one."""
    deals = pacts["stance"].isin(_words()).groupby(pacts["group"], sort=False).sum()
    offers = pacts["offered"].groupby(pacts["group"], sort=False).sum()
    by_week = beliefs.groupby(["about", "observer", "week"], sort=False)["probability"].mean()
    ranks = pd.DataFrame(
        {"deals": deals, "offers": offers, "belief": by_week.groupby("about", sort=False).max()}
    )
    ranks = ranks.reindex(deals.index).fillna(0)
    order = ranks.sort_values(["deals", "offers", "belief"], ascending=False, kind="stable")
    return [str(name) for name in order.index[:most]]


def partners(pacts: pd.DataFrame, groups: list[str]) -> list[str]:
    """States and guests that ever offer one of the groups a pact or have a deal with it."""
    here = pacts[pacts["group"].isin(groups)]
    dealing = here["stance"].isin(_words()) | (here[list(HAPPENED)] > 0).any(axis=1)
    return [str(name) for name in pd.unique(here.loc[dealing, "actor"])]


def deal_shares(here: pd.DataFrame) -> pd.DataFrame:
    """Share of runs by date in each stance (columns) that is a deal, of one pair."""
    dates = as_dates(here["date"])
    return pd.DataFrame(
        {
            stance: (here["stance"] == stance.name.lower()).astype(float).groupby(dates).mean()
            for stance in AT_PEACE
        }
    )


def _words() -> list[str]:
    return [stance.name.lower() for stance in AT_PEACE]
