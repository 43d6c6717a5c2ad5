"""Events as UCDP GED and ACLED would list them, with what only a model can know beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from sim.record.coded import Coded
from sim.record.happened import Happened, happened
from sim.record.notes import Notes
from sim.record.output import Column, Output, Table
from sim.record.ucdp import dyads
from sim.record.weeks import MONTH_ID, WEEK, first_day, month_of
from sim.vocabulary import ACLED_EVENT, CIVILIANS, NOBODY, Kind
from sim.world.state import Counts, Flags
from sim.world.world import World

DATE_PREC = 3
WHERE_PREC = 2

COLUMNS = (
    Column("id", "int", "id", "Number of the event within its run."),
    WEEK,
    Column("year", "int", "year", "Year of the first day of the week."),
    MONTH_ID,
    Column(
        "type_of_violence", "int", "code", "UCDP: 1 state-based, 2 non-state, 3 one-sided violence."
    ),
    Column("conflict_name", "text", "", "UCDP's name of the conflict, empty where not known."),
    Column("conflict_new_id", "int", "id", "UCDP's conflict id, empty where not known."),
    Column("dyad_name", "text", "", "UCDP's name of the dyad, or the two sides."),
    Column("dyad_new_id", "int", "id", "UCDP's dyad id, empty where not known."),
    Column("side_a", "text", "", "UCDP's side a: the government in state-based violence."),
    Column("side_a_new_id", "int", "id", "UCDP's actor id of side a, empty where it has none."),
    Column("side_b", "text", "", "UCDP's side b; 'Civilians' in one-sided violence."),
    Column("side_b_new_id", "int", "id", "UCDP's actor id of side b, empty where it has none."),
    Column("country", "text", "", "Name of the country."),
    Column("gwno", "int", "id", "Gleditsch-Ward number of the country, GED's country_id."),
    Column("adm_1", "text", "", "First-level division."),
    Column("priogrid_gid", "int", "id", "PRIO-GRID cell."),
    Column("cell_id", "int", "id", "Cell of the model's lattice."),
    Column("latitude", "float", "degree", "Latitude of the cell's centre."),
    Column("longitude", "float", "degree", "Longitude of the cell's centre."),
    Column(
        "where_prec",
        "int",
        "code",
        "UCDP: 2, within about 25 km of a point: the cell.",
    ),
    Column("date_start", "date", "", "First day of the week in which it happened."),
    Column("date_end", "date", "", "Last day of the week in which it happened."),
    Column("date_prec", "int", "code", "UCDP: 3, only the week is known."),
    Column("deaths_a", "int", "persons", "Dead fighters of side a."),
    Column("deaths_b", "int", "persons", "Dead fighters of side b."),
    Column("deaths_civilians", "int", "persons", "Dead civilians."),
    Column("deaths_unknown", "int", "persons", "Always 0: a model knows whom it kills."),
    Column("best", "int", "persons", "All deaths. GED lists only events with at least one."),
    Column("high", "int", "persons", "The same as best: a model knows the truth."),
    Column("low", "int", "persons", "The same as best: a model knows the truth."),
    Column("event_type", "text", "", "ACLED event type."),
    Column("sub_event_type", "text", "", "ACLED sub-event type."),
    Column("actor_a", "text", "", "Actor whose dead are deaths_a: the guest, not its host."),
    Column("actor_b", "text", "", "Actor whose dead are deaths_b, or 'civilians'."),
    Column("initiator", "text", "", "Actor that acted: attacked, ambushed, struck."),
    Column("striker", "text", "", "Actor that made an air strike; empty for other events."),
    Column("civilian_group", "text", "", "Identity group of the civilians, empty where none."),
    Column("selective", "int", "flag", "1 where people who had been denounced were singled out."),
)


def table(world: World, notes: Notes) -> Table:
    """One row for each event, in order of time; events without deaths included."""
    fights = happened(notes)
    country = world.grid.country[fights.cell]
    different, place = dyads(world.actors, fights.side_a, fights.side_b, country)
    swapped = np.array([each.swapped for each in different], np.bool_)[place]
    return {
        "id": np.arange(1, len(place) + 1),
        **_when(world, notes.weeks, fights.note),
        **{
            column: Coded([getattr(each, name) for each in different], place)
            for column, name in _UCDP.items()
        },
        **_where(world, fights.cell),
        **_deaths(fights, swapped),
        **_acled(fights),
        **_actors(world, fights, swapped),
        "civilian_group": Coded((*world.communities.groups, ""), fights.group),
        "selective": fights.selective,
    }


_UCDP = {
    "type_of_violence": "type_of_violence",
    "conflict_name": "conflict_name",
    "conflict_new_id": "conflict_new_id",
    "dyad_name": "name",
    "dyad_new_id": "new_id",
    "side_a": "side_a",
    "side_a_new_id": "side_a_new_id",
    "side_b": "side_b",
    "side_b_new_id": "side_b_new_id",
}
"""Columns that UCDP's coding of the dyad fills, with its name there."""


def _when(world: World, weeks: Sequence[int], note: Counts) -> Table:
    start = world.clock.start
    days = [first_day(start, week) for week in weeks]
    return {
        "week": np.array(weeks, np.int64)[note],
        "year": Coded([day.year for day in days], note),
        "month_id": Coded([month_of(start, week) for week in weeks], note),
        "date_start": Coded([day.isoformat() for day in days], note),
        "date_end": Coded([(day + timedelta(days=6)).isoformat() for day in days], note),
        "date_prec": np.full(len(note), DATE_PREC),
    }


def _where(world: World, cell: Counts) -> Table:
    grid = world.grid
    country = grid.country[cell]
    return {
        "country": Coded(grid.country_names, country),
        "gwno": Coded(grid.gwno, country),
        "adm_1": Coded(grid.admin1_names, grid.admin1[cell]),
        "priogrid_gid": grid.priogrid_gid[cell],
        "cell_id": grid.cell_id[cell],
        "latitude": grid.latitude[cell],
        "longitude": grid.longitude[cell],
        "where_prec": np.full(len(cell), WHERE_PREC),
    }


def _deaths(fights: Happened, swapped: Flags) -> Table:
    return {
        "deaths_a": np.where(swapped, fights.deaths_b, fights.deaths_a),
        "deaths_b": np.where(swapped, fights.deaths_a, fights.deaths_b),
        "deaths_civilians": fights.deaths_civilians,
        "deaths_unknown": np.zeros(len(swapped), np.int64),
        "best": fights.deaths,
        "high": fights.deaths,
        "low": fights.deaths,
    }


def _acled(fights: Happened) -> Table:
    labels = [ACLED_EVENT[kind] for kind in sorted(Kind)]
    return {
        "event_type": Coded([event for event, _ in labels], fights.kind),
        "sub_event_type": Coded([sub_event for _, sub_event in labels], fights.kind),
    }


def _actors(world: World, fights: Happened, swapped: Flags) -> Table:
    a, b = fights.side_a, fights.side_b
    names = (*world.actors.names, CIVILIANS)  # NOBODY is the last
    strikes = fights.kind == Kind.STRIKE
    return {
        "actor_a": Coded(names, np.where(swapped, b, a)),
        "actor_b": Coded(names, np.where(swapped, a, b)),
        "initiator": Coded(names, a),
        "striker": Coded((*world.actors.names, ""), np.where(strikes, a, NOBODY)),
    }


OUTPUT = Output(
    "events",
    "Battles, strikes and attacks on civilians in the columns of UCDP GED and ACLED.",
    COLUMNS,
    ("events",),
    table,
    every_week=True,
)
