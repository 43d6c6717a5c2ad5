"""A batch whose runs end with different actors, since a rule has some born by chance."""

from __future__ import annotations

import pytest

import sim
from sim.analysis.plots import plot_folder

RULE = """\
import numpy as np

from sim.randomness import uniform
from sim.rules.rule import Parameters, Rule
from sim.world.births import found


def apply(world, parameters, key):
    if world.clock.week == 2 and uniform(key, np.uint64(0), 0) < 0.5:
        parent = world.actors.names.index("reds")
        world.cells.control[0] = found(world, parent, "young_reds", "Young Reds")


RULE = Rule("split", "Reds split.", "a test", Parameters, (), (), apply, founds=True)
"""


@pytest.fixture(scope="module")
def births(shared_question):
    """Path of a scenario with that rule, run six times."""
    folder = shared_question.parent
    (folder / "split.py").write_text(RULE)
    scenario = (folder / "plain.yaml").read_text()
    plugin = "plugins: {rules: [{file: split.py, after: relations}]}\n"
    (folder / "births.yaml").write_text(scenario + plugin)
    path = folder / "births_batch.yaml"
    path.write_text("batch: births\nbase: births.yaml\nseeds: {replicates: 6}\n")
    sim.run_batch(path, folder / "first", workers=1, quiet=True)
    return path


@pytest.fixture(scope="module")
def results(births):
    return sim.open(births.parent / "first")


def test_runs_of_one_batch_may_have_different_actors(results):
    sets = results.actors.groupby("run_id")["actor"].agg(tuple)
    assert set(sets) == {("state", "reds", "blues"), ("state", "reds", "blues", "young_reds")}


def test_shares_add_up_to_one_in_every_run_and_week(results):
    shares = results.territory_share
    sums = shares.groupby(["run_id", "week", "country"])["share_cells"].sum()
    assert sums.to_numpy() == pytest.approx(1, abs=1e-5)
    born = shares[shares["actor"] == "young_reds"]
    assert set(born["week"]) == {2, 3}


def test_the_same_batch_gives_the_same_bytes(births, results):
    second = births.parent / "second"
    sim.run_batch(births, second, workers=1, quiet=True)
    for name in results.tables:
        file = f"{name}.csv"
        if name != "timings":
            assert (second / file).read_bytes() == (results.folder / file).read_bytes(), file


def test_its_figures_are_drawn(results):
    assert "territory_share" in [path.stem for path in plot_folder(results.folder)]
