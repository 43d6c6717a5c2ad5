"""Which run is compared with which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from sim.analysis.design import Design, parameters, values_text
from sim.errors import SimError, nearest

DONE = "done"


class CompareError(SimError):
    """A folder in which nothing can be compared, or not in the way asked for."""


@dataclass(frozen=True)
class Comparison:
    """Runs of one alternative, at one point of the design where points are not draws, and controls.

    `pairs` has a row for each pair of runs that are both done: run_id, control_run_id and
    replicate. Intervals rest on replicates: points share their seeds, so the pairs of several
    points with one seed are no more than one draw of chance, and are averaged.
    """

    alternative: str
    control: str
    values: str  # varied values that set it apart from other comparisons
    pairs: pd.DataFrame
    failed: int  # pairs that are left out because one run of them failed

    @property
    def seeds(self) -> int:
        """How many replicates it rests on."""
        return int(self.pairs["replicate"].nunique())


def comparisons(runs: pd.DataFrame, design: Design, to: str | None = None) -> list[Comparison]:
    """Every comparison that the table runs allows, in the order of its rows.

    Controls are those that the batch named for each run; else, and where `to` names one, the runs
    of one alternative (the first) with the same varied values and replicate. Raises CompareError
    where there is nothing to compare.
    """
    paths = parameters(runs)
    if to is None and _named(runs).any():
        pairs = _as_named(runs, paths)
    else:
        pairs = _by_alternative(runs, paths, _control(runs, to))
    apart = [path for path in paths if _differ(pairs[path], pairs[f"{path} of control"])]
    shown = apart if design.sampled else paths
    found = list(_comparisons(pairs, shown, apart))
    if all(each.pairs.empty for each in found):
        raise CompareError("Nothing to compare: in every pair of runs at least one failed.")
    return found


def _differ(values: pd.Series, others: pd.Series) -> bool:
    """Whether any two stand apart; two that are missing do not."""
    return bool((values.astype(str) != others.astype(str)).any())


def _named(runs: pd.DataFrame) -> pd.Series:
    """Runs for which the batch names a control other than themselves."""
    if "control_run_id" not in runs:
        return pd.Series(False, index=runs.index)
    return (runs["control_run_id"] != "") & (runs["control_run_id"] != runs["run_id"])


def _control(runs: pd.DataFrame, to: str | None) -> str:
    names = [str(name) for name in pd.unique(runs["alternative"])]
    if to is not None and to not in names:
        raise CompareError(f"There is no alternative '{to}' to compare with. {nearest(to, names)}")
    if len(names) < 2:
        raise CompareError(
            "Nothing to compare: all runs are of one alternative and no run has a control. Declare "
            "two alternatives, or `compare` in the batch, and run it again."
        )
    return names[0] if to is None else to


def _as_named(runs: pd.DataFrame, paths: list[str]) -> pd.DataFrame:
    """Each run beside the control that the batch names for it."""
    mine = runs[_named(runs)]
    columns = ["run_id", "alternative", "status", *paths]
    return mine.merge(
        runs[columns].drop_duplicates("run_id"), how="left", left_on="control_run_id",
        right_on="run_id", suffixes=("", " of control"),
    )  # fmt: skip


def _by_alternative(runs: pd.DataFrame, paths: list[str], control: str) -> pd.DataFrame:
    """Each run of the other alternatives beside that of the control which differs in nothing else.

    Runs without one are left out: they cannot be compared.
    """
    keys = [*paths, "replicate"]
    others, controls = runs[runs["alternative"] != control], runs[runs["alternative"] == control]
    pairs = others.drop(columns="control_run_id", errors="ignore").merge(
        controls[["run_id", "alternative", "status", *keys]], on=keys, suffixes=("", " of control")
    )
    if pairs.empty:
        raise CompareError(
            f"Nothing to compare: no run has the varied values and seed of a run of '{control}'."
        )
    same = {f"{path} of control": pairs[path] for path in paths}
    return pairs.rename(columns={"run_id of control": "control_run_id"}).assign(**same)


def _comparisons(pairs: pd.DataFrame, shown: list[str], apart: list[str]) -> Iterator[Comparison]:
    """Pairs by alternative, control and the varied values that are shown."""
    before = [f"{path} of control" for path in apart]
    keys = ["alternative", "alternative of control", *shown, *before]
    for _, rows in pairs.groupby(keys, sort=False, dropna=False):
        first = rows.iloc[0]
        done = (rows["status"] == DONE) & (rows["status of control"] == DONE)
        control = [str(first["alternative of control"])]
        if apart:
            control.append(values_text([(path, first[f"{path} of control"]) for path in apart]))
        yield Comparison(
            alternative=str(first["alternative"]),
            control=", ".join(control),
            values=values_text([(path, first[path]) for path in shown]),
            pairs=rows.loc[done, ["run_id", "control_run_id", "replicate"]].reset_index(drop=True),
            failed=int((~done).sum()),
        )
