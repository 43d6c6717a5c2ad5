"""What the table leaders says of posts: who held them, who was killed and by whom."""

from __future__ import annotations

import pandas as pd

KILLED = ("hunt", "plot", "scenario")
"""How a term ends by the death of its holder."""

Post = tuple[str, str]
"""Actor, and the part of it that the post leads, empty for the whole."""


def posts_of_interest(leaders: pd.DataFrame, most: int, whole_actors: bool = False) -> list[Post]:
    """Posts of the first week that change hands in any run, those with most ends.

    At most `most`, in the table's order. With `whole_actors` all posts of an actor of whom any
    changes hands, those of later weeks among them.
    """
    if not whole_actors:
        first = leaders.groupby(["actor", "constituent"])["from_week"].transform("min")
        leaders = leaders[first <= 0]
    ended = leaders["ended_by"] != ""
    posts = [leaders["actor"], leaders["constituent"].fillna("")]
    if whole_actors:
        ended = ended.groupby(leaders["actor"]).transform("sum")
    ends = ended.groupby(posts, sort=False).sum()
    busiest = ends[ends > 0].sort_values(ascending=False, kind="stable").index[:most]
    return [(str(actor), str(part)) for actor, part in ends.index if (actor, part) in busiest]


def of_post(leaders: pd.DataFrame, post: Post) -> pd.DataFrame:
    """Terms of one post, of all runs."""
    actor, part = post
    return leaders[(leaders["actor"] == actor) & (leaders["constituent"].fillna("") == part)]


def surviving(terms: pd.DataFrame, runs: int, weeks: pd.Index) -> pd.Series:
    """Share of the runs in which the first leader of a post has not been killed, by week."""
    killed = terms[(terms["number"] == 1) & terms["ended_by"].isin(KILLED)]
    by_week = killed.groupby("to_week").size().reindex(weeks, fill_value=0)
    return 1 - by_week.cumsum() / max(1, runs)


def deaths_by_cause(terms: pd.DataFrame, runs: int) -> pd.Series:
    """Leaders of a post killed in a run by each cause, mean over runs."""
    return terms["ended_by"].value_counts().reindex(list(KILLED), fill_value=0) / max(1, runs)


def splits_after(terms: pd.DataFrame) -> tuple[int, int]:
    """How many deaths of leaders a split followed, and how many deaths there were."""
    killed = terms[terms["ended_by"].isin(KILLED)]
    return int(killed["split_followed"].sum()), len(killed)
