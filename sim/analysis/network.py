"""Who stands how to whom at one time, over the runs of an alternative."""

from __future__ import annotations

import pandas as pd

BELIEVED = 0.5
"""Probability above which a group acts as if a deal were true."""


def living(
    table: pd.DataFrame, actors: pd.DataFrame | None, names: tuple[str, str]
) -> pd.DataFrame:
    """Rows whose two actors (columns `names`) are both there in that week of that run.

    Without the weeks of birth and end in `actors` all are taken to be there.
    """
    if actors is None or not {"run_id", "born_week", "ended_week"} <= set(actors):
        return table
    spans = actors[["run_id", "actor", "born_week", "ended_week"]]
    for name in names:
        both = table.merge(spans.rename(columns={"actor": name}), on=["run_id", name], how="left")
        born, ended = (pd.to_numeric(both[when]) for when in ("born_week", "ended_week"))
        gone = (both["week"] < born) | (both["week"] >= ended)
        table = table[~gone.fillna(False).to_numpy(bool)]
    return table


def shares_of_stances(dyads: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Share of the runs in which a pair has a stance: actor_a, actor_b, stance, share."""
    counts = dyads.groupby(["actor_a", "actor_b", "stance"], sort=False, observed=True).size()
    return (counts / runs).rename("share").reset_index()


def shares_of_beliefs(beliefs: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Share of the runs in which one believes in a deal of another: observer, about, share."""
    held = beliefs[beliefs["probability"] > BELIEVED]
    counts = held.groupby(["observer", "about"], sort=False, observed=True).size()
    return (counts / runs).rename("share").reset_index()
