"""What the table strategic_developments says of pairs of actors, over runs and time."""

from __future__ import annotations

import pandas as pd

from sim.analysis.relations import BLOCK
from sim.analysis.spread import as_dates
from sim.vocabulary import Development


def word(development: Development) -> str:
    """How tables call a development."""
    return development.name.lower()


def between_rivals(developments: pd.DataFrame, actor: str, other: str) -> pd.DataFrame:
    """What moves one rival's hostility to another, named in a column `lane`.

    Accusations are those of `actor` against `other`; wars and truces are between the two;
    alliances, deaths of leaders and splits are of either.
    """
    pair = [actor, other]
    ours = (developments["actor"] == actor) & (developments["other"] == other)
    both = developments["actor"].isin(pair) & developments["other"].isin(pair)
    either = developments["actor"].isin(pair) | developments["other"].isin(pair)
    its_own = developments["actor"].isin(pair)
    true = developments["accusation_true"] == 1
    return in_lanes(
        developments,
        {
            "Accuses falsely": (Development.ACCUSATION, ours & ~true),
            "Accuses rightly": (Development.ACCUSATION, ours & true),
            "War begins": (Development.WAR, both),
            "Truce": (Development.TRUCE, both),
            "Alliance formed": (Development.ALLIANCE_FORMED, either),
            "Alliance ended": (Development.ALLIANCE_ENDED, either),
            "Leader killed": (Development.LEADER_KILLED, its_own),
            "Split": (Development.SPLIT, either),
        },
    )


def about_group(developments: pd.DataFrame, group: str) -> pd.DataFrame:
    """Accusations of a group and what comes of its pacts with anybody, with lanes as above."""
    accused = developments["other"] == group
    own = (developments["actor"] == group) | accused
    true = developments["accusation_true"] == 1
    return in_lanes(
        developments,
        {
            "Accused falsely": (Development.ACCUSATION, accused & ~true),
            "Accused rightly": (Development.ACCUSATION, accused & true),
            "Pact offered": (Development.PACT_OFFERED, own),
            "Offer refused": (Development.PACT_REFUSED, own),
            "Pact signed": (Development.PACT_SIGNED, own),
            "Pact leaked": (Development.PACT_LEAKED, own),
            "Pact broken": (Development.PACT_BROKEN, own),
        },
    )


def accusations(beliefs: pd.DataFrame) -> pd.DataFrame:
    """Accusations from the table beliefs, as strategic_developments would tell them."""
    made = beliefs[beliefs["accusation"] == 1]
    made = made.rename(columns={"observer": "actor", "about": "other", "true_pact": "true"})
    return made.assign(
        development=word(Development.ACCUSATION), accusation_true=made["true"].astype(int)
    )


def in_lanes(
    developments: pd.DataFrame, lanes: dict[str, tuple[Development, pd.Series]]
) -> pd.DataFrame:
    """The developments of each lane for which its condition holds, with the lane's name."""
    kinds = developments["development"]
    return pd.concat(
        [
            developments[(kinds == word(kind)) & holds].assign(lane=name)
            for name, (kind, holds) in lanes.items()
        ]
    )


def in_blocks(happened: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Share of the runs in which each `lane` has something in a block of weeks.

    Columns lane, date (the middle of the block) and share.
    """
    past = pd.to_timedelta((happened["week"] - 1) % BLOCK * 7, unit="D")
    middle = as_dates(happened["date"]) - past + pd.Timedelta(days=7 * BLOCK / 2)
    once = happened.assign(date=middle).drop_duplicates(["run_id", "lane", "date"])
    shares = once.groupby(["lane", "date"], sort=True).size() / max(1, runs)
    return shares.rename("share").reset_index()
