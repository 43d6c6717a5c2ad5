"""ACLED's strategic developments: what happened between and within actors beside violence."""

from __future__ import annotations

import numpy as np

from sim.record.coded import Coded
from sim.record.deals import at_peace_with_enemies
from sim.record.happened import state_side
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import ACLED_DEVELOPMENT, NOBODY, Development
from sim.world.state import Counts, Flags
from sim.world.world import World

EVENT_TYPE = "Strategic developments"
OTHER = "Other"

_ACCUSATION = Development.ACCUSATION

COLUMNS = (
    *WEEK_COLUMNS,
    Column("event_type", "text", "", "ACLED event type: 'Strategic developments'."),
    Column("sub_event_type", "text", "", "ACLED sub-event type."),
    Column(
        "development",
        "text",
        "",
        f"What happened: {', '.join(kind.name.lower() for kind in Development)}.",
    ),
    Column("actor", "text", "", "Actor that did it or to which it happened."),
    Column("other", "text", "", "The other actor, empty where none."),
    Column("constituent", "text", "", "Constituent whose leader it is about, empty where none."),
    Column(
        "leader",
        "text",
        "",
        "Name of the leader it is about; only the first of each post has one.",
    ),
    Column(
        "amount",
        "float",
        "by development",
        "accusation: log-odds of a deal; war, truce: hostility; pact_refused: affinity for who "
        "bargains; pact_broken, alliance_ended: weeks that it lasted; leader_succeeded: weeks of "
        "vacancy; split, defection, merger, end: fighters; leader_killed: 1 by the scenario's "
        "word. Else 0.",
    ),
    Column(
        "accusation_true",
        "int",
        "flag",
        "For an accusation: 1 where the accused is in truth, at the week's end, in a pact, truce "
        "or alliance with a state or guest that is at war or in rivalry with the accuser, 0 where "
        "it is falsely accused; else empty.",
    ),
)


def table(world: World, notes: Notes) -> Table:
    """Rows in order of time and, within a week, of the rules."""
    told, names = notes["developments"], (*world.actors.names, "")  # NOBODY is the last
    kind, kinds = told["kind"], sorted(Development)
    by_week = np.bincount(told["note"], minlength=len(notes.weeks))
    return {
        **week_columns(world.clock.start, notes.weeks, by_week),
        "event_type": Coded((EVENT_TYPE,), np.zeros_like(kind)),
        "sub_event_type": Coded([ACLED_DEVELOPMENT.get(each, OTHER) for each in kinds], kind),
        "development": Coded([each.name.lower() for each in kinds], kind),
        "actor": Coded(names, told["actor"]),
        "other": Coded(names, told["other"]),
        **_post(world, notes, told["note"], told["post"]),
        "amount": told["amount"],
        "accusation_true": Coded(
            (0, 1, None), np.where(kind == _ACCUSATION, _true(world, notes), 2)
        ),
    }


def _post(world: World, notes: Notes, note: Counts, post: Counts) -> Table:
    """Constituent and leader of the posts; successors have no names."""
    known = np.flatnonzero(post != NOBODY)
    at = note[known], post[known]
    constituent, leader = np.full((2, len(post)), NOBODY)
    constituent[known] = notes["leaders.constituent"][at]
    leader[known] = np.where(notes["leaders.number"][at] == 1, post[known], NOBODY)
    return {
        "constituent": Coded((*world.constituents.names, ""), constituent),
        "leader": Coded((*world.leaders.names, ""), leader),
    }


def _true(world: World, notes: Notes) -> Flags:
    """Whether the other is in truth at peace with enemies of the actor at the week's end."""
    told, official = notes["developments"], notes["pairs.stance"][:, :, state_side(world.actors)]
    of_actor, of_other = (official[told["note"], told[side]] for side in ("actor", "other"))
    return at_peace_with_enemies(of_actor, of_other)


OUTPUT = Output(
    "strategic_developments",
    "What happened between and within actors without being violence: accusations of treason, wars "
    "and truces, pacts and alliances, leaders killed and succeeded, splits, defections, mergers "
    "and ends.",
    COLUMNS,
    ("developments", "pairs.stance", "leaders.constituent", "leaders.number"),
    table,
    every_week=True,
)
