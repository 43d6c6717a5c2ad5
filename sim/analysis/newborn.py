"""Actors born in a run, which need not exist in every other one, gathered for figures of many runs.

In their place stands one made-up actor for each actor of the scenario: all that descend from it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

FAMILY = "splinters of {}"
"""Id of the made-up actor; no real id has a space."""

PAIRS = {
    "dyad_weeks": ("actor_a", "actor_b"),
    "relations": ("actor", "other"),
    "beliefs": ("observer", "about"),
    "pacts": ("actor", "group"),
}
"""Tables of pairs, which are told of the scenario's actors alone."""

SHARES = ("share_cells", "share_area", "share_population")


def parents_of(actors: pd.DataFrame) -> dict[str, str]:
    """Parent of every actor born in a run, from the table actors."""
    if not {"parent", "born_in_run"} <= set(actors.columns):
        return {}
    first = actors[actors["born_in_run"] == 1].drop_duplicates("actor")
    return dict(zip(first["actor"], first["parent"], strict=True))


def families(actors: pd.DataFrame) -> dict[str, str]:
    """Made-up actor for every actor born in one of several runs; none where there is one run."""
    return {} if actors["run_id"].nunique() == 1 else descent(actors)


def descent(actors: pd.DataFrame) -> dict[str, str]:
    """Made-up actor for every actor born in a run, be it the only one."""
    parents = parents_of(actors)
    return {name: FAMILY.format(_root(name, parents)) for name in parents}


def with_families(actors: pd.DataFrame, found: Mapping[str, str]) -> pd.DataFrame:
    """The table actors, before it a row for each made-up actor, child of whom it descends from.

    It comes first, so that its look does not depend on how many were born.
    """
    known = actors.drop_duplicates("actor").set_index("actor", drop=False)
    rows = []
    for family in dict.fromkeys(found.values()):
        parent = known.loc[next(name for name in known.index if FAMILY.format(name) == family)]
        name, born = f"Splinters of {parent['name']}", {"parent": parent["actor"], "born_in_run": 1}
        rows.append(parent.to_dict() | born | {"actor": family, "name": name})
    return pd.concat([pd.DataFrame(rows), actors], ignore_index=True) if rows else actors


def gathered(name: str, table: pd.DataFrame, found: Mapping[str, str]) -> pd.DataFrame:
    """A table by its name, with made-up actors for those born in a run.

    In territory_share they have a row wherever others have one; pairs with them are left out.
    """
    if not found:
        return table
    if name == "territory_share":
        return _summed(table, found)
    if name == "cell_months":
        holder = table["controller"]
        return table.assign(controller=holder.map(found).fillna(holder))
    if name in PAIRS:
        return table[~table[list(PAIRS[name])].isin(list(found)).any(axis=1)]
    return table


def _summed(shares: pd.DataFrame, found: Mapping[str, str]) -> pd.DataFrame:
    """Shares of made-up actors, 0 where no member exists, in place of their members' shares."""
    young = shares["actor"].isin(list(found))
    rest, measures = shares[~young], [name for name in SHARES if name in shares]
    keys = [name for name in shares if name not in ("actor", *measures)]
    mine = shares[young].assign(actor=shares.loc[young, "actor"].map(found))
    sums = mine.groupby([*keys, "actor"], sort=False)[measures].sum().reset_index()
    who = pd.DataFrame({"actor": list(dict.fromkeys(found.values()))})
    whole = rest[keys].drop_duplicates().merge(who, how="cross")
    whole = whole.merge(sums, on=[*keys, "actor"], how="left")
    return pd.concat([rest, whole.fillna(dict.fromkeys(measures, 0.0))], ignore_index=True)


def _root(name: str, parents: Mapping[str, str]) -> str:
    while name in parents:
        name = parents[name]
    return name
