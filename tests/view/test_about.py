"""About: what the page says of the model comes from the code, the data and the citation file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import solara
from ruamel.yaml import YAML

from sim.rules.schedule import WEEK
from sim.view import about, state
from sim.view.page import Board
from sim.view.panels.about import AboutWidget, told
from sim.view.watched import WatchedModel

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "scenarios" / "small.yaml"


@pytest.fixture(scope="module")
def model():
    return WatchedModel(SMALL)


def test_the_week_is_the_schedule_in_its_order_with_each_rules_own_claim_and_source(model):
    found = [(step.name, step.claim, step.source) for step in about.week(model.case)]
    expected = [(rule.name.replace("_", " "), rule.claim, rule.source) for rule in WEEK]
    assert found == expected


def test_a_rule_that_the_scenario_switches_off_is_said_to_be_off():
    model = WatchedModel(SMALL, **{"rules.beliefs.enabled": False})
    assert [step.name for step in about.week(model.case) if not step.on] == ["beliefs"]


def test_every_file_of_shipped_data_is_named_with_its_licence():
    found = about.data()
    assert len(found) == 7
    assert all(each.what and each.source and each.licence and each.certainty for each in found)
    assert any("CC BY 4.0" in each.licence for each in found)


def test_the_citation_is_that_of_the_citation_file():
    asked = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    for part in (asked["title"], asked["version"], asked["license"], asked["authors"][0]["name"]):
        assert part in about.citation()


def test_the_tab_shows_the_page(model):
    state.begin_anew()
    state.tab.set("about")
    _box, context = solara.render(Board(model), handle_error=False)
    widget = context.find(AboutWidget).widget
    assert widget.told == told(model)
    assert json.loads(widget.told)["scenario"][0] == model.film.scene.title
    context.close()
    state.tab.set("watch")
