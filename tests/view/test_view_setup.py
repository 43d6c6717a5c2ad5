"""What a watched run is made of, and interventions in it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sim.batch.batch import run_batch
from sim.batch.stored import differing_tables, stored_runs
from sim.engine import simulate
from sim.errors import InputError
from sim.view.scenario_text import scenario_text, yaml_text
from sim.view.setup import setup_of_file, setup_of_run, setup_of_text
from sim.view.watched import TooLateError, WatchedModel, computed
from tests.state import digest

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "scenarios" / "small.yaml"
REINFORCED = {
    "kind": "deployment",
    "actor": "reds",
    "force": {"place": {"country": "A"}, "fighters": 400, "cells": 5, "by": "people"},
}
FELLED = {"kind": "leader_killed", "actor": "blues", "by": "state"}


def carried_on(model, week):
    while model.week < week:
        model.step()
    return model


def poked():
    """A run with a changed parameter and two interventions in weeks 2 and 4."""
    setup = setup_of_file(SMALL).changed({"rules.battles.rate": 0.9, "seed": 11})
    model = carried_on(WatchedModel(setup), 1)
    model.intervene(REINFORCED)
    carried_on(model, 3).intervene(FELLED)
    return carried_on(model, 6)


def test_a_run_is_the_one_that_sim_run_makes_of_the_same_file(tmp_path):
    run_batch(SMALL, tmp_path, workers=1, quiet=True)
    [stored] = stored_runs(tmp_path)
    setup = setup_of_file(SMALL)
    assert setup.seed == stored.plan.seed
    assert differing_tables(stored, simulate(setup.case, setup.seed).tables) == []


def test_an_intervention_takes_effect_next_week_and_is_recorded_with_its_date():
    model = carried_on(WatchedModel(SMALL), 1)
    before = int(model.film.at(None).fighters[1])
    model.intervene(REINFORCED)
    model.step()
    assert model.film.at(None).fighters[1] > before + 300
    assert model.setup.by_hand == {"deployment_2018_01_15": {**REINFORCED, "date": "2018-01-15"}}
    assert [(each.week, each.by_hand) for each in model.film.scene.planned] == [(2, True)]


def test_two_interventions_of_a_kind_in_one_week_both_happen():
    model = WatchedModel(SMALL)
    for _ in range(2):
        model.intervene(REINFORCED)
    assert list(model.setup.by_hand) == ["deployment_2018_01_08", "deployment_2018_01_08_2"]
    assert len(model.world.timeline[1]) == 2


def test_the_saved_scenario_makes_the_same_world_as_the_run_that_was_watched(tmp_path):
    model = poked()
    saved = tmp_path / "saved.yaml"
    saved.write_text(scenario_text(model.setup), encoding="utf-8")
    again = carried_on(WatchedModel(saved), 6)
    assert digest(again.world) == digest(model.world)
    assert digest(model.world) != digest(carried_on(WatchedModel(SMALL, seed=11), 6).world)


def test_sim_run_of_the_saved_scenario_writes_the_tables_of_the_run_that_was_watched(tmp_path):
    model = poked()
    saved = tmp_path / "saved.yaml"
    saved.write_text(scenario_text(model.setup), encoding="utf-8")
    run_batch(saved, tmp_path / "results", workers=1, quiet=True)
    [stored] = stored_runs(tmp_path / "results")
    tables = simulate(model.setup.case, model.setup.seed).tables
    assert differing_tables(stored, tables) == []
    assert len(tables["strategic_developments"]["week"])


def test_a_branch_is_the_run_up_to_its_week_and_then_another_one():
    model = poked()
    branched = model.setup.until(3).with_intervention({**REINFORCED, "actor": "blues"}, 4)
    assert list(branched.by_hand) == ["deployment_2018_01_15", "deployment_2018_01_29"]
    told = []
    branch = computed(branched, 3, told.append)
    assert told == [1, 2, 3]
    for week in range(4):
        assert branch.film.at(week).deaths == model.film.at(week).deaths
        assert (branch.film.at(week).holder == model.film.at(week).holder).all()
    carried_on(branch, 6)
    assert (branch.film.at(6).fighters != model.film.at(6).fighters).any()


def test_reset_forgets_what_was_done_by_hand_and_keeps_what_was_set():
    setup = poked().setup.until(0)
    assert setup.by_hand == {}
    assert setup.settings == {"rules.battles.rate": 0.9, "seed": 11}


def test_a_bad_intervention_is_told_in_words_and_changes_nothing():
    model = WatchedModel(SMALL)
    with pytest.raises(InputError, match="'greens' is not a known actor"):
        model.intervene({**FELLED, "actor": "greens"})
    assert model.setup.by_hand == {} and model.world.timeline == {}


def test_nothing_can_be_done_in_a_run_that_has_ended():
    with pytest.raises(TooLateError, match="earlier week"):
        poked().intervene(FELLED)


def test_an_intervention_while_the_run_plays_falls_between_two_weeks():
    model = WatchedModel(setup_of_file(SMALL).changed({"time.weeks": 5200}))
    enough = threading.Event()

    def play():
        while not enough.is_set():
            model.step()

    player = threading.Thread(target=play)
    player.start()
    for _ in range(5):
        model.intervene(REINFORCED)
    enough.set()
    player.join()
    assert len(model.setup.by_hand) == 5
    again = carried_on(WatchedModel(model.setup), model.week)
    assert digest(again.world) == digest(model.world)


def test_a_model_that_the_page_left_steps_no_more():
    model = WatchedModel(SMALL)
    model.left = True
    model.step()
    assert (model.week, model.running) == (0, False)


def test_a_stored_run_is_saved_as_a_scenario_that_makes_it_again(tmp_path):
    run_batch(SMALL, tmp_path / "first", ["seeds.replicates=2"], workers=1, quiet=True)
    second = stored_runs(tmp_path / "first")[1]
    setup = setup_of_run(second)
    assert (setup.replicate, setup.seed) == (2, second.plan.seed)
    text = scenario_text(setup)
    assert "--set seeds.replicates=2" in text
    saved = tmp_path / "saved.yaml"
    saved.write_text(text, encoding="utf-8")
    run_batch(saved, tmp_path / "again", ["seeds.replicates=2"], workers=1, quiet=True)
    tables = simulate(setup.case, setup.seed).tables
    assert differing_tables(stored_runs(tmp_path / "again")[1], tables) == []


@pytest.mark.parametrize("name", ["two_groups", "splinters", "sahel"])
def test_a_scenario_written_as_yaml_reads_back_as_the_same(name):
    setup = setup_of_file(ROOT / "scenarios" / f"{name}.yaml")
    again = setup_of_text(scenario_text(setup))
    assert again.document.data == setup.document.data
    assert again.recipe.scenario == setup.recipe.scenario


def test_words_that_yaml_could_mistake_read_back_as_they_were():
    from sim.scenario.yaml_text import parse

    data = {"words": ["no", "1:30", "010", "1e5", "~", "", "a: b", "# c", "2018-01-01", "é"]}
    data |= {"numbers": [1, 1.0, 1e-07, 1e300, -0.5], "flags": [True, None], "none": {}}
    assert parse(yaml_text(data), Path("x"), "x").data == data


def test_a_scenario_from_the_browser_may_name_no_file(tmp_path):
    plugin = tmp_path / "rule.py"
    plugin.write_text("raise SystemExit('was run')\n", encoding="utf-8")
    text = SMALL.read_text("utf-8") + f"plugins: {{strategies: [{plugin}]}}\n"
    with pytest.raises(InputError, match="a scenario of the page reads no files") as caught:
        setup_of_text(text)
    assert caught.value.problems[0].line == text.count("\n")


def test_nothing_that_is_set_in_the_page_makes_a_scenario_read_a_file(tmp_path):
    plugin = tmp_path / "rule.py"
    plugin.write_text("raise SystemExit('was run')\n", encoding="utf-8")
    setup = setup_of_file(SMALL).changed({"plugins": {"strategies": [str(plugin)]}})
    with pytest.raises(InputError, match="reads no files"):
        _ = setup.recipe


def test_a_scenario_from_the_browser_is_limited_in_size():
    with pytest.raises(InputError, match="larger than 1 MB"):
        setup_of_text("# " + "é" * 500_001)


def test_what_is_wrong_with_a_text_is_told_with_its_line():
    text = SMALL.read_text("utf-8").replace("rebel_group", "rebels")
    with pytest.raises(InputError) as caught:
        setup_of_text(text)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "rebels" in line]
    assert [problem.line for problem in caught.value.problems] == lines


def test_a_batch_from_the_browser_is_no_scenario():
    with pytest.raises(InputError, match="one scenario is wanted"):
        setup_of_text("batch: many\nbase: small.yaml\n")
