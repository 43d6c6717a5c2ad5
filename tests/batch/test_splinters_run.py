"""The scenario of groups that come apart, from its file by `sim run` to tables that agree."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.analysis.plots import plot_folder
from sim.cli import main

SPLINTERS = Path(__file__).parents[2] / "scenarios" / "splinters.yaml"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    out = tmp_path_factory.mktemp("splinters") / "out"
    assert main(["run", str(SPLINTERS), "--out", str(out), "--workers", "1", "--quiet"]) == 0
    return sim.open(out)


@pytest.fixture(scope="module")
def born(results):
    """Actors born in the run, by name."""
    actors = results.actors.set_index("actor")
    return actors[actors["born_in_run"] == 1]


def test_groups_broke_away(born):
    assert len(born) > 0
    assert (born["type"] == "rebel_group").all()
    assert (born["parent"] != "").all()


def test_each_has_rows_from_the_week_of_its_birth_to_the_last(results, born):
    last = results.actor_weeks["week"].max()
    for table in ("actor_weeks", "territory_share"):
        weeks = results[table].groupby("actor")["week"].agg(["min", "max"]).loc[born.index]
        assert (weeks["min"] == born["born_week"]).all()
        assert (weeks["max"] == last).all()


def test_each_is_told_as_a_split_with_the_fighters_that_it_took(results, born):
    told = results.strategic_developments.query("development == 'split'").set_index("actor")
    after = born[born["born_week"] > 0]
    assert set(told.index) == set(after.index)
    assert (told["other"] == after["parent"].loc[told.index]).all()
    weeks = results.actor_weeks.set_index(["actor", "week"])
    for actor, split in told.iterrows():
        assert weeks.loc[(actor, split["week"]), "defected_in"] >= split["amount"] > 0


def test_shares_add_up_to_one_in_every_week(results):
    sums = results.territory_share.groupby(["week", "country"])["share_cells"].sum()
    assert sums.to_numpy() == pytest.approx(1, abs=1e-5)


def test_who_changes_sides_leaves_one_actor_for_another(results):
    weeks = results.actor_weeks.groupby("week")[["defected_in", "defected_out"]].sum()
    assert (weeks["defected_in"] == weeks["defected_out"]).all()
    assert weeks["defected_in"].sum() > 0


def test_pairs_are_of_groups_that_exist(results):
    alive = results.actor_weeks.query("alive == 1")[["actor", "week"]]
    for table, one, other in (("relations", "actor", "other"), ("beliefs", "observer", "about")):
        for name in (one, other):
            pairs = results[table].rename(columns={name: "who"})
            known = pairs.merge(alive, left_on=["who", "week"], right_on=["actor", "week"])
            assert len(known) == len(pairs)


def test_all_its_figures_are_drawn(results):
    drawn = {path.stem for path in plot_folder(results.folder)}
    assert {"territory_share", "control_maps", "loyalty", "relations", "rivals"} <= drawn
