"""What outlets say beside what happened: claims, events passed over in silence, inventions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.record.happened import Happened, put_together, week_events
from sim.record.output import Column, Output, Table
from sim.record.ucdp import dyad
from sim.record.weeks import WEEK_COLUMNS, week_columns
from sim.vocabulary import ACLED_EVENT, CIVILIANS, NOBODY, Kind
from sim.world.state import Counts, Flags
from sim.world.world import World

CLAIMED, UNCLAIMED, INVENTED = "claimed", "unclaimed", "invented"

COLUMNS = (
    *WEEK_COLUMNS,
    Column("claimant", "text", "", "Actor whose outlet speaks, or is silent."),
    Column("outlet", "text", "", "Name of the outlet."),
    Column(
        "status",
        "text",
        "",
        "claimed; unclaimed: the actor took part in the event and its outlet is silent; invented: "
        "nothing of the kind happened.",
    ),
    Column("event_id", "int", "id", "The event's id in the table events; empty where invented."),
    Column("event_type", "text", "", "ACLED event type, as claimed."),
    Column("sub_event_type", "text", "", "ACLED sub-event type, as claimed."),
    Column("actor_a", "text", "", "Actor whose dead are deaths_a, as in the table events."),
    Column("actor_b", "text", "", "Actor whose dead are deaths_b, or 'civilians'."),
    Column("priogrid_gid", "int", "id", "PRIO-GRID cell."),
    Column("cell_id", "int", "id", "Cell of the model's lattice."),
    Column("claimed_a", "int", "persons", "Dead of side a as claimed; 0 where unclaimed."),
    Column("claimed_b", "int", "persons", "Dead of side b as claimed; 0 where unclaimed."),
    Column("claimed_civilians", "int", "persons", "Dead civilians as claimed; 0 where unclaimed."),
    Column("deaths_a", "int", "persons", "True dead of side a; 0 where invented."),
    Column("deaths_b", "int", "persons", "True dead of side b; 0 where invented."),
    Column("deaths_civilians", "int", "persons", "True dead civilians; 0 where invented."),
)

_FIELDS = (
    "claimant", "event", "kind", "side_a", "side_b", "cell", "deaths_a", "deaths_b",
    "deaths_civilians",
)  # fmt: skip
_CLAIMANT, _EVENT, _WEEK = _FIELDS.index("claimant"), _FIELDS.index("event"), len(_FIELDS)


@dataclass(frozen=True)
class _Note:
    events: Counts
    claims: Counts  # _FIELDS x claims
    outlets: Counts  # actors with one


def note(world: World) -> _Note:
    """Events and claims of the present week, and who could have spoken."""
    actors, claims = world.actors, world.claims
    copy = np.empty((len(_FIELDS), claims.count), np.int64)
    for row, name in enumerate(_FIELDS):
        copy[row] = getattr(claims, name)[: claims.count]
    return _Note(week_events(world), copy, np.flatnonzero(actors.alive & (actors.reporting > 0)))


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """Rows by week: claims in the order of events, then events that an outlet passes over."""
    weeks = [week for week, _ in notes]
    noted: list[_Note] = [note for _, note in notes]
    happened = put_together([(row, note.events) for row, note in enumerate(noted)])
    claims, silence = _claims(noted), _silence(noted, happened, world.actors.size)
    silence = silence[:, ~_spoke(claims, silence)]
    rows = np.concatenate([claims, silence], axis=1)
    spoken = np.arange(rows.shape[1]) < claims.shape[1]
    order = np.argsort(rows[_WEEK], kind="stable")
    said, spoken = rows[:, order], spoken[order]
    counts = np.bincount(said[_WEEK], minlength=len(weeks)).tolist()
    return {
        **week_columns(world.clock.start, weeks, counts),
        **_who(world, said, spoken),
        **_what(world, said),
        **_dead(world, said, happened),
    }


def _claims(noted: list[_Note]) -> Counts:
    """Claims of the run: _FIELDS and the number of the note; events are numbered through."""
    first = np.cumsum([0, *(note.events.shape[1] for note in noted)])
    note = np.repeat(np.arange(len(noted)), [note.claims.shape[1] for note in noted])
    claims = np.concatenate([np.empty((len(_FIELDS), 0), np.int64), *(n.claims for n in noted)], 1)
    claims[_EVENT] += np.where(claims[_EVENT] == NOBODY, 0, first[note])
    return np.concatenate([claims, note[None]])


def _silence(noted: list[_Note], happened: Happened, actors: int) -> Counts:
    """The same for every event and each of its sides that has an outlet, said or not."""
    outlet = np.zeros((len(noted), actors + 1), np.bool_)  # civilians, the last, have none
    for row, note in enumerate(noted):
        outlet[row, note.outlets] = True
    parts = []
    for side in (happened.side_a, happened.side_b):
        able = np.flatnonzero(outlet[happened.week, side])
        rows = np.zeros((len(_FIELDS) + 1, len(able)), np.int64)
        rows[_CLAIMANT], rows[_EVENT], rows[_WEEK] = side[able], able, happened.week[able]
        for row, name in enumerate(("kind", "side_a", "side_b", "cell"), _EVENT + 1):
            rows[row] = getattr(happened, name)[able]
        parts.append(rows)
    return np.concatenate(parts, axis=1)


def _spoke(claims: Counts, silence: Counts) -> Flags:
    """Whether the claimant of a row of `silence` has claimed its event after all."""
    both = np.concatenate([claims, silence], axis=1)
    key = both[_CLAIMANT] * (int(both[_EVENT].max(initial=0)) + 2) + both[_EVENT] + 1
    spoke: Flags = np.isin(key[claims.shape[1] :], key[: claims.shape[1]])
    return spoke


def _who(world: World, said: Counts, spoken: Flags) -> Table:
    actors, claimants = world.actors, said[_CLAIMANT].tolist()
    events = said[_EVENT].tolist()
    return {
        "claimant": [actors.names[a] for a in claimants],
        "outlet": [actors.outlets[a] for a in claimants],
        "status": [_status(*each) for each in zip(events, spoken.tolist(), strict=True)],
        "event_id": [None if event == NOBODY else event + 1 for event in events],
    }


def _status(event: int, spoken: bool) -> str:
    if not spoken:
        return UNCLAIMED
    return INVENTED if event == NOBODY else CLAIMED


def _what(world: World, said: Counts) -> Table:
    _, _, kind, side_a, side_b, cell, *_ = said
    labels = [ACLED_EVENT[Kind(code)] for code in kind.tolist()]
    names = (*world.actors.names, CIVILIANS)  # NOBODY is the last
    acting, other = side_a.tolist(), side_b.tolist()
    sides = _ordered(world, said, acting, other)
    return {
        "event_type": [event for event, _ in labels],
        "sub_event_type": [sub_event for _, sub_event in labels],
        "actor_a": [names[a] for a, _ in sides],
        "actor_b": [names[b] for _, b in sides],
        "priogrid_gid": world.grid.priogrid_gid[cell],
        "cell_id": world.grid.cell_id[cell],
    }


def _dead(world: World, said: Counts, happened: Happened) -> Table:
    """Claimed and true dead; of what is invented the truth is nobody."""
    event = said[_EVENT]
    of_a, of_b, of_civilians = (
        np.append(dead, 0)[event].tolist()  # event -1 is the nobody put last
        for dead in (happened.deaths_a, happened.deaths_b, happened.deaths_civilians)
    )
    claimed = _ordered(world, said, said[6].tolist(), said[7].tolist())
    true = _ordered(world, said, of_a, of_b)
    return {
        "claimed_a": [a for a, _ in claimed],
        "claimed_b": [b for _, b in claimed],
        "claimed_civilians": said[8],
        "deaths_a": [a for a, _ in true],
        "deaths_b": [b for _, b in true],
        "deaths_civilians": of_civilians,
    }


def _ordered(
    world: World, said: Counts, acting: list[int], other: list[int]
) -> list[tuple[int, int]]:
    """What belongs to the actor that acted and to the other, in UCDP's order of sides."""
    _, _, _, side_a, side_b, cell, *_ = said
    countries = world.grid.country[cell].tolist()
    keys = list(zip(side_a.tolist(), side_b.tolist(), countries, strict=True))
    swapped = {key: dyad(world.actors, *key).swapped for key in dict.fromkeys(keys)}
    pairs = zip(keys, acting, other, strict=True)
    return [(b, a) if swapped[key] else (a, b) for key, a, b in pairs]


OUTPUT = Output(
    "claims",
    "What the outlets of actors say of the events in which they take part, beside the truth, with "
    "what they pass over and what they invent.",
    COLUMNS,
    note,
    table,
    every_week=True,
)
