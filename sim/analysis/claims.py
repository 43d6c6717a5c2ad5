"""What the table claims says of outlets: what they report, pass over and invent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.relations import BLOCK
from sim.vocabulary import CIVILIANS

STATUSES = ("claimed", "unclaimed", "invented")
COUNTED = 10
"""True dead up to which each number stands for itself; above it numbers are grouped."""
ENOUGH = 5
"""Events of which quartiles are told."""


def outlets_of_interest(claims: pd.DataFrame, most: int) -> list[str]:
    """Claimants by how many events they report, pass over or invent."""
    counts = claims.groupby("claimant", sort=False).size()
    return [str(name) for name in counts.sort_values(ascending=False, kind="stable").index[:most]]


def mean_counts(claims: pd.DataFrame, runs: int, weeks: int) -> pd.DataFrame:
    """Events of each status (columns) in blocks of weeks, mean over runs, by number of the block.

    Every whole block of the `weeks` is there, with zeros where nothing was reported or happened.
    """
    blocks = range(weeks // BLOCK)
    block = (claims["week"] - 1) // BLOCK
    counts = claims.groupby([block.rename("block"), "status"], observed=True).size()
    whole = counts.unstack(fill_value=0).reindex(index=blocks, columns=STATUSES, fill_value=0)
    return whole / max(1, runs)


def enemy_dead(claims: pd.DataFrame) -> pd.DataFrame:
    """True and claimed dead of the claimant's armed enemy: columns true and claimed.

    Only events that happened and are reported; attacks on civilians are left out.
    """
    told = claims[claims["status"] == "claimed"]
    first = told["claimant"] == told["actor_a"]
    enemy = told["actor_b"].where(first, told["actor_a"])
    dead = pd.DataFrame(
        {
            "true": told["deaths_b"].where(first, told["deaths_a"]),
            "claimed": told["claimed_b"].where(first, told["claimed_a"]),
        }
    )
    return dead[enemy != CIVILIANS].astype(np.int64)


def exaggeration(dead: pd.DataFrame) -> pd.DataFrame:
    """Quartiles of claimed dead by true dead: columns true, low50, median and high50.

    Each number up to ten stands for itself; greater ones are grouped until they are half as many
    again. Groups with few events are left out.
    """
    edges = np.append(np.arange(COUNTED), np.rint(COUNTED * 1.5 ** np.arange(20)))
    group = np.searchsorted(edges, dead["true"], side="right")
    rows = dead.groupby(group)
    enough = rows.size() >= ENOUGH
    quartiles = {"low50": 0.25, "median": 0.5, "high50": 0.75}
    told = {name: rows["claimed"].quantile(share) for name, share in quartiles.items()}
    return pd.DataFrame({"true": rows["true"].mean(), **told})[enough].reset_index(drop=True)


def spots(dead: pd.DataFrame) -> pd.DataFrame:
    """Number of events with the same true and claimed dead: columns true, claimed and events."""
    return dead.groupby(["true", "claimed"]).size().rename("events").reset_index()
