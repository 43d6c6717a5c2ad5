"""Which run a page is about, and what the folder calls things."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.errors import SimError, nearest
from sim.record.results import Results


class QuestionError(SimError):
    """A question that the results cannot answer."""


@dataclass(frozen=True)
class Chosen:
    """The run that a page is about, and why this one."""

    run_id: str
    alternative: str
    replicate: int
    reason: str

    @property
    def name(self) -> str:
        """What the page calls the run."""
        return f"run {self.run_id} ({self.alternative}, replicate {self.replicate})"


def done_runs(results: Results, run_id: str | None, alternative: str | None) -> pd.DataFrame:
    """Runs of one alternative that are done: of the one named, of the run's, or of the first."""
    runs = results["runs"]
    runs = runs[runs["status"] == "done"]
    if runs.empty:
        raise QuestionError(f"{results.folder} holds no run that is done.")
    if run_id is not None:
        known(run_id, runs["run_id"], "run", results)
        named = runs.loc[runs["run_id"] == run_id, "alternative"]
        if alternative not in (None, str(named.iloc[0])):
            raise QuestionError(f"Run {run_id} is one of '{named.iloc[0]}', not '{alternative}'.")
        alternative = str(named.iloc[0])
    chosen = str(runs["alternative"].iloc[0]) if alternative is None else alternative
    known(chosen, runs["alternative"], "alternative", results)
    return runs[runs["alternative"] == chosen]


def chosen(runs: pd.DataFrame, run_id: str, reason: str) -> Chosen:
    """One of the runs by its id."""
    row = runs[runs["run_id"] == run_id].iloc[0]
    return Chosen(run_id, str(row["alternative"]), int(row["replicate"]), reason)


def typical(runs: pd.DataFrame, values: pd.Series, what: str) -> Chosen:
    """The run whose value (by run id) is nearest to the median over runs, the first of equals."""
    median = float(values.median())
    ordered = values.reindex(runs["run_id"]).dropna()
    nearest_run = str((ordered - median).abs().idxmin())
    reason = f"taken because {what} is nearest to the median ({median:.4g}) of {len(values)} runs"
    return chosen(runs, nearest_run, reason)


def named_or_first(runs: pd.DataFrame, run_id: str | None) -> Chosen:
    """The run that is named, else the first."""
    if run_id is not None:
        return chosen(runs, run_id, "taken as asked")
    first = "the only one" if len(runs) == 1 else f"the first of {len(runs)} runs"
    return chosen(runs, str(runs["run_id"].iloc[0]), first)


def known(name: str, names: Sequence[str] | pd.Series, what: str, results: Results) -> None:
    """Refuse a name that the results do not hold."""
    there = list(dict.fromkeys(str(each) for each in names))
    if name not in there:
        raise QuestionError(f"{results.folder} has no {what} '{name}'. {nearest(name, there[:20])}")


def part(results: Results, table: str, columns: Sequence[str], runs: pd.DataFrame) -> pd.DataFrame:
    """Rows of the runs in a table; raises QuestionError where the table was not written."""
    if table not in results.tables:
        raise QuestionError(
            f"{results.folder} has no table '{table}', which this question needs; "
            f"run the batch with `--set outputs.{table}.enabled=true`."
        )
    read = results.part(table, columns)
    return read[read["run_id"].isin(runs["run_id"])]


def scenario(results: Results, alternative: str) -> dict[str, Any]:
    """The scenario of an alternative in full; empty where the folder has lost it."""
    try:
        found = json.loads((results.folder / "scenario.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    own: dict[str, Any] = found.get(alternative, {})
    return own


def label(results: Results, alternative: str, section: str, name: str) -> str:
    """Name to show of an actor or a group; its id where the scenario has none (newborns)."""
    own = scenario(results, alternative).get(section, {}).get(name, {})
    return str(own.get("name", name))
