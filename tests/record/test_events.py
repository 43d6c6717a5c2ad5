"""Events as UCDP and ACLED would code them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import put_event, small_world

from sim.record.outputs import events
from sim.record.recorder import Recorder
from sim.vocabulary import Kind

MALI, JNIM, ISGS, DOZO, FRANCE = "state", "rebels", "rivals", "militia", "guest"


@pytest.fixture
def world():
    """The small world under the names and ids that UCDP has for Mali's war."""
    world = small_world()
    world.actors = replace(
        world.actors,
        ucdp_ids=(72, 6716, 234, 6769, 33),
        ucdp_names=(
            "Government of Mali",
            "JNIM",
            "IS",
            "Dozos (Mali)",
            "Government of France",
        ),
    )
    return world


def listed(world, *happened):
    """Rows of the table for events of week 1, each (kind, side a, side b, cell, deaths, ...)."""
    recorder = Recorder([(events.OUTPUT, 1)])
    recorder.note(world)
    world.begin_week()
    for each in happened:
        put_event(world, *each)
    recorder.note(world)
    table = recorder.tables(world)["events"]
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


def pick(row, *names):
    return tuple(row[name] for name in names)


IN_MALI, IN_BURKINA = 0, 2


def test_an_attack_of_a_group_on_a_state_has_the_government_as_side_a(world):
    (row,) = listed(world, (Kind.AMBUSH, JNIM, MALI, IN_MALI, (1, 7, 0)))
    assert pick(row, "type_of_violence", "side_a", "side_b") == (1, "Government of Mali", "JNIM")
    assert pick(row, "deaths_a", "deaths_b") == (7, 1)
    assert pick(row, "actor_a", "actor_b", "initiator") == (MALI, JNIM, JNIM)


def test_ids_of_known_dyads_are_those_of_ucdp(world):
    rows = listed(
        world,
        (Kind.BATTLE, JNIM, MALI, IN_MALI),
        (Kind.BATTLE, JNIM, ISGS, IN_MALI),
        (Kind.ATTACK_ON_CIVILIANS, JNIM, None, IN_MALI),
    )
    ids = [pick(row, "dyad_new_id", "side_a_new_id", "side_b_new_id") for row in rows]
    assert ids == [(15108, 72, 6716), (16207, 234, 6716), (15136, 6716, 1)]
    assert pick(rows[0], "conflict_new_id", "conflict_name") == (11347, "Mali: Government")


def test_a_dyad_that_ucdp_does_not_list_has_no_id_and_is_named_by_its_sides(world):
    (row,) = listed(world, (Kind.BATTLE, ISGS, DOZO, IN_MALI, (1, 2, 0)))
    assert row["dyad_new_id"] is None
    assert row["dyad_name"] == "Dozos (Mali) - IS"
    assert pick(row, "type_of_violence", "deaths_a", "deaths_b") == (2, 2, 1)


def test_both_directions_of_a_dyad_have_one_name(world):
    one, other = listed(
        world, (Kind.BATTLE, JNIM, ISGS, IN_MALI), (Kind.BATTLE, ISGS, JNIM, IN_MALI)
    )
    assert pick(one, "side_a", "side_b", "dyad_name") == ("IS", "JNIM", "IS - JNIM")
    assert pick(one, "side_a", "side_b", "dyad_name") == pick(
        other, "side_a", "side_b", "dyad_name"
    )


def test_a_strike_of_a_guest_is_an_event_of_its_host_and_names_the_striker(world):
    (row,) = listed(world, (Kind.STRIKE, FRANCE, JNIM, IN_MALI, (0, 9, 2), 0))
    assert pick(row, "side_a", "side_b", "dyad_new_id") == ("Government of Mali", "JNIM", 15108)
    assert pick(row, "striker", "initiator", "actor_a") == (FRANCE, FRANCE, FRANCE)
    assert pick(row, "deaths_b", "deaths_civilians", "civilian_group") == (9, 2, "dogon")
    assert pick(row, "event_type", "sub_event_type") == (
        "Explosions/Remote violence",
        "Air/drone strike",
    )


def test_a_guest_under_attack_stands_for_its_host_too(world):
    (row,) = listed(world, (Kind.AMBUSH, JNIM, FRANCE, IN_MALI, (0, 3, 0)))
    assert pick(row, "side_a", "deaths_a", "actor_a") == ("Government of Mali", 3, FRANCE)
    assert pick(row, "initiator", "striker") == (JNIM, "")


def test_a_guest_without_a_host_there_stands_for_itself(world):
    (row,) = listed(world, (Kind.BATTLE, FRANCE, JNIM, IN_BURKINA))
    assert pick(row, "type_of_violence", "side_a") == (1, "Government of France")


def test_a_guests_attack_on_civilians_is_its_own(world):
    (row,) = listed(world, (Kind.ATTACK_ON_CIVILIANS, FRANCE, None, IN_MALI, (0, 0, 4), 1, 1))
    assert pick(row, "type_of_violence", "side_a", "side_b") == (
        3,
        "Government of France",
        "Civilians",
    )
    assert pick(row, "actor_b", "civilian_group", "selective") == ("civilians", "fulani", 1)


def test_place_and_time_are_as_precise_as_the_model(world):
    (row,) = listed(world, (Kind.BATTLE, JNIM, MALI, IN_BURKINA))
    assert pick(row, "country", "gwno", "adm_1") == ("Burkina Faso", 439, "BFA/Sahel")
    assert pick(row, "priogrid_gid", "latitude", "longitude", "where_prec") == (
        150114,
        14.25,
        -3.25,
        2,
    )
    assert pick(row, "date_start", "date_end", "date_prec") == ("2018-01-08", "2018-01-14", 3)
    assert pick(row, "week", "year", "month_id") == (1, 2018, 457)


def test_events_are_numbered_in_order_of_time(world):
    rows = listed(world, *[(Kind.BATTLE, JNIM, MALI, cell) for cell in (3, 0, 5)])
    assert [row["id"] for row in rows] == [1, 2, 3]


deaths = st.integers(0, 10**6)


@given(deaths=st.tuples(deaths, deaths, deaths), sides=st.permutations([MALI, JNIM, ISGS, FRANCE]))
def test_best_is_the_sum_of_deaths_and_nobody_is_lost(deaths, sides):
    (row,) = listed(small_world(), (Kind.BATTLE, sides[0], sides[1], IN_MALI, deaths))
    parts = pick(row, "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    assert sum(parts) == row["best"] == row["low"] == row["high"] == sum(deaths)
    by_actor = {row["actor_a"]: row["deaths_a"], row["actor_b"]: row["deaths_b"]}
    assert by_actor == {sides[0]: deaths[0], sides[1]: deaths[1]}
