"""Intervening from the page: what is offered, and what is made of what the reader fills in."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import solara

from sim.scenario.timeline_schema import Dated
from sim.view import state
from sim.view.deeds import deed
from sim.view.kinds import LABELS, MODELS, event_of, kinds
from sim.view.panels.intervene import Intervene, InterveneWidget
from sim.view.panels.run import Run
from sim.view.panels.timeline import Timeline, TimeWidget
from sim.view.places import places
from sim.view.session import Session, Wanted
from sim.view.setup import setup_of_file
from sim.view.watched import WatchedModel
from sim.world.grid import Grid

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "scenarios" / "small.yaml"
SEND = {
    "actor": "reds",
    "force.place": '{"country": "A"}',
    "force.fighters": "250",
    "force.cells": "2",
    "force.mobile": "true",
}


@pytest.fixture(autouse=True)
def fresh_state():
    state.begin_anew()


@pytest.fixture(scope="module")
def sahel():
    return WatchedModel(ROOT / "scenarios" / "sahel.yaml")


@pytest.fixture
def model():
    found = WatchedModel(SMALL)
    for _ in range(2):
        found.step()
    return found


@pytest.fixture
def session(model):
    return Session(solara.reactive(model), solara.reactive(None))


def wait_until(true):
    for _ in range(400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within twenty seconds")


@pytest.fixture
def form(session):
    _box, context = solara.render(Intervene(session), handle_error=False)
    yield context.find(InterveneWidget).widget
    context.close()


def kind(model, name):
    offered = kinds(model.setup.scenario, places(model.film.scene, state.pinned.value))
    return next(each for each in offered if each.name == name)


def blank(model, name, path):
    return next(each for each in kind(model, name).blanks if each.path == path)


def values(options):
    return [each.value for each in options]


def test_every_kind_of_the_schema_is_offered_under_a_name_of_its_own(sahel):
    offered = kinds(sahel.setup.scenario, places(sahel.film.scene, None))
    assert [each.name for each in offered] == list(LABELS)
    assert len(offered) == len(MODELS)


def test_every_field_of_the_schema_can_be_filled_in_but_date_switch_and_source(sahel):
    offered = kinds(sahel.setup.scenario, places(sahel.film.scene, None))
    for each, model in zip(offered, MODELS, strict=True):
        asked = {path.partition(".")[0] for path in (b.path for b in each.blanks)}
        assert asked == set(model.model_fields) - set(Dated.model_fields) - {"kind"}


def test_a_kind_that_no_actor_of_the_scenario_fits_is_not_offered(model):
    offered = [each.name for each in kinds(model.setup.scenario, places(model.film.scene, None))]
    assert "targeting" not in offered  # nobody strikes from the air
    assert "coup" in offered


def test_only_actors_that_a_kind_can_be_about_are_offered(sahel):
    assert values(blank(sahel, "targeting", "actor").options) == ["france"]
    assert values(blank(sahel, "pact_offer", "to").options) == ["jnim", "isgs"]
    assert "mali" not in values(blank(sahel, "leader_killed", "actor").options)
    assert "mali" in values(blank(sahel, "coup", "actor").options)


def test_parts_of_an_umbrella_are_offered_with_whose_they_are(sahel):
    parts = blank(sahel, "leader_killed", "constituent").options
    assert {each.of for each in parts} == {"", "jnim"}


def test_fields_tell_range_and_unit_and_begin_with_the_default(model):
    found = blank(model, "withdrawal", "share")
    assert (found.form, found.value, found.told, found.unit) == ("number", "1", "0 to 1", "share")


def test_places_are_the_pinned_cell_countries_divisions_and_towns(sahel):
    labels = [each.label for each in places(sahel.film.scene, 3)]
    assert labels[0].startswith("The cell pinned: ")
    assert labels[1:5] == ["Anywhere", "Burkina Faso", "Mali", "Niger"]
    assert "Gao, Mali" in labels and "Within 60 km of Gao" in labels


def test_the_pinned_cell_is_that_cell_alone(sahel):
    from sim.scenario.ground import mask_of
    from sim.scenario.terms import Place

    grid: Grid = sahel.world.grid
    [first, *_] = places(sahel.film.scene, 3)
    found = mask_of(Place.model_validate_json(first.value), grid)
    assert found.nonzero()[0].tolist() == [3]


def test_what_is_filled_in_becomes_an_event_of_the_timeline(model):
    assert event_of(kind(model, "deployment"), SEND) == {
        "kind": "deployment",
        "actor": "reds",
        "force": {"place": {"country": "A"}, "fighters": 250, "cells": 2, "mobile": True},
    }
    stance = {"between.0": "reds", "between.1": "blues", "stance": "truce", "hostility": ""}
    assert event_of(kind(model, "stance"), stance) == {
        "kind": "stance",
        "between": ["reds", "blues"],
        "stance": "truce",
    }


def test_shares_that_are_left_empty_stay_as_they_are(sahel):
    filled = {"actor": "france", "targets": {"isgs": "0.9", "jnim": ""}, "strike_capacity": "3"}
    assert event_of(kind(sahel, "targeting"), filled) == {
        "kind": "targeting",
        "actor": "france",
        "targets": {"isgs": 0.9},
        "strike_capacity": 3,
    }


def test_doing_it_takes_effect_next_week_and_is_listed_and_marked(form, session, model):
    assert form.when.startswith("Takes effect next week, on 22 Jan 2018")
    form.asked = {"kind": "deployment", "values": SEND}
    assert form.problems == {}
    assert form.said == "Noted: 250 fighters of Reds arrive: A."
    assert json.loads(form.deeds) == [[3, "22 Jan 2018", "250 fighters of Reds arrive: A", True]]
    assert session.wanted.value is None
    _box, context = solara.render(Timeline(model), handle_error=False)
    assert json.loads(context.find(TimeWidget).widget.marks)[0] == [
        3,
        "done",
        "250 fighters of Reds arrive: A",
    ]
    context.close()


def test_what_is_wrong_is_told_at_its_field_and_nothing_happens(form, model):
    form.asked = {"kind": "deployment", "values": SEND | {"force.fighters": "0"}}
    assert list(form.problems) == ["force.fighters"]
    assert form.problems["force.fighters"].startswith("0 is out of range; allowed: 1 to")
    form.asked = {"kind": "deployment", "values": SEND | {"force.place": "/etc/passwd"}}
    assert list(form.problems) == ["force.place"]
    form.asked = {"kind": "stance", "values": {"between.0": "reds", "between.1": "reds"}}
    assert set(form.problems) == {"stance"}
    same = {"between.0": "reds", "between.1": "reds", "stance": "war"}
    form.asked = {"kind": "stance", "values": same}
    assert form.problems == {"between": "names one actor twice; a relation is between two."}
    assert (model.setup.by_hand, form.said) == ({}, "")


def test_from_a_past_week_the_run_branches_with_what_was_done_before(form, session, model):
    form.asked = {"kind": "leader_killed", "values": {"actor": "blues", "by": "state"}}
    for _ in range(3):
        model.step()
    state.week.set(3)
    assert (form.act, "22 Jan" in form.when) == ("Branch from here", True)
    form.asked = {"kind": "deployment", "values": SEND}
    wanted = session.wanted.value
    assert isinstance(wanted, Wanted) and wanted.week == 3
    assert list(wanted.setup.by_hand) == ["leader_killed_2018_01_22", "deployment_2018_01_29"]
    assert list(model.setup.by_hand) == ["leader_killed_2018_01_22"]
    assert form.act == ""  # until it is there
    session.wanted.set(None)
    state.week.set(1)
    form.asked = {"kind": "deployment", "values": SEND}
    assert list(session.wanted.value.setup.by_hand) == ["deployment_2018_01_15"]


def test_the_run_wanted_is_computed_to_its_week_and_takes_the_place_of_the_one_shown(
    session, model
):
    setup = model.setup.with_intervention({"kind": "coup", "actor": "state"}, 2)
    _box, context = solara.render(Run(session), handle_error=False)
    session.wanted.set(Wanted(setup, 1))
    wait_until(lambda: session.wanted.value is None)
    branch = session.model.value
    assert (branch.week, branch.setup, branch.left) == (1, setup, False)
    assert model.left  # so that nobody plays it any more
    context.close()


def test_a_run_that_fails_says_so_and_the_one_shown_stays(session, model, monkeypatch):
    def fail(*_):
        raise MemoryError("no room for the map")

    monkeypatch.setattr("sim.view.panels.run.computed", fail)
    _box, context = solara.render(Run(session), handle_error=False)
    session.wanted.set(Wanted(model.setup, 1))
    wait_until(lambda: context.find(children=["Back"]).widgets)
    context.find(children=["Back"]).widget.click()
    assert session.wanted.value is None
    assert session.model.value is model and not model.left
    context.close()


def test_at_the_end_nothing_can_be_done_but_to_look_back(form, model):
    for _ in range(4):
        model.step()
    state.week.set(0)
    state.week.set(None)
    assert form.act == ""
    assert form.when.startswith("The run has ended.")


def test_closing_gives_the_series_their_place_back(form):
    state.intervening.set(True)
    form.closed += 1
    assert not state.intervening.value


TOLD = {
    "State withdraws 50% of its fighters: anywhere": (
        "withdrawal",
        {"actor": "state", "share": 0.5},
    ),
    "10 foreign fighters a week begin to join Reds": ("inflow", {"actor": "reds", "weekly": 10}),
    "Reds and Blues conclude a pact": ("stance", {"between": ["reds", "blues"], "stance": "pact"}),
    "State offers Reds a pact": ("pact_offer", {"actor": "state", "to": "reds"}),
    "Outside support of Reds is multiplied by 0.5": ("funding", {"actor": "reds", "factor": 0.5}),
    "The command of State is overthrown": ("coup", {"actor": "state"}),
    "The leader of Reds is killed by State": ("leader_killed", {"actor": "reds", "by": "state"}),
}


@pytest.mark.parametrize("told", TOLD)
def test_every_kind_has_its_words(told):
    kind, event = TOLD[told]
    setup = setup_of_file(SMALL).with_intervention({"kind": kind, **event}, 2)
    [name] = setup.by_hand
    assert deed(setup.scenario, setup.scenario.timeline[name]) == told
