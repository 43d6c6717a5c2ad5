"""The course of a directed pair in one run: its moments, and what changed between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.analysis.relations import WAR
from sim.analysis.rivals import DRIVERS
from sim.vocabulary import Development
from sim.why.dyad import NAMES, QUARTER, Dyad
from sim.why.words import Amounts, in_week


@dataclass(frozen=True)
class Story:
    """Rows of the run by week, and its turning points as weeks, None where they never came.

    `turn` is the outbreak of the first war, or where there is none the week of highest hostility.
    """

    relations: pd.DataFrame
    reverse: pd.DataFrame
    beliefs: pd.DataFrame
    fights: pd.DataFrame
    happened: pd.DataFrame
    first: int
    accusation: int | None
    outbreak: int | None
    truce: int | None
    turn: int
    last: int

    def when(self, week: int) -> str:
        """A week with its date."""
        return in_week(week, self.fights["date"].loc[week])

    def drivers(self, week: int) -> Amounts:
        """Drivers of hostility in a week, by the names of the page."""
        return {NAMES[d]: float(self.relations[name].loc[week]) for d, name in DRIVERS.items()}

    def moments(self) -> dict[str, int]:
        """Weeks to compare, by the name of what happened in them, in order of time."""
        named = {
            "start": self.first,
            "accusation": self.accusation,
            "outbreak": self.outbreak,
            "peak": None if self.outbreak is not None else self.turn,
            "truce": self.truce,
            "end": self.last,
        }
        there = [(week, name) for name, week in named.items() if week is not None]
        return {name: week for week, name in sorted(there, key=lambda each: each[0])}


def story(dyad: Dyad) -> Story:
    """The course of the pair in the run that the page is about."""
    relations, beliefs = dyad.of_run(dyad.relations), dyad.of_run(dyad.beliefs)
    at_war = relations.index[relations["stance"].isin(WAR)]
    outbreak = int(at_war[0]) if len(at_war) else None
    accused = beliefs.index[beliefs["accusation"] == 1]
    peak = int(relations.index[int(relations["hostility"].to_numpy().argmax())])
    return Story(
        relations,
        dyad.of_run(dyad.reverse),
        beliefs,
        dyad.of_run(dyad.fights),
        dyad.happened[dyad.happened["run_id"] == dyad.run.run_id],
        int(relations.index[0]),
        int(accused[0]) if len(accused) else None,
        outbreak,
        _end_of_war(relations, outbreak),
        peak if outbreak is None else outbreak,
        int(relations.index[-1]),
    )


def _end_of_war(relations: pd.DataFrame, outbreak: int | None) -> int | None:
    if outbreak is None:
        return None
    peace = relations.loc[outbreak:][~relations.loc[outbreak:, "stance"].isin(WAR)]
    return int(peace.index[0]) if len(peace) else None


def rise(values: pd.Series, until: int, weeks: int = QUARTER) -> tuple[int, int, float]:
    """First and last week and amount of the greatest rise within so many weeks, up to a week."""
    before = values.loc[:until]
    steps = min(weeks, len(before) - 1)
    if steps < 1:
        return until, until, 0.0
    changes = before.diff(steps)
    last = int(changes.index[int(np.nanargmax(changes))])
    return last - steps, last, float(changes.max())


def largest_changes(beliefs: pd.DataFrame, most: int) -> pd.DataFrame:
    """Weeks in which the belief changed most, in order of time, with what moved it."""
    changes = beliefs.assign(change=beliefs["log_odds"].diff().fillna(0.0))
    moved = changes[changes["change"].abs() >= 0.005]
    largest = moved["change"].abs().sort_values(ascending=False, kind="stable").index[:most]
    return moved.loc[largest].sort_index()


def turning(story: Story, pair: tuple[str, str], most: int) -> tuple[pd.DataFrame, int]:
    """Developments of the two, and how many more there are.

    Where there are too many, those between them go before others, near ones before far ones.
    """
    happened = story.happened
    if happened.empty:
        return _told_by_tables(story, pair), 0
    both = happened["actor"].isin(pair) & happened["other"].isin(pair)
    both &= happened["development"] != Development.DEFECTION.name.lower()  # of a band, and frequent
    weight = happened["development"].map(_WEIGHT).fillna(3).where(~both, 0)
    distance = (happened["week"] - story.turn).abs()
    order = np.lexsort([distance.to_numpy(), weight.to_numpy()])
    return happened.iloc[np.sort(order[:most])], max(0, len(happened) - most)


_WEIGHT = {
    Development.ALLIANCE_FORMED.name.lower(): 1,
    Development.PACT_SIGNED.name.lower(): 1,
    Development.PACT_LEAKED.name.lower(): 1,
    Development.SPLIT.name.lower(): 2,
    Development.LEADER_KILLED.name.lower(): 2,
}
"""What is told first of developments with third parties."""


def _told_by_tables(story: Story, pair: tuple[str, str]) -> pd.DataFrame:
    """Accusations, wars and truces as relations and beliefs show them."""
    beliefs, relations = story.beliefs.reset_index(), story.relations.reset_index()
    accused = beliefs[beliefs["accusation"] == 1].assign(development="accusation")
    accused = accused.rename(columns={"log_odds": "amount", "true_pact": "accusation_true"})
    stance = relations["stance"]
    changed = relations[(stance != stance.shift()) & (relations["week"] > story.first)]
    changed = changed.rename(columns={"stance": "development", "hostility": "amount"})
    columns = ["week", "date", "development", "amount", "accusation_true"]
    told = pd.concat(
        [each.reindex(columns=columns) for each in (accused, changed) if len(each)]
        or [pd.DataFrame(columns=columns)]
    )
    return told.sort_values("week", kind="stable").assign(actor=pair[0], other=pair[1])
