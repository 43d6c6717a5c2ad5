"""Batch: what the page says of many runs is what their tables say."""

from __future__ import annotations

import json

import ipyvuetify as v
import numpy as np
import pandas as pd
import pytest
import solara

from sim.analysis.compare.outcomes import effect_of
from sim.analysis.compare.pairs import comparisons
from sim.batch.backends import Failure
from sim.batch.batch import run_batch
from sim.batch.store import keep
from sim.record.results import open_results
from sim.view import opened, state
from sim.view.folder import DONE, FAILED, MISSING, group_text, open_folder
from sim.view.gathering import Gathering, gathering_of
from sim.view.outcome_rows import outcome_cards
from sim.view.page import Board
from sim.view.panels.batch import BatchWidget, sentences
from sim.view.panels.chances import ChooserWidget, cell_chances, chance_layer
from sim.view.panels.fans import FansWidget, drawn
from sim.view.panels.map import MapWidget
from sim.view.panels.outcomes import OutcomesWidget
from sim.view.panels.runs import RunsWidget
from sim.view.run_rows import PAGE, Choice, run_page
from sim.view.watched import WatchedModel
from tests.view.batches import GROUPS, interrupted, made
from tests.view.browser import SMALL

QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return made(tmp_path_factory.mktemp("batch"))


@pytest.fixture(scope="module")
def unfinished(results, tmp_path_factory):
    return interrupted(results, tmp_path_factory.mktemp("unfinished") / "pair")


def gathered(path):
    found = Gathering(open_folder(path))
    found._read_all()
    assert found.fault is None
    return found


@pytest.fixture(scope="module")
def gathering(results):
    return gathered(results)


@pytest.fixture(scope="module")
def model():
    return WatchedModel(SMALL)


@pytest.fixture
def open_page(results, model, monkeypatch):
    """The board with the Batch tab of the opened folder, all of it read."""
    folder = open_folder(results)
    monkeypatch.setattr(opened, "folder", folder)
    monkeypatch.setattr(opened, "sources", (opened.run_of(folder, 0),))
    gathering_of(folder)._read_all()
    state.begin_anew()
    state.tab.set("batch")
    _box, context = solara.render(Board(model), handle_error=False)
    yield context
    context.close()
    state.begin_anew()
    state.tab.set("watch")


def test_the_bands_are_the_quantiles_of_the_stored_shares(gathering, results):
    shares = open_results(results).territory_share
    shares = shares[shares["country"] == "ALL"]
    for group in GROUPS:
        for name, band in gathering.summary.bands[group].items():
            own = shares[(shares["alternative"] == group) & (shares["actor"] == name)]
            by_week = own.groupby("week")["share_cells"]
            expected = by_week.quantile(QUANTILES).unstack().to_numpy().T
            assert band == pytest.approx(expected, abs=1e-6)


def test_the_probability_of_control_is_the_share_of_runs_that_say_so(gathering, results):
    tables = open_results(results)
    months = tables.cell_months
    chances = gathering.chances
    cells = pd.unique(months["cell_id"])
    for month in chances.months:
        for group in GROUPS:
            own = months[(months["alternative"] == group) & (months["month_id"] == month)]
            held = own[own["controller"] == "reds"].groupby("cell_id").size() / 3
            expected = held.reindex(cells, fill_value=0).to_numpy()
            assert chances.probability(group, "reds", month) == pytest.approx(expected)


def test_a_map_shows_the_probabilities_in_bytes_and_none_where_it_never_happens(gathering):
    chances = gathering.chances
    month = chances.months[-1]
    layer = chance_layer(chances, "as_is", "reds", month)
    expected = np.rint(chances.probability("as_is", "reds", month) * 255).astype(np.uint8)
    assert np.frombuffer(layer["first"], np.uint8).tolist() == expected.tolist()
    present = np.frombuffer(layer["strength"], np.uint8).astype(bool)
    assert present.tolist() == (expected > 0).tolist()


def test_the_facts_of_a_cell_name_its_likeliest_holder_first(gathering):
    chances, month = gathering.chances, gathering.chances.months[-1]
    cell = int(np.argmax(chances.probability("as_is", "reds", month)))
    found = cell_chances(chances, gathering.summary, "as_is", cell, month)
    assert found["title"].endswith("in Country A")
    assert found["rows"][0] == ["Reds", "100% of runs"]


def test_outcomes_are_told_by_alternative_with_the_paired_change_of_sim_compare(gathering, results):
    tables = open_results(results)
    cards = outcome_cards(gathering.folder, gathering.outcomes, GROUPS)
    assert [card["name"] for card in cards] == ["reds end", "deaths"]
    values = tables.outcomes.set_index("alternative")["deaths"]
    for group, told in zip(GROUPS, cards[1]["groups"], strict=True):
        assert told["dots"] == sorted(values[group].tolist())
        assert told["quantiles"] == pytest.approx(values[group].quantile(QUANTILES).tolist())
    (compared,) = comparisons(tables.runs, gathering.folder.design)
    expected = effect_of(compared, tables.outcomes.set_index("run_id")["deaths"].astype(float))
    (change,) = cards[1]["changes"]
    assert (change["change"], change["low"], change["high"], change["pairs"]) == pytest.approx(
        (expected.change, expected.low, expected.high, 3)
    )
    assert change["label"] == "strong reds instead of as is"


def test_runs_are_filtered_ordered_and_told_a_page_at_a_time(gathering):
    folder, outcomes = gathering.folder, gathering.outcomes
    count, rows = run_page(
        folder, outcomes, Choice(group="strong_reds", column="deaths", down=True)
    )
    assert count == len(rows) == 3
    deaths = [cells[-1] for _, cells, _ in rows]
    assert deaths == sorted(deaths, reverse=True)
    assert {cells[0] for _, cells, _ in rows} == {"strong_reds"}
    assert run_page(folder, outcomes, Choice(page=1)) == (6, [])
    assert PAGE >= 6


def test_an_unfinished_batch_shows_the_runs_that_are_done_and_says_so(unfinished, gathering):
    found = gathered(unfinished)
    folder = found.folder
    assert (folder.count(DONE), folder.count(MISSING)) == (4, 2)
    assert sentences(found)[:2] == ["4 of 6 runs are done.", "No process is at work."]
    assert found.chances.runs == {"as_is": 2, "strong_reds": 2}
    whole = gathering.outcomes.set_index("run_id")
    for row in found.outcomes.to_dict("records"):
        assert row["deaths"] == whole.loc[row["run_id"], "deaths"]
    assert [row[1][2] for row in run_page(folder, found.outcomes, Choice())[1]].count(MISSING) == 2


def test_a_run_that_failed_is_told_apart_with_why(results, tmp_path):
    path = interrupted(results, tmp_path / "pair")
    missing = open_folder(path).runs.query("status == 'missing'")["run_id"].iloc[0]
    keep(path, missing, Failure("ValueError: no fighters", "Traceback ..."))
    folder = open_folder(path)
    assert [folder.count(status) for status in (DONE, FAILED, MISSING)] == [4, 1, 1]
    count, ((_, _, error),) = run_page(folder, gathered(path).outcomes, Choice(status=FAILED))
    assert (count, error) == (1, "ValueError: no fighters")
    assert "1 failed." in sentences(gathered(path))


def test_a_batch_without_any_run_done_can_be_opened(unfinished, tmp_path):
    (tmp_path / "plan.json").write_bytes((unfinished / "plan.json").read_bytes())
    found = gathered(tmp_path)
    assert (found.summary.read, found.folder.first) == (0, 0)
    assert outcome_cards(found.folder, found.outcomes, GROUPS)[0]["changes"] == []


def test_what_a_large_batch_reads_first_is_one_run_of_each_alternative(gathering):
    folder = gathering.folder
    assert [folder.groups.iloc[place] for place in gathering.places[:4]] == [*GROUPS, *GROUPS]


def test_points_of_a_grid_stand_apart_and_are_named_by_what_was_varied(tmp_path):
    (tmp_path / "grid.yaml").write_text(
        f"batch: grid\nbase: {SMALL}\nvary: {{rules.movement.risk: [0.1, 0.2]}}\n"
        "seeds: {root: 1, replicates: 1}\n",
        encoding="utf-8",
    )
    run_batch(tmp_path / "grid.yaml", tmp_path / "grid", workers=1, quiet=True)
    found = gathered(tmp_path / "grid")
    assert list(found.summary.bands) == ["rules.movement.risk=0.1", "rules.movement.risk=0.2"]
    assert group_text("rules.movement.risk=0.1") == "movement risk 0.1"
    assert group_text("as_is; actors.reds.skill=2") == "as is, reds skill 2"


def test_every_run_done_or_not_is_watched_as_the_batch_made_it(unfinished, results):
    folder = open_folder(unfinished)
    shares = open_results(results).territory_share
    for place, row in folder.runs.iterrows():
        model = WatchedModel(opened.run_of(folder, place).setup())
        while model.running:
            model.step()
        own = shares[(shares["run_id"] == row["run_id"]) & (shares["week"] == model.week)]
        last = own.loc[own["country"] == "ALL", "share_cells"].tolist()
        assert sorted(model.film.at(None).share.values()) == pytest.approx(sorted(last), abs=1e-5)


def test_the_tab_shows_fans_maps_outcomes_and_runs(open_page):
    for kind in (BatchWidget, FansWidget, ChooserWidget, OutcomesWidget, RunsWidget):
        open_page.find(kind).assert_single()
    assert [widget.heading for widget in open_page.find(MapWidget).widgets] == [
        "as is",
        "strong reds",
    ]


def test_a_click_on_a_chart_sets_the_month_of_the_maps(open_page):
    chooser = open_page.find(ChooserWidget).widget
    assert chooser.month == 1
    open_page.find(FansWidget).widget.asked = 1
    assert chooser.month == 0


def test_an_alternative_that_is_hidden_leaves_every_chart(open_page, gathering):
    open_page.find(BatchWidget).widget.shown = ["strong_reds"]
    fans = open_page.find(FansWidget).widget
    assert fans.bands == drawn(gathering.summary, ("strong_reds",))[1]
    assert len(open_page.find(MapWidget).widgets) == 1
    groups = json.loads(open_page.find(OutcomesWidget).widget.cards)[0]["groups"]
    assert len(groups) == 1


def test_without_a_folder_the_tab_says_how_to_make_one(model):
    state.begin_anew()
    state.tab.set("batch")
    _box, context = solara.render(Board(model), handle_error=False)
    context.find(BatchWidget).assert_empty()
    commands = context.find(v.Html, tag="pre").widget.children[0]
    assert f"sim run {SMALL} --set seeds.replicates=20" in commands
    context.close()
    state.tab.set("watch")
