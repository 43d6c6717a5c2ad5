"""Each table against a small world worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import put_band, put_claim, put_constituents, put_event, small_world

from sim.record.outputs import (
    actor_weeks,
    actors,
    beliefs,
    cell_months,
    cells,
    claims,
    dyad_weeks,
    events,
    leaders,
    loyalty,
    pacts,
    relations,
    strategic_developments,
    territory_share,
)
from sim.record.recorder import Recorder
from sim.vocabulary import BeliefDriver, Development, FighterFlow, HostilityDriver, Kind, Stance
from sim.world.births import add_post, found
from sim.world.endings import close
from sim.world.secession import secede
from sim.world.stances import set_relation


def table_of(world, output, *weeks):
    """Table of an output after week 0 and one more week for each function given."""
    recorder = Recorder([(output.OUTPUT, 1)])
    recorder.note(world)
    for happen in weeks:
        world.begin_week()
        happen(world)
        recorder.note(world)
    return recorder.tables(world)[output.OUTPUT.name]


def rows(table, **where):
    """Rows of a table with the given values, each a dictionary."""
    every = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    return [row for row in every if all(row[name] == value for name, value in where.items())]


def row(table, **where):
    (only,) = rows(table, **where)
    return only


def quiet(world):
    pass


class TestTerritoryShare:
    """Three by two cells; the last column is Burkina Faso, the rest Mali."""

    def test_a_cell_counts_for_its_holder_a_contested_one_for_nobody_in_particular(self):
        world = small_world()
        world.cells.control[:] = [0, 1, 1, -1, 2, 0]
        world.cells.contested[1] = True
        table = table_of(world, territory_share)
        shares = {each["actor"]: each["share_cells"] for each in rows(table, country="ALL")}
        assert shares == pytest.approx(
            {
                "state": 2 / 6,
                "rebels": 1 / 6,
                "rivals": 1 / 6,
                "militia": 0,
                "guest": 0,
                "contested": 1 / 6,
                "nobody": 1 / 6,
            },
            abs=1e-6,
        )
        assert row(table, country="BFA", actor="rebels")["share_cells"] == 0.5

    def test_people_and_land_weigh_cells(self):
        world = small_world()
        world.cells.people[:] = [100, 0, 0, 0, 0, 300]
        world.grid.area_km2[:] = [1, 1, 1, 1, 1, 5]
        world.cells.control[0] = 0
        share = row(table_of(world, territory_share), country="ALL", actor="state")
        assert share["share_population"] == 0.25
        assert share["share_area"] == 0.1

    def test_cells_outside_the_study_area_do_not_count(self):
        world = small_world()
        world.grid.study[3:] = False
        world.cells.control[3:] = 0
        table = table_of(world, territory_share)
        assert row(table, country="ALL", actor="state")["share_cells"] == 0
        assert row(table, country="ALL", actor="nobody")["share_cells"] == 1

    def test_a_country_outside_the_study_area_has_no_rows(self):
        world = small_world()
        world.grid.study[[2, 5]] = False
        assert set(table_of(world, territory_share)["country"]) == {"ALL", "MLI"}

    def test_shares_of_a_country_without_people_are_missing(self):
        world = small_world()
        world.cells.people[[2, 5]] = 0
        table = table_of(world, territory_share)
        assert all(np.isnan(each["share_population"]) for each in rows(table, country="BFA"))
        assert row(table, country="ALL", actor="nobody")["share_population"] == 1

    @given(
        control=st.lists(st.integers(-1, 4), min_size=6, max_size=6),
        contested=st.lists(st.booleans(), min_size=6, max_size=6),
        people=st.lists(st.integers(1, 10**7), min_size=6, max_size=6),
    )
    def test_shares_add_up_to_one_in_every_country(self, control, contested, people):
        world = small_world()
        world.cells.control[:], world.cells.contested[:] = control, contested
        world.cells.people[:] = people
        table = table_of(world, territory_share)
        for country in ("ALL", "MLI", "BFA"):
            chosen = rows(table, country=country)
            for measure in ("share_cells", "share_area", "share_population"):
                assert sum(each[measure] for each in chosen) == pytest.approx(1, abs=1e-5)

    def test_a_week_belongs_to_the_month_of_its_first_day(self):
        world = small_world(start=date(2018, 1, 29))
        table = table_of(world, territory_share, quiet)
        first, second = row(table, week=0, country="ALL", actor="state"), table["date"][-1]
        assert (first["date"], first["month_id"]) == ("2018-01-29", 457)
        assert (second, table["month_id"][-1]) == ("2018-02-05", 458)


class TestActorWeeks:
    def test_forces_are_counted_from_bands(self):
        world = small_world()
        put_band(world, "rebels", 0, 20, foreign=3)
        put_band(world, "rebels", 0, 5)
        put_band(world, "rebels", 4, 7)
        mine = row(table_of(world, actor_weeks), actor="rebels")
        names = ("fighters", "foreign_fighters", "bands", "cells_present")
        assert [mine[name] for name in names] == [32, 3, 3, 2]

    def test_cells_are_held_or_led_never_both(self):
        world = small_world()
        world.cells.control[:] = [0, 0, 1, -1, -1, -1]
        world.cells.contested[1] = True
        world.cells.influence[:, 1] = [0.3, 0.4, 0.3, 0, 0]
        table = table_of(world, actor_weeks)
        state, rebels = row(table, actor="state"), row(table, actor="rebels")
        assert (state["cells_held"], state["cells_leading"], state["people_held"]) == (1, 0, 2000)
        assert (rebels["cells_held"], rebels["cells_leading"]) == (1, 1)

    def test_gains_and_losses_are_the_ledgers_with_positive_counts(self):
        def flows(world):
            world.ledger.fighters[FighterFlow.RECRUITED, 1] = 12
            world.ledger.fighters[FighterFlow.KILLED_IN_BATTLE, 1] = -5

        table = table_of(small_world(), actor_weeks, flows)
        after = row(table, week=1, actor="rebels")
        assert (after["recruited"], after["killed_in_battle"], after["quit"]) == (12, 5, 0)
        assert row(table, week=0, actor="rebels")["recruited"] == 0

    def test_deeds_count_both_sides_and_the_guest_as_itself(self):
        def fight(world):
            put_event(world, Kind.BATTLE, "rebels", "state", 0, (1, 2, 3))
            put_event(world, Kind.STRIKE, "guest", "rebels", 0, (0, 4, 1))
            put_event(world, Kind.BATTLE, "rivals", "rebels", 0, (6, 5, 0))
            put_event(world, Kind.ATTACK_ON_CIVILIANS, "rebels", None, 0, (0, 0, 7))

        table = table_of(small_world(), actor_weeks, fight)
        rebels = row(table, week=1, actor="rebels")
        assert rebels["events_initiated"] == 2
        assert [rebels[f"events_{kind}"] for kind in ("sb", "ns", "os")] == [2, 1, 1]
        assert rebels["deaths_suffered"] == 1 + 4 + 5
        assert rebels["deaths_caused"] == 2 + 0 + 6
        assert rebels["civilians_killed"] == 3 + 7
        guest = row(table, week=1, actor="guest")
        assert (guest["strikes"], guest["events_sb"], guest["civilians_killed"]) == (1, 1, 1)
        assert row(table, week=1, actor="state")["events_sb"] == 1


class TestDyadWeeks:
    def test_relations_are_those_of_the_week(self):
        world = small_world()
        world.pairs.hostility[1, 2], world.pairs.hostility[2, 1] = 0.7, 0.2
        world.pairs.grievance[1, 2] = 1.5
        world.pairs.stance[1, 2] = world.pairs.stance[2, 1] = Stance.RIVALRY

        def war(world):
            world.pairs.stance[1, 2] = world.pairs.stance[2, 1] = Stance.WAR

        before, after = rows(table_of(world, dyad_weeks, war), actor_a="rebels", actor_b="rivals")
        assert (before["stance"], after["stance"]) == ("rivalry", "war")
        assert (before["hostility_ab"], before["hostility_ba"]) == (0.7, 0.2)
        assert (before["grievance_ab"], before["grievance_ba"]) == (1.5, 0)

    def test_overlap_is_the_jaccard_index_of_occupied_cells(self):
        world = small_world()
        for cell in (0, 1, 1, 2):
            put_band(world, "rebels", cell)
        for cell in (2, 3):
            put_band(world, "rivals", cell)
        table = table_of(world, dyad_weeks)
        assert row(table, actor_a="rebels", actor_b="rivals")["overlap"] == 0.25
        assert row(table, actor_a="state", actor_b="guest")["overlap"] == 0

    def test_events_between_the_two_count_whoever_began(self):
        def fight(world):
            put_event(world, Kind.BATTLE, "rebels", "rivals", 0, (1, 2, 0))
            put_event(world, Kind.AMBUSH, "rivals", "rebels", 0, (4, 0, 8))
            put_event(world, Kind.ATTACK_ON_CIVILIANS, "rebels", None, 0, (0, 0, 7))

        table = table_of(small_world(), dyad_weeks, fight)
        fought = row(table, week=1, actor_a="rebels", actor_b="rivals")
        assert (fought["events"], fought["deaths"]) == (2, 15)
        assert sum(table["events"]) == 2

    def test_every_pair_has_a_row_in_every_week(self):
        assert len(table_of(small_world(), dyad_weeks, quiet)["week"]) == 2 * 5 * 4 // 2


class TestRelations:
    """Rebels and rivals are the only insurgents of the small world, beside a militia."""

    def test_there_is_a_row_for_each_direction_between_groups_and_militias_alone(self):
        table = table_of(small_world(), relations, quiet)
        pairs = list(zip(table["week"], table["actor"], table["other"], strict=True))
        groups = ("rebels", "rivals", "militia")
        directed = [(one, other) for one in groups for other in groups if one != other]
        assert pairs == [(week, *pair) for week in (0, 1) for pair in directed]

    def test_two_militias_are_listed_where_one_stands_for_a_people(self):
        def listed(tribal):
            kinds = ("political_militia", "identity_militia")
            world = small_world(actors=dict(zip(("party", "village"), kinds, strict=True)))
            world.actors.tribal[1] = tribal
            return len(table_of(world, relations)["week"])

        assert [listed(tribal) for tribal in (False, True)] == [0, 2]

    def test_weeks_in_a_stance_are_counted_from_its_beginning(self):
        def turn(world):
            world.pairs.stance_since[1, 2] = world.clock.week

        found = rows(table_of(small_world(), relations, quiet, quiet, turn, quiet), actor="rebels")
        assert [each["weeks_in_stance"] for each in found if each["other"] == "rivals"] == [
            0, 1, 2, 0, 1
        ]  # fmt: skip

    def test_what_is_held_belongs_to_the_one_who_holds_it(self):
        world = small_world()
        for number, name in enumerate(("affinity", "grievance", "hostility", "weariness"), 1):
            getattr(world.pairs, name)[2, 1] = number / 8
        world.pairs.entries[2, 1] = 7
        world.pairs.stance[1, 2] = world.pairs.stance[2, 1] = Stance.TRUCE
        table = table_of(world, relations)
        held = row(table, actor="rivals", other="rebels")
        names = ("affinity", "grievance", "hostility", "weariness", "entries")
        assert [held[name] for name in names] == [0.125, 0.25, 0.375, 0.5, 7]
        assert held["stance"] == "truce"
        other = row(table, actor="rebels", other="rivals")
        assert [other[name] for name in names] == [0, 0, 0, 0, 0]

    def test_every_driver_has_its_column(self):
        world = small_world()
        world.pairs.hostility_drivers[:, 1, 2] = np.arange(len(HostilityDriver)) + 1
        held = row(table_of(world, relations), actor="rebels", other="rivals")
        assert [held[f"by_{driver.name.lower()}"] for driver in HostilityDriver] == [
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
        ]

    @pytest.mark.parametrize(
        ("output", "one", "other"),
        [(relations, "actor", "other"), (beliefs, "observer", "about"), (pacts, "actor", "group")],
    )
    def test_pairs_have_rows_while_both_exist(self, output, one, other):
        def end(world):
            world.actors.alive[1] = False

        before, after = (
            {name for each in rows(table, week=week) for name in (each[one], each[other])}
            for table in [table_of(small_world(), output, end)]
            for week in (0, 1)
        )
        assert "rebels" in before
        assert "rebels" not in after
        assert bool(after) == (output is not beliefs)  # rivals has nobody left to believe of


class TestBeliefs:
    def test_belief_is_told_as_log_odds_and_as_probability(self):
        world = small_world()
        world.pairs.collusion[1, 2] = np.log(3)
        table = table_of(world, beliefs)
        held, other = row(table, observer="rebels"), row(table, observer="rivals")
        assert (held["about"], held["probability"], held["believed"]) == ("rivals", 0.75, 1)
        assert (other["about"], other["log_odds"], other["believed"]) == ("rebels", -4, 0)

    def test_every_driver_has_its_column(self):
        world = small_world()
        world.pairs.belief_drivers[:, 1, 2] = np.arange(len(BeliefDriver)) + 1
        held = row(table_of(world, beliefs), observer="rebels")
        names = [f"by_{driver.name.lower()}" for driver in BeliefDriver]
        assert [held[name] for name in names] == [1, 2, 3, 4, 5, 6]

    def test_trust_is_the_observers_in_the_other(self):
        world = small_world()
        world.pairs.trust[1, 2], world.pairs.trust[2, 1] = 0.25, 0.75
        table = table_of(world, beliefs)
        assert row(table, observer="rebels")["trust"] == 0.25
        assert row(table, observer="rivals")["trust"] == 0.75

    def test_an_accusation_stands_in_the_week_in_which_it_is_made(self):
        def accuse(world):
            world.pairs.accused[2, 1] = world.clock.week

        table = table_of(small_world(), beliefs, quiet, accuse, quiet)
        assert [each["accusation"] for each in rows(table, observer="rivals")] == [0, 0, 1, 0]
        assert not any(each["accusation"] for each in rows(table, observer="rebels"))

    @pytest.mark.parametrize(
        ("partner", "theirs", "ours", "true"),
        [
            ("state", Stance.PACT, Stance.WAR, 1),
            ("state", Stance.TRUCE, Stance.RIVALRY, 1),
            ("guest", Stance.PACT, Stance.WAR, 1),
            ("state", Stance.NEUTRAL, Stance.WAR, 0),  # no fight is no deal
            ("state", Stance.PACT, Stance.PACT, 0),  # and no enemy of the observer no treason
            ("militia", Stance.PACT, Stance.WAR, 0),
        ],
    )
    def test_a_true_deal_is_peace_with_a_state_or_guest_hostile_to_the_observer(
        self, partner, theirs, ours, true
    ):
        world = small_world()
        stance, other = world.pairs.stance, world.actors.names.index(partner)
        stance[2, other] = stance[other, 2] = theirs
        stance[1, other] = stance[other, 1] = ours
        table = table_of(world, beliefs)
        assert row(table, observer="rebels")["true_pact"] == true
        assert row(table, observer="rivals")["true_pact"] == 0

    def test_belief_and_truth_do_not_know_of_each_other(self):
        world = small_world()
        world.pairs.collusion[1, 2] = 6
        held = row(table_of(world, beliefs), observer="rebels")
        assert held["probability"] > 0.99
        assert (held["believed"], held["true_pact"]) == (1, 0)


class TestClaims:
    """Rebels and state have outlets."""

    def table(self, *weeks):
        world = small_world()
        world.actors.reporting[:2] = 1
        world.actors.outlets = ("Gazette", "The Word", "", "", "")
        return table_of(world, claims, *weeks)

    def test_what_is_said_stands_beside_what_happened(self):
        def fight(world):
            put_event(world, Kind.BATTLE, "rebels", "rivals", 4, (1, 2, 3))
            put_claim(world, "rebels", Kind.BATTLE, "rebels", "rivals", 4, (0, 6, 1), event=0)

        said = row(self.table(fight))
        assert (said["week"], said["claimant"], said["outlet"]) == (1, "rebels", "The Word")
        assert (said["status"], said["event_id"], said["event_type"]) == ("claimed", 1, "Battles")
        assert [said[f"claimed_{who}"] for who in ("a", "b", "civilians")] == [0, 6, 1]
        assert [said[f"deaths_{who}"] for who in ("a", "b", "civilians")] == [1, 2, 3]
        assert said["priogrid_gid"] == small_world().grid.priogrid_gid[4]

    def test_silence_of_a_participant_with_an_outlet_is_a_row(self):
        def fight(world):
            put_event(world, Kind.AMBUSH, "rebels", "state", 0, (1, 2, 3))
            put_event(world, Kind.BATTLE, "rivals", "militia", 0, (1, 2, 3))
            put_claim(world, "rebels", Kind.AMBUSH, "rebels", "state", 0, (1, 2, 0), event=0)

        table = self.table(fight)
        silent = row(table, claimant="state")
        assert len(table["week"]) == 2
        assert (silent["status"], silent["event_id"]) == ("unclaimed", 1)
        assert [silent[f"claimed_{who}"] for who in ("a", "b", "civilians")] == [0, 0, 0]
        assert silent["deaths_civilians"] == 3

    def test_an_invention_has_no_event_and_no_dead(self):
        def invent(world):
            put_claim(world, "state", Kind.BATTLE, "state", "rebels", 2, (0, 9, 0))

        said = row(self.table(invent))
        assert (said["status"], said["event_id"], said["claimed_b"]) == ("invented", None, 9)
        assert [said[f"deaths_{who}"] for who in ("a", "b", "civilians")] == [0, 0, 0]

    def test_ids_and_sides_are_those_of_the_table_of_events(self):
        """UCDP puts the state first, whoever began."""

        def fight(world):
            put_event(world, Kind.BATTLE, "rebels", "state", 0, (1, 2, 0))
            put_event(world, Kind.ATTACK_ON_CIVILIANS, "state", None, 0, (0, 0, 5))
            put_claim(world, "rebels", Kind.BATTLE, "rebels", "state", 0, (0, 4, 0), event=0)
            put_claim(world, "state", Kind.ATTACK_ON_CIVILIANS, "state", None, 0, event=1)

        world = small_world()
        world.actors.reporting[:2] = 1
        recorder = Recorder([(claims.OUTPUT, 1), (events.OUTPUT, 1)])
        recorder.note(world)
        for _ in range(2):
            world.begin_week()
            fight(world)
            recorder.note(world)
        tables = recorder.tables(world)
        shared = ("actor_a", "actor_b", "deaths_a", "deaths_b", "deaths_civilians", "event_type")
        for said in rows(tables["claims"]):
            event = row(tables["events"], id=said["event_id"])
            assert [said[name] for name in ("week", *shared)] == [
                event[name] for name in ("week", *shared)
            ]
        later = row(tables["claims"], week=2, claimant="rebels")
        assert (later["event_id"], later["claimed_a"], later["claimed_b"]) == (3, 4, 0)
        assert len(rows(tables["claims"], week=2)) == 3

    def test_without_outlets_the_table_is_empty(self):
        assert table_of(small_world(), claims, quiet)["status"] == []


class TestPacts:
    def test_states_and_guests_face_every_group(self):
        table = table_of(small_world(), pacts)
        assert list(zip(table["actor"], table["group"], strict=True)) == [
            ("state", "rebels"),
            ("state", "rivals"),
            ("guest", "rebels"),
            ("guest", "rivals"),
        ]

    def test_what_happens_stands_in_its_week_and_a_pact_as_long_as_it_lasts(self):
        def refuse(world):
            world.developments.note(Development.PACT_OFFERED, 0, 1)
            world.developments.note(Development.PACT_REFUSED, 1, 0, amount=0.2)

        def sign(world):
            world.developments.note(Development.PACT_OFFERED, 0, 1)
            set_relation(world.pairs, 0, 1, Stance.PACT, 0.0, world.clock.week)

        def leak(world):
            world.pairs.leaked[0, 1] = world.pairs.leaked[1, 0] = world.clock.week

        def break_it(world):
            set_relation(world.pairs, 0, 1, Stance.WAR, 1.0, world.clock.week)
            world.developments.note(Development.PACT_BROKEN, 1, 0, amount=2)

        table = table_of(small_world(), pacts, refuse, sign, leak, break_it)
        between = rows(table, actor="state", group="rebels")
        told = {name: [each[name] for each in between] for name in between[0]}
        assert told["offered"] == [0, 1, 1, 0, 0]
        assert told["refused"] == [0, 1, 0, 0, 0]
        assert told["signed"] == [0, 0, 1, 0, 0]
        assert told["pact"] == [0, 0, 1, 1, 0]
        assert told["leaked"] == [0, 0, 0, 1, 0]
        assert told["broken"] == [0, 0, 0, 0, 1]
        assert told["stance"] == ["neutral", "neutral", "pact", "pact", "war"]
        others = rows(table, group="rivals") + rows(table, actor="guest")
        assert not any(each["offered"] or each["pact"] or each["broken"] for each in others)

    def test_what_is_guarded_is_told_for_the_guard_and_what_passes_for_who_waits(self):
        world = small_world()
        world.pairs.guarded[0, 1] = 0.5
        world.actors.transit[2] = 0.6
        table = table_of(world, pacts)
        guard = row(table, actor="state", group="rebels")
        waits = row(table, actor="state", group="rivals")
        assert (guard["guarded"], guard["transit"]) == (0.5, 1)
        assert (waits["guarded"], waits["transit"]) == (0, 0.6)

    def test_groups_born_in_the_run_have_rows_from_then_on(self):
        def split(world):
            found(world, 1, "splinter", "Splinter")

        table = table_of(small_world(), pacts, split)
        assert [each["week"] for each in rows(table, group="splinter")] == [1, 1]
        assert len(table["week"]) == 4 + 6


class TestLoyalty:
    def test_means_weigh_people(self):
        world = small_world()
        people = world.communities
        dogon_in_mali = (people.group == 0) & (world.grid.country[people.cell] == 0)
        first, *others = np.flatnonzero(dogon_in_mali)
        people.people[others] = 0
        people.people[[first, others[0]]] = [300, 100]
        people.loyalty[1, [first, others[0]]] = [0.8, -0.8]
        people.fear[1, first], people.doubt[1, others[0]] = 0.4, 0.2
        held = row(table_of(world, loyalty), group="dogon", country="MLI", actor="rebels")
        assert held["people"] == 400
        assert (held["loyalty"], held["fear"], held["doubt"]) == (0.4, 0.3, 0.05)

    def test_the_truth_beside_doubt_is_loyalty_to_enemies_not_to_friends(self):
        world = small_world()
        world.pairs.stance[1, 0] = Stance.WAR
        world.pairs.stance[1, 2] = Stance.RIVALRY
        world.communities.loyalty[0], world.communities.loyalty[2] = 0.3, 0.5
        world.communities.loyalty[3] = 0.9  # neutral to the rebels
        table = table_of(world, loyalty)
        assert row(table, group="fulani", country="BFA", actor="rebels")["enemy_support"] == 0.5
        assert row(table, group="fulani", country="BFA", actor="rivals")["enemy_support"] == 0

    def test_a_people_is_wrongly_doubted_where_its_support_for_enemies_is_overrated(self):
        world = small_world()
        world.pairs.stance[1, 0] = Stance.WAR
        people, mali = world.communities, world.grid.country[world.communities.cell] == 0
        first, second, *rest = np.flatnonzero((people.group == 0) & mali)
        people.people[rest] = 0
        people.people[[first, second]] = [300, 100]
        people.doubt[1, [first, second]] = 0.5
        people.loyalty[0, second] = 0.4  # of these the doubt is nearly right
        held = row(table_of(world, loyalty), group="dogon", country="MLI", actor="rebels")
        assert held["wrongly_doubted"] == 0.75

    def test_only_the_study_area_counts(self):
        world = small_world()
        world.grid.study[world.grid.country == 1] = False
        assert set(table_of(world, loyalty)["country"]) == {"MLI"}

    def test_means_are_missing_where_a_group_has_no_people_left(self):
        world = small_world()
        world.communities.people[world.communities.group == 0] = 0
        gone = row(table_of(world, loyalty), group="dogon", country="MLI", actor="state")
        assert gone["people"] == 0
        assert np.isnan(gone["loyalty"])


class TestStrategicDevelopments:
    def test_acled_and_the_model_each_have_their_word(self):
        def happen(world):
            world.developments.note(Development.WAR, 1, 2, amount=0.75)
            world.developments.note(Development.PACT_SIGNED, 1, 0)
            world.developments.note(Development.END, 3, amount=12)

        table = table_of(small_world(), strategic_developments, quiet, happen)
        assert table["week"] == [2, 2, 2]
        assert set(table["event_type"]) == {"Strategic developments"}
        assert table["development"] == ["war", "pact_signed", "end"]
        labels = ["Other", "Agreement", "Change to group/activity"]
        assert table["sub_event_type"] == labels
        assert (table["actor"], table["other"]) == (
            ["rebels", "rebels", "militia"],
            ["rivals", "state", ""],
        )
        assert table["amount"].tolist() == [0.75, 0, 12]

    @pytest.mark.parametrize(("theirs", "true"), [(Stance.PACT, 1), (Stance.RIVALRY, 0)])
    def test_an_accusation_is_held_against_the_truth(self, theirs, true):
        def accuse(world):
            world.developments.note(Development.ACCUSATION, 1, 2, amount=2)
            world.developments.note(Development.WAR, 1, 2)

        world = small_world()
        stance = world.pairs.stance
        stance[1, 0] = stance[0, 1] = Stance.WAR
        stance[2, 0] = stance[0, 2] = theirs
        table = table_of(world, strategic_developments, accuse)
        assert table["accusation_true"] == [true, None]

    def test_a_leader_is_named_while_the_first_of_the_post(self):
        world = small_world()
        world.constituents.names = ("north",)
        add_post(world, 1)
        add_post(world, 1, constituent=0)
        world.leaders.names = ("Amadou", "Iyad")

        def kill(world):
            world.developments.note(Development.LEADER_KILLED, 1, 0, post=1)

        def succeed(world):
            world.leaders.number[1] += 1
            world.developments.note(Development.LEADER_SUCCEEDED, 1, post=1, amount=5)

        table = table_of(world, strategic_developments, kill, succeed)
        assert table["constituent"] == ["north", "north"]
        assert table["leader"] == ["Iyad", ""]

    def test_a_week_without_developments_has_no_rows(self):
        assert table_of(small_world(), strategic_developments, quiet)["week"] == []


class TestCellMonths:
    def test_weeks_add_up_to_months_by_type_of_violence(self):
        def fight(world):
            put_event(world, Kind.BATTLE, "rebels", "state", 1, (1, 2, 3))
            put_event(world, Kind.BATTLE, "rebels", "rivals", 1, (1, 0, 0))
            put_event(world, Kind.ATTACK_ON_CIVILIANS, "state", None, 1, (0, 0, 9))

        world = small_world(start=date(2018, 1, 8))
        table = table_of(world, cell_months, fight, fight, fight, fight)
        january, february = rows(table, cell_id=world.grid.cell_id[1])
        assert (january["month_id"], february["month_id"]) == (457, 458)
        names = [f"ged_{kind}_{what}" for kind in ("sb", "ns", "os") for what in ("best", "count")]
        assert [january[name] for name in names] == [18, 3, 3, 3, 27, 3]
        assert [february[name] for name in names] == [6, 1, 1, 1, 9, 1]

    def test_a_cell_is_shown_as_it_is_in_the_last_week_of_the_month(self):
        def change(world):
            world.cells.control[0] += 1
            world.cells.contested[0] = world.clock.week == 3
            world.communities.displaced[0] = world.clock.week

        world = small_world(start=date(2018, 1, 8))  # weeks 0 to 3 begin in January
        table = table_of(world, cell_months, change, change, change, change, change)
        january, february = rows(table, cell_id=world.grid.cell_id[0])
        assert (january["controller"], february["controller"]) == ("rivals", "guest")
        assert (january["contested"], february["contested"]) == (1, 0)
        assert (january["displaced"], february["displaced"]) == (3, 5)

    def test_cells_without_events_have_zeros_and_nobody_holds_them(self):
        table = table_of(small_world(), cell_months)
        assert len(table["cell_id"]) == 6
        assert set(table["controller"]) == {"nobody"}
        assert sum(table["ged_sb_best"]) == 0

    def test_country_codes_are_both_there(self):
        first = rows(table_of(small_world(), cell_months))[0]
        assert (first["gwno"], first["views_country_id"]) == (432, 50)


class TestActorsAndCells:
    def test_birth_and_end_are_weeks_seen(self):
        def swap(world):
            world.actors.alive[:] = [True, False, True, True, True]

        world = small_world()
        world.actors.alive[3] = False
        world.actors.parent[2] = 1
        table = table_of(world, actors, swap)
        ended, born = row(table, actor="rebels"), row(table, actor="militia")
        assert (ended["born_week"], ended["ended_week"], ended["ended"]) == (0, 1, "2018-01-08")
        assert (born["born_week"], born["born"], born["ended_week"]) == (1, "2018-01-08", None)
        assert row(table, actor="rivals")["parent"] == "rebels"
        assert row(table, actor="state")["country"] == "MLI"

    def test_an_actor_that_never_existed_has_no_birth(self):
        world = small_world()
        world.actors.alive[3] = False
        never = row(table_of(world, actors), actor="militia")
        assert (never["born_week"], never["born"], never["ended"]) == (None, "", "")

    def test_cells_list_the_surroundings_too(self):
        world = small_world()
        world.grid.study[5] = False
        table = table_of(world, cells)
        assert len(table["cell_id"]) == 6
        assert row(table, cell_id=world.grid.cell_id[5])["study"] == 0


# --- leaders ------------------------------------------------------------------------------------


def test_leaders_terms_end_by_hunt_plot_scenario_split_or_the_end_of_their_actor():
    world = small_world()
    put_constituents(world, "rebels", "north")
    add_post(world, 2)
    world.leaders.names = ("Old Man", "", "")

    def kill(post, other, by_scenario=False):
        def happen(world):
            leaders, week = world.leaders, world.clock.week
            leaders.in_office[post], leaders.fell[post] = False, week
            actor = int(leaders.actor[post])
            amount = float(by_scenario)
            world.developments.note(Development.LEADER_KILLED, actor, other, post, amount)

        return happen

    def succeed(world):
        leaders = world.leaders
        posts = ~leaders.in_office
        leaders.in_office[posts], leaders.since[posts] = True, world.clock.week
        leaders.number[posts] += 1

    def split(world):
        put_band(world, "rebels", 0, 20)
        put_band(world, "rebels", 1, 20)
        position = world.actors.position[1]
        born = secede(world, 1, np.array([1]), position, "north", "North")
        world.leaders.actor[1], world.leaders.constituent[1] = born, -1

    def end(world):
        close(world, 2)
        world.developments.note(Development.END, 2)

    weeks = [kill(0, 4), split, succeed, kill(0, 2), succeed, kill(0, 4, True), end]
    found = rows(table_of(world, leaders, *weeks))
    keys = ("actor", "constituent", "name", "from_week", "to_week", "ended_by", "killer")
    assert [tuple(row[key] for key in keys) for row in found] == [
        ("rebels", "", "Old Man", 0, 1, "hunt", "guest"),
        ("rebels", "", "2. leader", 3, 4, "plot", "rivals"),
        ("rebels", "", "3. leader", 5, 6, "scenario", "guest"),
        ("rebels", "north", "1. leader", 0, 2, "split", ""),
        ("north", "", "1. leader", 2, None, "", ""),
        ("rivals", "", "1. leader", 0, 7, "end", ""),
    ]
    assert [row["weeks_vacant_after"] for row in found] == [2, 1, None, None, None, None]
    assert [row["split_followed"] for row in found] == [1, 0, 0, 0, 0, 0]
    assert (found[0]["from"], found[0]["to"]) == ("2018-01-01", "2018-01-08")
