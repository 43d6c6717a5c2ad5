"""What one insurgent group held of another and why: facts of a directed pair in one run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from sim.analysis.relations import WAR
from sim.analysis.rivals import DRIVERS, Pair
from sim.record.results import Results
from sim.vocabulary import HostilityDriver
from sim.why.runs import Chosen, QuestionError, chosen, done_runs, known, part, scenario, typical

KEYS = ("run_id", "week", "date")
QUARTER = 13
"""Weeks."""

NAMES = {
    HostilityDriver.INERTIA: "without cause",
    HostilityDriver.GRIEVANCE: "grievance",
    HostilityDriver.AFFINITY: "affinity",
    HostilityDriver.BELIEF: "belief in a deal",
    HostilityDriver.OPPORTUNITY: "opportunity",
    HostilityDriver.VULNERABILITY: "vulnerability",
    HostilityDriver.ALLIES: "allies",
    HostilityDriver.WEARINESS: "weariness",
}
"""What the page calls each driver of hostility."""


@dataclass(frozen=True)
class Dyad:
    """A directed pair in all runs of one alternative, and the run that the page is about.

    Tables are indexed by run and week but for `happened`, the developments of either.
    """

    pair: Pair
    run: Chosen
    runs: pd.DataFrame
    relations: pd.DataFrame  # what the first holds of the second
    reverse: pd.DataFrame  # and the second of the first
    beliefs: pd.DataFrame
    fights: pd.DataFrame
    happened: pd.DataFrame
    by_scenario: dict[int, str]  # weeks in which the scenario sets the stance of the two

    def of_run(self, table: pd.DataFrame) -> pd.DataFrame:
        """Rows of the run, by week."""
        return table[table.index.get_level_values("run_id") == self.run.run_id].droplevel("run_id")


def read_dyad(
    results: Results, pair: Pair, run_id: str | None = None, alternative: str | None = None
) -> Dyad:
    """All that the tables say of a pair; the run is the one named, else a typical one."""
    runs = done_runs(results, run_id, alternative)
    columns = (*KEYS, "actor", "other", "stance", "hostility", "grievance", "entries")
    relations = part(results, "relations", (*columns, *DRIVERS.values()), runs)
    for name in pair:
        known(name, relations["actor"], "insurgent group", results)
    if pair[0] == pair[1]:
        raise QuestionError(f"'{pair[0]}' has no relation to itself; name two groups.")
    ours = _pair(relations, ("actor", "other"), pair)
    named = str(runs["alternative"].iloc[0])
    return Dyad(
        pair,
        _chosen(runs, ours, run_id),
        runs,
        ours,
        _pair(relations, ("actor", "other"), (pair[1], pair[0])),
        _pair(_beliefs(results, runs), ("observer", "about"), pair),
        _fights(results, runs, pair),
        _happened(results, runs, pair),
        _set_by_scenario(results, named, pair),
    )


def _pair(table: pd.DataFrame, columns: Pair, pair: Pair) -> pd.DataFrame:
    rows = table[(table[columns[0]] == pair[0]) & (table[columns[1]] == pair[1])]
    return rows.set_index(["run_id", "week"]).sort_index()


def _beliefs(results: Results, runs: pd.DataFrame) -> pd.DataFrame:
    drivers = [c.name for c in results.columns.get("beliefs", ()) if c.name.startswith("by_")]
    columns = (*KEYS, "observer", "about", "log_odds", "accusation", "true_pact", "evidence")
    return part(results, "beliefs", (*columns, *drivers), runs)


def _fights(results: Results, runs: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    columns = (*KEYS, "actor_a", "actor_b", "overlap", "events", "deaths")
    table = part(results, "dyad_weeks", columns, runs)
    ours = table["actor_a"].isin(pair) & table["actor_b"].isin(pair)
    return table[ours].set_index(["run_id", "week"]).sort_index()


def _happened(results: Results, runs: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """Developments of either of the two; none where an earlier version wrote no such table."""
    columns = (*KEYS, "development", "actor", "other", "amount", "accusation_true")
    if "strategic_developments" not in results.tables:
        return pd.DataFrame(columns=list(columns))
    table = part(results, "strategic_developments", columns, runs)
    either = table["actor"].isin(pair) | table["other"].isin(pair)
    return table[either]


def _set_by_scenario(results: Results, alternative: str, pair: Pair) -> dict[int, str]:
    """Week and name of the interventions that set the stance of the two."""
    given = scenario(results, alternative)
    start = given.get("time", {}).get("start")
    return {
        (dt.date.fromisoformat(event["date"]) - dt.date.fromisoformat(start)).days // 7: name
        for name, event in given.get("timeline", {}).items()
        if event.get("enabled") and event["kind"] == "stance"
        if sorted(event["between"]) == sorted(pair)
    }


def outbreaks(relations: pd.DataFrame) -> pd.Series:
    """First week at war of each run that has one; week 0 where it was at war from the start."""
    at_war = relations[relations["stance"].isin(WAR)]
    return at_war.reset_index("week").groupby(level="run_id")["week"].min()


def _chosen(runs: pd.DataFrame, relations: pd.DataFrame, run_id: str | None) -> Chosen:
    """The run that is named; else the one nearest to the median in its war, or in hostility."""
    if run_id is not None:
        return chosen(runs, run_id, "taken as asked")
    first = outbreaks(relations)
    if len(runs) == 1:
        return chosen(runs, str(runs["run_id"].iloc[0]), "the only one")
    if len(first):
        return typical(runs, first, "the week in which war begins")
    if relations.empty:
        raise QuestionError("The two groups never exist at the same time in these runs.")
    peaks = relations["hostility"].groupby(level="run_id").max()
    return typical(runs, peaks, "there is no war in any, and its highest hostility")
