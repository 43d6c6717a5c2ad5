"""Events as UCDP GED and ACLED would list them, with what only a model can know beside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sim.record.happened import Happened, put_together, week_events
from sim.record.output import Column, Output, Table
from sim.record.ucdp import Dyad, dyad
from sim.record.weeks import MONTH_ID, WEEK, first_day, month_of
from sim.vocabulary import ACLED_EVENT, CIVILIANS, NOBODY, Kind
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


def table(world: World, notes: list[tuple[int, Any]]) -> Table:
    """One row for each event, in order of time; events without deaths included."""
    happened = put_together(notes)
    dyads = _dyads(world, happened)
    return {
        "id": list(range(1, len(dyads) + 1)),
        **_when(world, happened),
        **_sides(dyads),
        **_where(world, happened),
        **_deaths(happened, dyads),
        **_acled(happened),
        **_actors(world, happened, dyads),
        "civilian_group": _named(world.communities.groups, happened.group.tolist()),
        "selective": happened.selective,
    }


def _dyads(world: World, happened: Happened) -> list[Dyad]:
    """UCDP's coding of each event; few combinations of actors and country occur many times."""
    countries = world.grid.country[happened.cell].tolist()
    keys = list(zip(happened.side_a.tolist(), happened.side_b.tolist(), countries, strict=True))
    coded = {key: dyad(world.actors, *key) for key in dict.fromkeys(keys)}
    return [coded[key] for key in keys]


def _when(world: World, happened: Happened) -> Table:
    weeks = happened.week.tolist()
    start = world.clock.start
    days = {week: first_day(start, week) for week in dict.fromkeys(weeks)}
    begins = {week: day.isoformat() for week, day in days.items()}
    ends = {week: (day + timedelta(days=6)).isoformat() for week, day in days.items()}
    months = {week: month_of(start, week) for week in days}
    return {
        "week": weeks,
        "year": [days[week].year for week in weeks],
        "month_id": [months[week] for week in weeks],
        "date_start": [begins[week] for week in weeks],
        "date_end": [ends[week] for week in weeks],
        "date_prec": [DATE_PREC] * len(weeks),
    }


def _sides(dyads: list[Dyad]) -> Table:
    return {
        "type_of_violence": [each.type_of_violence for each in dyads],
        "conflict_name": [each.conflict_name for each in dyads],
        "conflict_new_id": [each.conflict_new_id for each in dyads],
        "dyad_name": [each.name for each in dyads],
        "dyad_new_id": [each.new_id for each in dyads],
        "side_a": [each.side_a for each in dyads],
        "side_a_new_id": [each.side_a_new_id for each in dyads],
        "side_b": [each.side_b for each in dyads],
        "side_b_new_id": [each.side_b_new_id for each in dyads],
    }


def _where(world: World, happened: Happened) -> Table:
    grid, cell = world.grid, happened.cell
    country = grid.country[cell].tolist()
    return {
        "country": _named(grid.country_names, country),
        "gwno": [grid.gwno[index] for index in country],
        "adm_1": _named(grid.admin1_names, grid.admin1[cell].tolist()),
        "priogrid_gid": grid.priogrid_gid[cell],
        "cell_id": grid.cell_id[cell],
        "latitude": grid.latitude[cell],
        "longitude": grid.longitude[cell],
        "where_prec": [WHERE_PREC] * len(cell),
    }


def _deaths(happened: Happened, dyads: list[Dyad]) -> Table:
    swapped = [each.swapped for each in dyads]
    acting, other = happened.deaths_a.tolist(), happened.deaths_b.tolist()
    return {
        "deaths_a": _first(swapped, acting, other),
        "deaths_b": _first(swapped, other, acting),
        "deaths_civilians": happened.deaths_civilians,
        "deaths_unknown": [0] * len(dyads),
        "best": happened.deaths,
        "high": happened.deaths,
        "low": happened.deaths,
    }


def _acled(happened: Happened) -> Table:
    labels = [ACLED_EVENT[Kind(kind)] for kind in happened.kind.tolist()]
    return {
        "event_type": [event for event, _ in labels],
        "sub_event_type": [sub_event for _, sub_event in labels],
    }


def _actors(world: World, happened: Happened, dyads: list[Dyad]) -> Table:
    swapped = [each.swapped for each in dyads]
    names = world.actors.names
    acting = _named(names, happened.side_a.tolist())
    other = _named(names, happened.side_b.tolist(), CIVILIANS)
    strikes = (happened.kind == Kind.STRIKE).tolist()
    return {
        "actor_a": _first(swapped, acting, other),
        "actor_b": _first(swapped, other, acting),
        "initiator": acting,
        "striker": [name if strike else "" for name, strike in zip(acting, strikes, strict=True)],
    }


def _first(swapped: list[bool], acting: list[Any], other: list[Any]) -> list[Any]:
    """What belongs to side a, given what belongs to the actor that acted and to the other."""
    return [b if swap else a for swap, a, b in zip(swapped, acting, other, strict=True)]


def _named(names: tuple[str, ...], indices: list[int], nobody: str = "") -> list[str]:
    return [nobody if index == NOBODY else names[index] for index in indices]


OUTPUT = Output(
    "events",
    "Battles, strikes and attacks on civilians in the columns of UCDP GED and ACLED.",
    COLUMNS,
    week_events,
    table,
    every_week=True,
)
