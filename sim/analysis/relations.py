"""What the table dyad_weeks says of pairs of actors."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

WAR = ("war",)
PEACE = ("truce", "pact", "alliance")
BLOCK = 4  # weeks taken together, since most weeks have no clash

MOST_RIVALS, MOST_DYADS = 2, 4


def dyads_of_interest(
    dyad_weeks: pd.DataFrame, types: Mapping[str, str], most: int = MOST_DYADS
) -> list[tuple[str, str]]:
    """Pairs of rebel groups, then of a rebel group and a state, each by number of events."""
    fought = dyad_weeks.groupby(["actor_a", "actor_b"], sort=False)["events"].sum()
    ordered = fought.sort_values(ascending=False, kind="stable").index
    kinds = [(pair, sorted((types[pair[0]], types[pair[1]]))) for pair in ordered]
    rivals = [pair for pair, kind in kinds if kind == ["rebel_group", "rebel_group"]]
    enemies = [pair for pair, kind in kinds if kind == ["rebel_group", "state_forces"]]
    others = [pair for pair, _ in kinds if pair not in rivals and pair not in enemies]
    chosen = [*rivals[:MOST_RIVALS], *enemies, *rivals[MOST_RIVALS:], *others][:most]
    return [(str(a), str(b)) for a, b in chosen]


def hostility(dyad_weeks: pd.DataFrame) -> pd.DataFrame:
    """The higher hostility of the two, row by row."""
    return dyad_weeks.assign(hostility=dyad_weeks[["hostility_ab", "hostility_ba"]].max(axis=1))


def in_stance(dyad_weeks: pd.DataFrame, stances: Collection[str]) -> pd.DataFrame:
    """Share of runs in which a pair is in one of the stances, by alternative and date."""
    within = dyad_weeks.assign(share=dyad_weeks["stance"].isin(list(stances)).astype(float))
    return within.groupby(["alternative", "date"], sort=False)["share"].mean().reset_index()


def in_blocks(dyad_weeks: pd.DataFrame) -> pd.DataFrame:
    """Sum of events and mean overlap by run and whole block of four weeks.

    A block is dated by its first week. Week 0, the state at the start, belongs to none.
    """
    last = int(dyad_weeks["week"].max()) if len(dyad_weeks) else 0
    weeks = dyad_weeks[(dyad_weeks["week"] > 0) & (dyad_weeks["week"] <= last - last % BLOCK)]
    block = ((weeks["week"] - 1) // BLOCK).rename("block")
    blocks = weeks.groupby(["run_id", "alternative", block], sort=False)
    return blocks.agg(
        date=("date", "min"), events=("events", "sum"), overlap=("overlap", "mean")
    ).reset_index()
