"""Every table when actors are born in a run: one from reds in week 2, one from that in week 4."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from births import splitting

from sim.engine import simulate
from sim.record.outputs import TABLES
from sim.scenario.load import load_case

SMALL = Path(__file__).parent.parent / "scenarios" / "small.yaml"
BORN = {2: ("reds", "young_reds"), 4: ("young_reds", "youngest_reds")}
FIRST = ("state", "reds", "blues")


def existing(week):
    return (*FIRST, *(name for born, (_, name) in BORN.items() if week >= born))


@pytest.fixture(scope="module")
def tables():
    on_request = [f"outputs.{name}.enabled=true" for name in ("loyalty_causes", "takeovers")]
    return simulate(splitting(load_case(SMALL, on_request), BORN), seed=1).tables


def by_week(table, *columns):
    """Values of the columns, row by row, of each week."""
    found = defaultdict(list)
    for week, *values in zip(table["week"], *(table[name] for name in columns), strict=True):
        found[int(week)].append(tuple(values) if len(columns) > 1 else values[0])
    return dict(found)


class TestTables:
    def test_shares_have_those_who_exist_and_add_up_to_one(self, tables):
        shares = tables["territory_share"]
        for week, rows in by_week(shares, "country", "actor", "share_area").items():
            assert [actor for country, actor, _ in rows if country == "ALL"] == [
                *existing(week),
                "contested",
                "nobody",
            ]
            for country in ("ALL", "A"):
                whole = sum(share for place, _, share in rows if place == country)
                assert whole == pytest.approx(1, abs=1e-5)

    def test_a_newborn_holds_land_from_the_week_of_its_birth_on(self, tables):
        held = by_week(tables["actor_weeks"], "actor", "cells_held")
        assert dict(held[2])["young_reds"] > 0
        assert dict(held[4])["youngest_reds"] > 0

    def test_an_actor_has_rows_from_its_birth_on(self, tables):
        for week, actors in by_week(tables["actor_weeks"], "actor").items():
            assert tuple(actors) == existing(week)

    def test_who_changes_sides_is_neither_lost_nor_counted_twice(self, tables):
        flows = by_week(tables["actor_weeks"], "actor", "defected_in", "defected_out", "fighters")
        gained, lost = flows[2][3], flows[2][1]
        assert gained[1] == lost[2] > 0
        assert gained[3] == gained[1]

    def test_pairs_are_those_of_who_exists(self, tables):
        for week, pairs in by_week(tables["dyad_weeks"], "actor_a", "actor_b").items():
            assert pairs == list(combinations(existing(week), 2))

    @pytest.mark.parametrize(
        ("table", "one", "other"),
        [("relations", "actor", "other"), ("beliefs", "observer", "about")],
    )
    def test_directed_pairs_are_those_of_insurgents_who_exist(self, tables, table, one, other):
        for week, pairs in by_week(tables[table], one, other).items():
            groups = [name for name in existing(week) if name != "state"]
            assert pairs == [(a, b) for a in groups for b in groups if a != b]

    def test_loyalty_is_felt_to_those_who_exist(self, tables):
        loyalty = by_week(tables["loyalty"], "group", "actor", "loyalty")
        assert {actor for _, actor, _ in loyalty[0]} == set(FIRST)
        assert {actor for _, actor, _ in loyalty[4]} == set(existing(4))
        assert not any(np.isnan(value) for rows in loyalty.values() for *_, value in rows)

    def test_loyalty_has_causes_for_those_who_exist(self, tables):
        for week, actors in by_week(tables["loyalty_causes"], "actor").items():
            assert tuple(actors) == existing(week) * 2  # two identity groups

    def test_a_birth_is_a_strategic_development(self, tables):
        told = by_week(tables["strategic_developments"], "development", "actor", "other")
        assert ("split", "young_reds", "reds") in told[2]
        assert ("split", "youngest_reds", "young_reds") in told[4]

    def test_every_table_of_the_package_is_there(self, tables):
        assert set(tables) == {output.name for output in TABLES}

    def test_actors_tell_when_and_of_whom_they_were_born(self, tables):
        actors = tables["actors"]
        told = (actors[name] for name in ("actor", "parent", "born_in_run", "born_week"))
        born = [("young_reds", "reds", 1, 2), ("youngest_reds", "young_reds", 1, 4)]
        assert list(zip(*told, strict=True)) == [*((name, "", 0, 0) for name in FIRST), *born]

    def test_months_name_a_newborn_that_holds_a_cell(self, tables):
        assert "youngest_reds" in tables["cell_months"]["controller"]

    def test_events_and_deaths_of_the_newborn_count_as_those_of_others(self, tables):
        weeks, events = tables["actor_weeks"], tables["events"]
        by_actor = defaultdict(int)
        for actor, number in zip(weeks["actor"], weeks["events_initiated"], strict=True):
            by_actor[actor] += int(number)
        listed = {name: events["initiator"].count(name) for name in by_actor}
        assert dict(by_actor) == listed
        assert sum(by_actor.values()) > 0
