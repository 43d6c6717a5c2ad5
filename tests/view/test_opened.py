"""What the page can open."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.batch.batch import run_batch
from sim.engine import simulate
from sim.errors import InputError
from sim.scenario.load import load_case
from sim.view.folder import open_folder
from sim.view.opened import ViewError, run_of, sources_of
from sim.view.watched import WatchedModel

SMALL = Path(__file__).parents[1] / "scenarios" / "small.yaml"


def test_a_scenario_is_one_source():
    assert [source.label for source in sources_of(SMALL)] == ["small"]


def test_a_bad_scenario_is_refused_before_anything_is_served(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("scenario: bad\n", encoding="utf-8")
    with pytest.raises(InputError):
        sources_of(bad)


def test_without_a_path_all_scenarios_of_the_folder_are_offered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    for name in ("b.yaml", "a.yaml"):
        shutil.copy(SMALL, tmp_path / "scenarios" / name)
    assert [source.label for source in sources_of(None)] == ["a", "b"]


def test_without_a_path_and_scenarios_the_cure_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ViewError, match="Name a scenario"):
        sources_of(None)


def test_every_run_of_a_folder_can_be_watched_as_it_was(tmp_path):
    folder = tmp_path / "results"
    run_batch(SMALL, folder, ["seeds.replicates=2"], workers=1, quiet=True)
    found = open_folder(folder)
    sources = [run_of(found, place) for place in range(len(found.runs))]
    assert len(sources) == 2
    seeds = [source.setup().seed for source in sources]
    model = WatchedModel(sources[1].setup())
    while model.running:
        model.step()
    shares = simulate(load_case(SMALL), seeds[1]).tables["territory_share"]
    last = [
        share
        for week, country, share in zip(
            shares["week"], shares["country"], shares["share_cells"], strict=True
        )
        if week == model.week and country == "ALL"
    ]
    assert sorted(model.film.at(None).share.values()) == pytest.approx(sorted(last), abs=1e-5)
    assert np.unique(seeds).size == 2
