"""Compare: two runs at the same week, their difference, and where they part."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest
import solara

from sim.view import opened, state
from sim.view.apart import Apart, details
from sim.view.choices import CHANGE, changed, choices
from sim.view.companion import Companion
from sim.view.difference import cells_apart, difference, facts_apart, joint_cast
from sim.view.fields import field_groups
from sim.view.folder import open_folder
from sim.view.frame import NO_ACTOR
from sim.view.lines import charts, points
from sim.view.opened import Source
from sim.view.page import Board
from sim.view.panels.compare import CompareWidget
from sim.view.panels.map import MapWidget
from sim.view.panels.parting import PartingWidget, rule_of, settings_told
from sim.view.panels.series import SeriesWidget
from sim.view.setup import setup_of_file
from sim.view.state import Mode
from sim.view.watched import WatchedModel
from tests.view.batches import made
from tests.view.browser import SMALL

WEEKS = 6
MANY_REDS = {"actors.reds.forces.0.fighters": 600}


def watched(values=None):
    model = WatchedModel(setup_of_file(SMALL).changed(values or {}))
    for _ in range(WEEKS):
        model.step()
    return model


@pytest.fixture(scope="module")
def model():
    return watched()


@pytest.fixture(scope="module")
def more_reds():
    return watched(MANY_REDS)


@pytest.fixture
def tab(model):
    """The board on the tab, and what finds widgets in it."""
    state.begin_anew()
    state.tab.set("compare")
    _box, context = solara.render(Board(model), handle_error=False)
    yield context
    context.close()
    state.begin_anew()


def ready(companion, week=WEEKS):
    """Waits until a second run has come to a week."""
    end = time.monotonic() + 60
    companion.follow(week)
    while companion.week < week:
        assert companion.fault is None and time.monotonic() < end
        time.sleep(0.01)
    return companion


def test_a_companion_is_the_run_of_its_setup_up_to_the_week_asked_and_no_further(more_reds):
    companion = ready(Companion("more Reds", more_reds.setup), 3)
    assert companion.week == 3
    for week in range(4):
        ours, theirs = companion.film.at(week), more_reds.film.at(week)
        assert ours.bands.tolist() == theirs.bands.tolist()
        assert ours.holder.tolist() == theirs.holder.tolist()


def test_a_companion_that_fails_says_why():
    class Broken:
        case = property(lambda self: 1 / 0)

    companion = Companion("broken", Broken())
    companion.follow(1)
    end = time.monotonic() + 10
    while companion.fault is None and time.monotonic() < end:
        time.sleep(0.01)
    assert companion.fault is not None and not companion.busy


def test_the_same_run_twice_differs_in_nothing(model):
    other = ready(Companion("the same", model.setup)).film
    apart = Apart(model.film, other)
    apart.upto(WEEKS)
    assert apart.week is None
    assert not cells_apart(model.film, other, model.film.at(None), other.at(None)).any()


def test_the_difference_is_each_cell_that_somebody_else_holds(model, more_reds):
    one, other = model.film, more_reds.film
    frame, beside = one.at(WEEKS), other.at(WEEKS)
    found = difference(one, other, frame, beside, Mode())
    differ = frame.holder != beside.holder
    assert differ.any()
    first = np.frombuffer(found["first"], np.uint8)
    second = np.frombuffer(found["second"], np.uint8)
    assert first[differ].tolist() == frame.holder[differ].tolist()
    assert second[differ].tolist() == beside.holder[differ].tolist()
    assert set(first[~differ].tolist()) == set(second[~differ].tolist()) == {NO_ACTOR}


def test_the_difference_of_a_share_is_the_other_less_this_one(model, more_reds):
    one, other = model.film, more_reds.film
    frame, beside = one.at(WEEKS), other.at(WEEKS)
    found = difference(one, other, frame, beside, Mode("actor", actor=1))
    ours, theirs = (each.influence.array()[1].astype(int) for each in (frame, beside))
    values = np.frombuffer(found["first"], np.uint8).astype(int)
    assert ((values > 128) <= (theirs > ours)).all()
    assert ((values < 127) <= (theirs < ours)).all()
    assert (theirs > ours).any()


def test_actors_that_only_the_other_run_has_join_the_cast_at_its_end(model, more_reds):
    assert joint_cast(model.film, more_reds.film) == model.film.cast


def test_the_facts_of_a_cell_name_both_holders(model, more_reds):
    one, other = model.film, more_reds.film
    frame, beside = one.at(WEEKS), other.at(WEEKS)
    cell = int(np.flatnonzero(cells_apart(one, other, frame, beside))[0])
    rows = dict(facts_apart(one, other, frame, beside, cell)["rows"])
    assert rows["This run"] != rows["Other run"]


def test_two_runs_part_in_the_first_week_in_which_anything_differs(model, more_reds):
    apart = Apart(model.film, more_reds.film)
    apart.upto(WEEKS)
    assert apart.week == apart.first["Bands and where they are"] == 0
    later = watched({"rules.movement.enabled": False, "time.burn_in": 0})
    same_start = watched({"time.burn_in": 0})
    apart = Apart(same_start.film, later.film)
    apart.upto(0)
    assert apart.week is None
    apart.upto(WEEKS)
    assert apart.week == 1


def test_what_differs_first_is_told_in_sentences(model, more_reds):
    told = details(model.film, more_reds.film, 0)
    ours = int(model.film.at(0).fighters[1])
    theirs = int(more_reds.film.at(0).fighters[1])
    assert f"Reds: {ours} fighters, in the other run {theirs}" in told


def test_the_rule_by_which_they_part_is_that_of_sim_why():
    on, off = ({"time.burn_in": 0, "rules.movement.enabled": flag} for flag in (True, False))
    one, other = (setup_of_file(SMALL).changed(values) for values in (on, off))
    parting = rule_of(one, other, 1)
    assert (parting.week, parting.rule) == (1, "movement")
    assert settings_told(one, other) == [["Movement", "on", "off"]]


def test_runs_on_other_maps_are_refused_in_words():
    wider = setup_of_file(SMALL).changed({"area.width": 9})
    assert "not on the same map" in rule_of(setup_of_file(SMALL), wider, 1)


def test_one_change_is_a_switch_turned_or_a_value_written(model):
    groups = field_groups(model.setup)
    switched = changed(model.setup, groups, {"path": "rules.movement.enabled", "value": ""})
    assert switched.label == "with Movement: off"
    assert switched.setup.values == {"rules.movement.enabled": False}
    seeded = changed(model.setup, groups, {"path": "seed", "value": "8"})
    assert seeded.setup.scenario.seed == 8


def test_the_run_before_and_other_scenarios_are_offered(model, monkeypatch):
    state.begin_anew()
    sources = tuple(Source(name, lambda: model.setup) for name in ("small", "other"))
    monkeypatch.setattr(opened, "sources", sources)
    assert [each.key for each in choices()] == [CHANGE, "source 1"]
    state.before.set(model.setup)
    assert [each.key for each in choices()] == ["before", CHANGE, "source 1"]
    state.begin_anew()


def test_runs_of_a_batch_with_the_same_seed_are_offered(tmp_path, monkeypatch):
    state.begin_anew()
    folder = open_folder(made(tmp_path))
    monkeypatch.setattr(opened, "folder", folder)
    monkeypatch.setattr(opened, "sources", (opened.run_of(folder, 1),))
    other = next(each for each in choices() if each.key != CHANGE)
    assert other.label == "pair: strong reds, replicate 2"
    assert other.source.setup().seed == opened.sources[0].setup().seed


def test_before_anything_is_chosen_the_tab_says_what_it_is_for(tab):
    tab.find(CompareWidget).assert_single()
    tab.find(MapWidget).assert_empty()


def test_a_choice_shows_both_maps_the_difference_the_series_and_the_first_difference(
    tab, model, more_reds
):
    state.companion.set(ready(Companion("twice as many Reds", more_reds.setup)))
    first, second, between = tab.find(MapWidget).widgets
    other = state.companion.value.film
    assert first.layer["first"] == model.film.at(None).holder.tobytes()
    assert second.layer["first"] == other.at(None).holder.tobytes()
    apart = (model.film.at(None).holder != other.at(None).holder).sum()
    assert between.heading == f"Difference: {apart} of 48 cells held by somebody else"
    series = tab.find(SeriesWidget).widget
    assert series.ghost["values"] == points(other, charts(other, None), 0)["values"]
    assert series.ghost_told == "Dashed: twice as many Reds."
    told = json.loads(tab.find(PartingWidget).widget.told)
    assert told["when"] == [0, "1 Jan 2018"]


def test_both_maps_show_the_week_that_is_looked_at(tab, model, more_reds):
    state.companion.set(ready(Companion("twice as many Reds", more_reds.setup)))
    state.week.set(2)
    first, second, _ = tab.find(MapWidget).widgets
    assert first.layer["first"] == model.film.at(2).holder.tobytes()
    assert second.layer["first"] == more_reds.film.at(2).holder.tobytes()


def test_runs_on_other_land_stand_side_by_side_without_a_difference(tab, model):
    wider = setup_of_file(SMALL).changed({"area.width": 9})
    state.companion.set(ready(Companion("wider", wider)))
    assert len(tab.find(MapWidget).widgets) == 2
    told = json.loads(tab.find(PartingWidget).widget.told)
    assert not told["comparable"] and told["when"] is None


def test_a_value_that_is_no_good_is_refused_in_words(tab):
    widget = tab.find(CompareWidget).widget
    widget.asked = {"key": CHANGE, "path": "rules.movement.risk", "value": "many", "number": 1}
    assert widget.problem != ""
    assert state.companion.value is None


def test_maps_look_at_the_same_place(tab, more_reds):
    state.companion.set(ready(Companion("twice as many Reds", more_reds.setup)))
    first, second, between = tab.find(MapWidget).widgets
    first.sight = [2, -0.1, -0.2]
    assert second.sight == between.sight == [2, -0.1, -0.2]
