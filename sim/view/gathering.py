"""Many runs gathered: spread of territory, probability of control, outcomes; run after run.

Reading goes on in the background and what there is so far can be shown. Memory does not grow with
the number of runs beyond `MOST_RUNS`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.newborn import descent, with_families
from sim.analysis.plots.looks import looks, stacked
from sim.analysis.spread import QUANTILES
from sim.view.cast import Member, members
from sim.view.chances import Chances
from sim.view.folder import DONE, Folder

MOST_RUNS = 2_000
"""Runs that are read; of more, the first of each alternative."""

SECONDS_A_SUMMARY = 1.0

WHOLE = "ALL"

Values = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Summary:
    """What the runs read so far say of territory.

    `bands` holds by group of runs and actor an array of the quantiles of `QUANTILES` by week.
    `cast` are the actors in the order of a stack; those born in runs are one for each ancestor.
    """

    read: int
    cast: tuple[Member, ...] = ()
    bands: dict[str, dict[str, Values]] = field(default_factory=dict)


class Gathering:
    """Reads the runs of a folder that are done; `start` it once, look at `summary` at any time."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.places = _chosen(folder)
        self.summary = Summary(0)
        self.chances = Chances(len(set(folder.groups)))
        self.fault: Exception | None = None
        self._actors = pd.DataFrame()
        self._shares: dict[str, list[pd.DataFrame]] = {}
        self._outcomes: list[pd.DataFrame] = []
        self._begun = threading.Lock()

    @property
    def over(self) -> bool:
        """Whether nothing more is read."""
        return self.fault is not None or self.summary.read == len(self.places)

    @property
    def outcomes(self) -> pd.DataFrame:
        """Outcomes of the runs, of an unfinished batch those read so far; by run_id."""
        if self.folder.outcomes is not None:
            return self.folder.outcomes
        if not self._outcomes:
            return pd.DataFrame(columns=["run_id", *self.folder.units])
        table = pd.concat(self._outcomes[: self.summary.read], ignore_index=True)
        return table.astype(dict.fromkeys(self.folder.units, np.float64))

    def start(self) -> None:
        """Begin to read, unless that was done before."""
        if self._begun.acquire(blocking=False):
            threading.Thread(target=self._read_all, daemon=True).start()

    def _read_all(self) -> None:
        shown = time.monotonic()
        try:
            for number, place in enumerate(self.places, 1):
                self._read(place)
                if time.monotonic() > shown + SECONDS_A_SUMMARY or number == len(self.places):
                    self.summary = self._summed(number)
                    shown = time.monotonic()
        except Exception as fault:  # told in the page: this thread has nobody else to tell
            self.fault = fault

    def _read(self, place: int) -> None:
        """Add one run."""
        row = self.folder.runs.iloc[place]
        run, group = str(row["run_id"]), str(self.folder.groups.iloc[place])
        born = self._read_actors(run)
        shares = self.folder.rows(
            run, "territory_share", ("week", "country", "actor", "share_cells")
        )
        if not shares.empty:
            whole = shares[shares["country"] == WHOLE]
            holder = whole["actor"].map(lambda name: born.get(name, name))
            wide = whole.pivot_table("share_cells", "week", holder, aggfunc="sum", fill_value=0.0)
            self._shares.setdefault(group, []).append(wide.astype(np.float32))
        self.chances.add(self.folder.rows, run, group, born)
        if self.folder.outcomes is None:
            wanted = ["run_id", *self.folder.units]
            known = self.folder.rows(run, "outcomes", wanted).reindex(columns=wanted)
            self._outcomes.append(known)

    def _read_actors(self, run: str) -> dict[str, str]:
        """Note who took part; whom those born in the run descend from."""
        wanted = ("actor", "name", "type", "parent", "born_in_run")
        actors = self.folder.rows(run, "actors", wanted)
        if actors.empty:
            return {}
        born = descent(actors)
        whole = with_families(actors, born)
        self._actors = pd.concat([self._actors, whole[~whole["actor"].isin(list(born))]])
        self._actors = self._actors.drop_duplicates("actor", ignore_index=True)
        return born

    def _summed(self, number: int) -> Summary:
        bands = {group: _bands(runs) for group, runs in self._shares.items()}
        names = list(dict.fromkeys(name for found in bands.values() for name in found))
        known = looks(self._actors if len(self._actors) else None, names)
        found = members(known)
        return Summary(number, tuple(found[name] for name in stacked(names, known)), bands)


def _chosen(folder: Folder) -> list[int]:
    """Places of the runs to read: one of each group, then a second of each, and so on."""
    done = folder.groups[(folder.runs["status"] == DONE).to_numpy()]
    turn = done.groupby(done).cumcount().sort_values(kind="stable")
    return [int(place) for place in turn.index[:MOST_RUNS]]


def _bands(runs: Sequence[pd.DataFrame]) -> dict[str, Values]:
    """Quantiles over runs by actor, a column for each week; who is not in a run has nothing."""
    weeks = range(max(int(run.index.max()) for run in runs) + 1)
    names = dict.fromkeys(str(name) for run in runs for name in run)
    return {
        name: np.nanquantile(
            [_line(run, name, len(weeks)) for run in runs], list(QUANTILES.values()), axis=0
        ).astype(np.float32)
        for name in names
    }


def _line(run: pd.DataFrame, name: str, weeks: int) -> Values:
    """Shares of an actor in each week; NaN in weeks that a run has not written."""
    line = np.full(weeks, np.nan, np.float32)
    line[run.index.to_numpy(np.int64)] = run[name].to_numpy() if name in run else 0.0
    return line


@lru_cache(1)
def gathering_of(folder: Folder) -> Gathering:
    """The gathering of a folder, the same for every browser tab."""
    return Gathering(folder)
