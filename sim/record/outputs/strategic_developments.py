"""ACLED's strategic developments: what happened between and within actors beside violence."""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

from sim.record.deals import true_pacts
from sim.record.output import Column, Output, Table
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import ACLED_DEVELOPMENT, NOBODY, Development
from sim.world.world import World

EVENT_TYPE = "Strategic developments"
OTHER = "Other"

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


class _Row(NamedTuple):
    kind: Development
    actor: int
    other: int
    constituent: str
    leader: str
    amount: float
    true: int | None


def note(world: World) -> list[_Row]:
    """Developments of the present week."""
    log, count = world.developments, world.developments.count
    if not count:
        return []
    pacts = true_pacts(world.actors, world.pairs)
    fields = (log.kind, log.actor, log.other, log.post, log.amount)
    rows = zip(*(field[:count].tolist() for field in fields), strict=True)
    return [
        _Row(
            Development(kind),
            actor,
            other,
            *_post(world, post),
            amount,
            int(pacts[actor, other]) if kind == Development.ACCUSATION else None,
        )
        for kind, actor, other, post, amount in rows
    ]


def _post(world: World, post: int) -> tuple[str, str]:
    """Constituent and leader of a post; successors have no names."""
    if post == NOBODY:
        return "", ""
    leaders = world.leaders
    part = int(leaders.constituent[post])
    constituent = "" if part == NOBODY else world.constituents.names[part]
    return constituent, leaders.names[post] if leaders.number[post] == 1 else ""


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows in order of time and, within a week, of the rules."""
    rows: list[_Row] = list(chain.from_iterable(found for _, found in notes))
    names = world.actors.names
    weeks, counts = [week for week, _ in notes], [len(found) for _, found in notes]
    return {
        **week_columns(world.clock.start, weeks, counts),
        "event_type": [EVENT_TYPE] * len(rows),
        "sub_event_type": [ACLED_DEVELOPMENT.get(row.kind, OTHER) for row in rows],
        "development": [row.kind.name.lower() for row in rows],
        "actor": [names[row.actor] for row in rows],
        "other": ["" if row.other == NOBODY else names[row.other] for row in rows],
        "constituent": [row.constituent for row in rows],
        "leader": [row.leader for row in rows],
        "amount": [row.amount for row in rows],
        "accusation_true": [row.true for row in rows],
    }


OUTPUT = Output(
    "strategic_developments",
    "What happened between and within actors without being violence: accusations of treason, wars "
    "and truces, pacts and alliances, leaders killed and succeeded, splits, defections, mergers "
    "and ends.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
