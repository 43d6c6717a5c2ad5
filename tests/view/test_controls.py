"""The controls: what the schema offers, and what is made of what the reader writes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
import solara

from sim.rules.schedule import WEEK
from sim.view import state
from sim.view.fields import field_groups, values_of
from sim.view.panels.controls import Controls, ControlsWidget
from sim.view.panels.own import Own, OwnWidget
from sim.view.session import Session
from sim.view.setup import setup_of_file
from sim.view.watched import WatchedModel

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "scenarios" / "small.yaml"


@pytest.fixture(autouse=True)
def fresh_state():
    state.begin_anew()
    yield
    state.own.set(None)
    state.source.set(None)


@pytest.fixture(scope="module")
def model():
    return WatchedModel(SMALL)


@pytest.fixture
def session(model):
    return Session(solara.reactive(model), solara.reactive(None))


@pytest.fixture
def controls(session):
    _box, context = solara.render(Controls(session), handle_error=False)
    yield context.find(ControlsWidget).widget
    context.close()


def offered(setup):
    return {
        field.path: field
        for group in field_groups(setup)
        for field in (*group.fields, *([group.switch] if group.switch else []))
    }


def test_every_number_of_every_rule_can_be_set_and_every_rule_switched_off(model):
    paths = set(offered(model.setup))
    for rule in WEEK:
        names = rule.parameters.model_fields
        assert {f"rules.{rule.name}.{name}" for name in names} <= paths


def test_a_field_tells_range_unit_default_and_where_it_comes_from(model):
    field = offered(model.setup)["rules.pacts.leak"]
    assert (field.low, field.high, field.told, field.unit) == (0, 1, "0 to 1", "per week")
    assert (field.value, field.default) == (0.04, 0.04)
    assert field.source.startswith("own design")


def test_a_field_tells_what_the_scenario_has_beside_the_default():
    field = offered(setup_of_file(SMALL).changed({"time.burn_in": 9}))["time.burn_in"]
    assert (field.value, field.default) == (2, 26)


def test_planned_interventions_can_be_switched_off():
    setup = setup_of_file(ROOT / "scenarios" / "two_groups.yaml")
    assert offered(setup)["timeline.arrivals.enabled"].value is True
    off = setup.changed({"timeline.arrivals.enabled": False})
    assert not off.scenario.timeline["arrivals"].enabled
    assert off.by_hand == {}


def test_actors_have_their_numbers_and_those_of_their_outlet():
    setup = setup_of_file(ROOT / "scenarios" / "two_groups.yaml")
    paths = offered(setup)
    assert paths["actors.strict_group.aggression"].value == 2
    assert paths["actors.strict_group.outlet.inflation"].value == 3
    assert "actors.state.outlet.inflation" not in paths


def test_numbers_are_read_as_in_yaml_and_nothing_else_can_be_set(model):
    groups = field_groups(model.setup)
    written = {
        "rules.battles.rate": " 1e-1 ",
        "seed": "9",
        "rules.pacts.enabled": False,
        "time.weeks": "many",
        "plugins.rules": "x.py",
    }
    assert values_of(groups, written) == {
        "rules.battles.rate": 0.1,
        "seed": 9,
        "rules.pacts.enabled": False,
        "time.weeks": "many",
    }


def test_long_seeds_reach_the_browser_digit_by_digit(session):
    setup = setup_of_file(SMALL).changed({"seed": 2**63 - 1})
    session.model.set(WatchedModel(setup))
    _box, context = solara.render(Controls(session), handle_error=False)
    assert context.find(ControlsWidget).widget.applied == {"seed": "9223372036854775807"}
    context.close()


def test_applying_wants_a_run_of_the_same_scenario_with_the_values(controls, session, model):
    controls.asked = {"values": {"seed": "8", "rules.battles.rate": "0.5"}}
    wanted = session.wanted.value
    assert wanted.setup.values == {"seed": 8, "rules.battles.rate": 0.5}
    assert wanted.setup.start is model.setup.start
    assert (wanted.week, controls.problems) == (0, {})


def test_what_is_put_back_is_no_longer_set(session):
    session.model.set(WatchedModel(SMALL, seed=9))
    _box, context = solara.render(Controls(session), handle_error=False)
    widget = context.find(ControlsWidget).widget
    assert widget.draft == widget.applied == {"seed": "9"}
    widget.asked = {"values": {}}
    assert session.wanted.value.setup.values == {}
    context.close()


def test_a_value_out_of_range_is_told_at_its_field_in_the_words_of_sim_check(controls, session):
    controls.asked = {"values": {"rules.pacts.leak": "7", "time.weeks": "many"}}
    assert session.wanted.value is None
    assert controls.problems == {
        "rules.pacts.leak": "7 is out of range; allowed: 0 to 1 (per week).",
        "time.weeks": "'many' is of the wrong type; allowed: a whole number, 1 to 5200 (weeks).",
    }


def test_what_was_written_stays_when_the_tab_is_left(session):
    for _ in range(2):
        _box, context = solara.render(Controls(session), handle_error=False)
        widget = context.find(ControlsWidget).widget
        widget.draft = {**widget.draft, "seed": "12"}
        context.close()
    assert state.draft.value == {"seed": "12"}


def test_the_form_is_the_groups_as_json(controls, model):
    found = json.loads(controls.groups)
    assert [group["name"] for group in found] == [g.name for g in field_groups(model.setup)]
    assert found[0]["fields"][0] == asdict(offered(model.setup)["seed"]) | {
        "value": "7",
        "default": "1",
    }


def test_a_pasted_scenario_is_watched_and_a_bad_one_told_line_by_line():
    _box, context = solara.render(Own(), handle_error=False)
    widget = context.find(OwnWidget).widget
    text = SMALL.read_text("utf-8")
    widget.asked = {"text": text.replace("type: rebel_group", "type: rebels")}
    assert [line for line, _ in widget.problems] == [17, 22]
    assert state.own.value is None
    widget.asked = {"text": text}
    assert widget.problems == []
    assert state.source.value is state.own.value
    assert state.own.value.setup().scenario.scenario == "small"
    context.close()
