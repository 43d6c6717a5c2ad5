"""Panels: what they hand to the browser."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import solara
from mesa.visualization import SolaraViz

from sim.view import state
from sim.view.cell_lines import cell_charts
from sim.view.facts import facts
from sim.view.fights import fights
from sim.view.frame import NO_ACTOR
from sim.view.layers import MODES, bands, layer, marks
from sim.view.lines import charts, points
from sim.view.page import Board
from sim.view.panels.feed import Events, FeedWidget
from sim.view.panels.map import Map, MapWidget
from sim.view.panels.pair import OverviewWidget, Pair
from sim.view.panels.relations import Relations, RelationsWidget
from sim.view.panels.series import Cell, Series, SeriesWidget
from sim.view.panels.timeline import Timeline, TimeWidget
from sim.view.state import Mode
from sim.vocabulary import Stance
from tests.view.rendered import shown


@pytest.fixture(autouse=True)
def fresh_state():
    state.begin_anew()


def test_the_board_shows_map_series_and_time_line(model):
    _box, context = solara.render(Board(model), handle_error=False)
    for kind in (MapWidget, SeriesWidget, TimeWidget):
        context.find(kind).assert_single()
    context.close()


def test_panels_work_in_the_stock_page_of_mesa(model):
    page = SolaraViz(model, components=[Map, Series, Timeline, Relations, Pair, Events])
    _box, context = solara.render(page, handle_error=False)
    for kind in (MapWidget, SeriesWidget, TimeWidget, RelationsWidget, OverviewWidget, FeedWidget):
        context.find(kind).assert_single()
    context.close()


def test_the_map_shows_the_week_that_is_looked_at(model):
    widget, context = shown(Map(model), MapWidget)
    assert widget.layer["first"] == model.film.at(None).holder.tobytes()
    state.week.set(2)
    assert widget.layer["first"] == model.film.at(2).holder.tobytes()
    context.close()


def test_hiding_an_actor_on_the_map_hides_its_lines_too(model):
    map_widget, map_context = shown(Map(model), MapWidget)
    series, series_context = shown(Series(model), SeriesWidget)
    map_widget.hidden = [model.film.cast[0].name]
    assert series.hidden == [model.film.cast[0].name]
    map_context.close()
    series_context.close()


def test_the_scrubber_goes_back_and_returns_to_the_newest_week(model):
    widget, context = shown(Timeline(model), TimeWidget)
    widget.asked = 3
    assert (state.week.value, widget.week) == (3, 3)
    widget.asked = -1
    assert (state.week.value, widget.week) == (None, 6)
    context.close()


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_colours_every_cell(model, mode):
    film = model.film
    found = layer(film, film.at(None), Mode(mode))
    assert len(found["first"]) == film.scene.grid.size


def test_loyalty_is_shown_only_where_the_group_lives(model):
    film = model.film
    found = layer(film, film.at(None), Mode("loyalty", actor=0, group=0))
    lives = np.frombuffer(found["strength"], np.uint8).astype(bool)
    homes = film.scene.community_cell[film.scene.community_group == 0]
    assert set(np.flatnonzero(lives)) == set(homes.tolist())


@pytest.mark.parametrize("mode", MODES)
def test_maps_of_people_show_no_fighters_and_maps_of_one_actor_only_its_own(model, mode):
    frame = model.film.at(None)
    owners = set(bands(frame, Mode(mode, actor=1))[:, 1].tolist())
    everybody = set(frame.bands[:, 1].tolist())
    expected = {"control": everybody, "spheres": everybody, "actor": {1}, "loyalty": {1}}
    assert owners == expected.get(mode, set())


def test_marks_are_the_events_of_the_weeks_asked_for(model):
    film = model.film
    rows = np.frombuffer(marks(film, film.at(6), 3), np.uint16).reshape(-1, 5)
    assert len(rows) == sum(len(film.at(week).events.cell) for week in (4, 5, 6))
    assert set(rows[:, 3].tolist()) <= {0, 1, 2}


def test_facts_of_a_cell_name_its_holder(model):
    film, frame = model.film, model.film.at(None)
    cell = int(np.flatnonzero(frame.holder == 0)[0])
    rows = dict(facts(film, frame, cell)["rows"])
    assert rows["Held by"].startswith(film.cast[0].label)


def test_no_cell_has_no_facts(model):
    assert facts(model.film, model.film.at(None), -1) == {}


def test_points_hold_a_row_for_each_week_and_a_column_for_each_line(model):
    film = model.film
    found = points(film, charts(film, None), 4)
    values = np.frombuffer(found["values"], np.float32).reshape(-1, len(found["keys"]))
    assert found["from"] == 4 and len(values) == 3
    name = film.cast[0].name
    column = values[:, found["keys"].index(f"share:{name}")]
    assert column == pytest.approx([film.at(week).share[name] for week in (4, 5, 6)])


def test_a_browser_that_lacks_weeks_gets_them(model):
    widget, context = shown(Series(model), SeriesWidget)
    widget.lacking = 0
    assert widget.points["from"] == 0
    context.close()


def test_a_pinned_cell_shows_its_history_and_the_way_back(model):
    state.pinned.set(3)
    widget, context = shown(Cell(model), SeriesWidget)
    assert widget.heading == model.film.scene.place(3)
    assert json.loads(widget.charts)[0]["name"] == "held"
    widget.back += 1
    assert state.pinned.value is None
    context.close()


def test_the_history_of_a_cell_tells_who_held_it_each_week(model):
    film = model.film
    held, *_ = cell_charts(film, 3)
    for frame in film.since(0):
        holder = frame.holder[3]
        told = held.values(frame)[0]
        assert np.isnan(told) if holder == NO_ACTOR else told == holder


def test_fights_count_the_dead_of_each_pair(model):
    film = model.film
    found = fights(film, film.at(None))
    everybody = sum(int(frame.events.deaths.sum()) for frame in film.since(0))
    assert 0 < sum(fight.deaths for fight in found) <= everybody
    for fight in found:
        assert sum(fight.weekly) == fight.deaths


def test_a_war_of_insurgent_groups_that_has_just_begun_comes_first_then_the_bloodiest(model):
    frame = model.film.at(None)
    since = frame.relations.since.copy()
    since[1, 2] = since[2, 1] = 5
    begun = replace(frame, relations=replace(frame.relations, since=since))
    first, *rest = fights(model.film, begun)
    assert [model.film.cast[row].name for row in (first.actor, first.other)] == ["reds", "blues"]
    assert first.stance == "at war since 5 Feb 2018"
    assert [fight.deaths for fight in rest] == sorted((f.deaths for f in rest), reverse=True)


def test_a_fight_says_what_the_two_are_to_each_other(model):
    film, frame = model.film, model.film.at(None)
    for fight in fights(film, frame):
        war = fight.other >= 0 and frame.relations.stance[fight.actor, fight.other] == Stance.WAR
        assert fight.stance.startswith("at war") == war
        assert (fight.stance == "attacks on civilians") == (fight.other < 0)


def test_the_page_of_the_guide_shows_its_panels(monkeypatch):
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    guide = (root / "docs" / "view.md").read_text(encoding="utf-8")
    names = {}
    exec(guide.partition("```python\n")[2].partition("```")[0], names)
    _, context = solara.render(names["page"], handle_error=False)
    for kind in (MapWidget, SeriesWidget, TimeWidget):
        context.find(kind).assert_single()
    context.close()


def test_scripts_never_write_markup():
    from sim.view import assets

    for script in assets.STATIC.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert "innerHTML" not in text and "insertAdjacentHTML" not in text
