"""What outlets say beside what happened: claims, events passed over in silence, inventions."""

from __future__ import annotations

import numpy as np

from sim.record.coded import Coded
from sim.record.happened import Happened, happened
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.ucdp import dyads
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
    "claimant", "event", "kind", "side_a", "side_b", "cell", "note", "deaths_a", "deaths_b",
    "deaths_civilians",
)  # fmt: skip
_CLAIMANT, _EVENT, _NOTE = (_FIELDS.index(name) for name in ("claimant", "event", "note"))


def table(world: World, notes: Notes) -> Table:
    """Rows by week: claims in the order of events, then events that an outlet passes over."""
    events = happened(notes)
    claims, silence = _claims(notes, events), _silence(notes, events)
    silence = silence[:, ~_spoke(claims, silence)]
    rows = np.concatenate([claims, silence], axis=1)
    spoken = np.arange(rows.shape[1]) < claims.shape[1]
    order = np.argsort(rows[_NOTE], kind="stable")
    said, spoken = rows[:, order], spoken[order]
    by_week = np.bincount(said[_NOTE], minlength=len(notes.weeks))
    swapped = _swapped(world, said)
    return {
        **week_columns(world.clock.start, notes.weeks, by_week),
        **_who(world, said, spoken),
        **_what(world, said, swapped),
        **_dead(said, events, swapped),
    }


def _claims(notes: Notes, events: Happened) -> Counts:
    """Claims of the run by _FIELDS; events are numbered through."""
    noted = notes["claims"]
    claims = np.array([noted[name] for name in _FIELDS], np.int64)
    first = np.searchsorted(events.note, noted["note"])  # of the week
    claims[_EVENT] += np.where(claims[_EVENT] == NOBODY, 0, first)
    return claims


def _silence(notes: Notes, events: Happened) -> Counts:
    """The same for every event and each of its sides that has an outlet, said or not."""
    outlet = notes["actors.alive"] & (notes["actors.reporting"] > 0)
    parts = []
    for side in (events.side_a, events.side_b):
        able = np.flatnonzero((side != NOBODY) & outlet[events.note, side])
        rows = np.zeros((len(_FIELDS), len(able)), np.int64)
        rows[_CLAIMANT], rows[_EVENT] = side[able], able
        for row, name in enumerate(("kind", "side_a", "side_b", "cell", "note"), _EVENT + 1):
            rows[row] = getattr(events, name)[able]
        parts.append(rows)
    return np.concatenate(parts, axis=1)


def _spoke(claims: Counts, silence: Counts) -> Flags:
    """Whether the claimant of a row of `silence` has claimed its event after all."""
    both = np.concatenate([claims, silence], axis=1)
    key = both[_CLAIMANT] * (int(both[_EVENT].max(initial=0)) + 2) + both[_EVENT] + 1
    spoke: Flags = np.isin(key[claims.shape[1] :], key[: claims.shape[1]])
    return spoke


def _who(world: World, said: Counts, spoken: Flags) -> Table:
    actors, event = world.actors, said[_EVENT]
    status = np.where(spoken, np.where(event == NOBODY, 2, 0), 1)
    return {
        "claimant": Coded(actors.names, said[_CLAIMANT]),
        "outlet": Coded(actors.outlets, said[_CLAIMANT]),
        "status": Coded((CLAIMED, UNCLAIMED, INVENTED), status),
        "event_id": Coded([None, *range(1, int(event.max(initial=0)) + 2)], event + 1),
    }


def _what(world: World, said: Counts, swapped: Flags) -> Table:
    _, _, kind, side_a, side_b, cell, *_ = said
    labels = [ACLED_EVENT[each] for each in sorted(Kind)]
    names = (*world.actors.names, CIVILIANS)  # NOBODY is the last
    return {
        "event_type": Coded([event for event, _ in labels], kind),
        "sub_event_type": Coded([sub_event for _, sub_event in labels], kind),
        "actor_a": Coded(names, np.where(swapped, side_b, side_a)),
        "actor_b": Coded(names, np.where(swapped, side_a, side_b)),
        "priogrid_gid": world.grid.priogrid_gid[cell],
        "cell_id": world.grid.cell_id[cell],
    }


def _dead(said: Counts, events: Happened, swapped: Flags) -> Table:
    """Claimed and true dead; of what is invented the truth is nobody."""
    of_a, of_b, of_civilians = (
        np.append(dead, 0)[said[_EVENT]]  # event -1 is the nobody put last
        for dead in (events.deaths_a, events.deaths_b, events.deaths_civilians)
    )
    *_, claimed_a, claimed_b, claimed_civilians = said
    return {
        "claimed_a": np.where(swapped, claimed_b, claimed_a),
        "claimed_b": np.where(swapped, claimed_a, claimed_b),
        "claimed_civilians": claimed_civilians,
        "deaths_a": np.where(swapped, of_b, of_a),
        "deaths_b": np.where(swapped, of_a, of_b),
        "deaths_civilians": of_civilians,
    }


def _swapped(world: World, said: Counts) -> Flags:
    """Whether UCDP's first side is not the actor that acted."""
    _, _, _, side_a, side_b, cell, *_ = said
    different, place = dyads(world.actors, side_a, side_b, world.grid.country[cell])
    return np.array([each.swapped for each in different], np.bool_)[place]


OUTPUT = Output(
    "claims",
    "What the outlets of actors say of the events in which they take part, beside the truth, with "
    "what they pass over and what they invent.",
    COLUMNS,
    ("actors.alive", "actors.reporting", "events", "claims"),
    table,
    every_week=True,
)
