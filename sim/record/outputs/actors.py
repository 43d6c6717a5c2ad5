"""Who took part in a run."""

from __future__ import annotations

import numpy as np

from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.weeks import first_day
from sim.vocabulary import ACTOR_TYPES, NOBODY
from sim.world.state import Flags
from sim.world.world import World

COLUMNS = (
    Column("actor", "text", "", "Its id in the scenario and in all tables."),
    Column("name", "text", "", "Its name to show."),
    Column("type", "text", "", "Its type, by ACLED's actor types."),
    Column("acled_inter", "int", "code", "ACLED's code of the type."),
    Column("ucdp_org", "int", "code", "UCDP's code: 4 government, 1 non-state."),
    Column("ucdp_id", "int", "id", "UCDP's actor id, empty where it has none."),
    Column("ucdp_name", "text", "", "UCDP's name of it, or its name."),
    Column("country", "text", "", "iso3 code of the country that a state governs, else empty."),
    Column("parent", "text", "", "Actor it broke away from or answers to, empty where none."),
    Column("born_in_run", "int", "flag", "1 where it was born in the run, be it in burn-in."),
    Column("born_week", "int", "week", "First recorded week in which it exists, empty if never."),
    Column("born", "date", "", "First day of that week."),
    Column("ended_week", "int", "week", "Week from which it exists no more; empty if it lasts."),
    Column("ended", "date", "", "First day of that week."),
)


def table(world: World, notes: Notes) -> Table:
    """One row for each actor, in the order of the scenario, then those born in the run."""
    actors = world.actors
    types = {kind.code: (name, kind) for name, kind in ACTOR_TYPES.items()}
    kinds = [types[code] for code in actors.type.tolist()]
    lives = [_life(notes.weeks, alive) for alive in notes["actors.alive"].T]
    return {
        "actor": list(actors.names),
        "name": list(actors.labels),
        "type": [name for name, _ in kinds],
        "acled_inter": [kind.acled_inter for _, kind in kinds],
        "ucdp_org": [kind.ucdp_org for _, kind in kinds],
        "ucdp_id": list(actors.ucdp_ids),
        "ucdp_name": list(actors.ucdp_names),
        "country": _named(world.grid.countries, actors.country.tolist()),
        "parent": _named(actors.names, actors.parent.tolist()),
        "born_in_run": actors.born.astype(np.int64),
        "born_week": [born for born, _ in lives],
        "born": [_day(world, born) for born, _ in lives],
        "ended_week": [ended for _, ended in lives],
        "ended": [_day(world, ended) for _, ended in lives],
    }


def _life(weeks: list[int], alive: Flags) -> tuple[int | None, int | None]:
    """First week of existence and first week after the last one."""
    lived = np.flatnonzero(alive)
    if not len(lived):
        return None, None
    after = int(lived[-1]) + 1
    return weeks[lived[0]], weeks[after] if after < len(weeks) else None


def _day(world: World, week: int | None) -> str:
    return "" if week is None else first_day(world.clock.start, week).isoformat()


def _named(names: tuple[str, ...], indices: list[int]) -> list[str]:
    return ["" if index == NOBODY else names[index] for index in indices]


OUTPUT = Output(
    "actors",
    "Actors of the run: type, origin, identifiers.",
    COLUMNS,
    ("actors.alive",),
    table,
    every_week=True,
)
