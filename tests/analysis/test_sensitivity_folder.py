"""`sim sensitivity` on folders as `sim run` writes them: every method, files, figure, errors."""

from __future__ import annotations

import folders
import numpy as np
import pandas as pd
import pytest
from pytest import approx
from test_sensitivity import ISHIGAMI, PATHS, ishigami, saltelli, uniform

from sim.cli import main
from sim.record import derived
from sim.scenario import sampling

UNIFORM = {path: {"uniform": [0, 1]} for path in PATHS}


def put(folder, cube, outcome, method, samples, replicates=1, alternatives=("base",), **more):
    """A folder whose runs are at the points of `cube`; the outcome is a function of the points."""
    points = [dict(zip(PATHS, row, strict=True)) for row in cube]
    who = folders.runs(list(alternatives), replicates, points)
    values = np.tile(np.repeat(outcome(cube), replicates), len(alternatives))
    tables = {"runs": who, "outcomes": folders.outcomes(who, deaths=values, **more)}
    design = {"method": method, "vary": UNIFORM, "samples": samples}
    return folders.put(folder, tables, {"deaths": "persons"}, design=design)


def read(folder):
    table = pd.read_csv(folder / "sensitivity.csv")
    assert list(table.columns) == [column.name for column in derived.SENSITIVITY.columns]
    return table


def test_a_saltelli_design_gives_the_indices_of_the_ishigami_function(tmp_path, capsys):
    put(tmp_path, saltelli(512), lambda x: ishigami(np.pi * (2 * x - 1)), "saltelli", 512)
    assert main(["sensitivity", str(tmp_path)]) == 0
    found = read(tmp_path).set_index(["measure", "parameter"])
    for measure, known in ISHIGAMI.items():
        for path, value in zip(PATHS, known, strict=True):
            assert found.loc[(measure, path), "value"] == approx(value, abs=0.06)
    assert set(found["points"]) == {512 * 5}
    shown = capsys.readouterr().out
    assert "base: deaths (2560 points, one replicate, so noise between seeds is not known)" in shown
    assert shown.index(PATHS[0]) < shown.index(PATHS[1]) < shown.index(PATHS[2])
    assert "Shares of an outcome's variance" in shown
    assert (tmp_path / "figures" / "sensitivity.png").read_bytes().startswith(b"\x89PNG")


def test_points_that_a_batch_includes_beside_the_design_do_not_disturb_it(tmp_path):
    cube = saltelli(64)
    put(tmp_path, cube, lambda x: x[:, 0], "saltelli", 64)
    main(["sensitivity", str(tmp_path)])
    before = read(tmp_path)
    more = np.vstack([cube, np.full((7, 3), 9.0)])
    put(tmp_path, more, lambda x: x[:, 0], "saltelli", 64)
    main(["sensitivity", str(tmp_path)])
    pd.testing.assert_frame_equal(read(tmp_path), before)


def test_a_morris_design_gives_elementary_effects_in_the_unit_of_the_outcome(tmp_path, capsys):
    put(tmp_path, sampling.morris(1, 8, 3), lambda x: 2 * x[:, 0] - 5 * x[:, 1], "morris", 8)
    assert main(["sensitivity", str(tmp_path)]) == 0
    found = read(tmp_path)
    star = found[found["measure"] == "mu_star"].set_index("parameter")
    assert list(star["value"]) == approx([2, 5, 0])
    assert set(star["unit"]) == {"persons"}
    shown = capsys.readouterr().out
    assert shown.index(PATHS[1]) < shown.index(PATHS[0]) < shown.index(PATHS[2])


@pytest.mark.parametrize("method", ["lhs", "sobol", "grid", "list"])
def test_all_other_designs_give_rank_correlations(method, tmp_path):
    put(tmp_path, uniform(60), lambda x: 4 * x[:, 0] - x[:, 1], method, None)
    assert main(["sensitivity", str(tmp_path)]) == 0
    found = read(tmp_path).set_index(["measure", "parameter"])["value"]
    assert found["partial_rank", PATHS[0]] > 0.9
    assert found["partial_rank", PATHS[1]] < -0.5
    assert found["spearman", PATHS[0]] > found["spearman", PATHS[2]]


def test_replicates_are_averaged_and_their_noise_is_told(tmp_path, capsys):
    cube = uniform(100)
    chance = np.random.default_rng(5).normal(0, 1, 400)
    noisy = np.repeat(np.sqrt(12) * cube[:, 0], 4) + chance  # variance 1 of points, 1 of seeds
    put(tmp_path, cube, lambda x: x[:, 0], "lhs", 100, replicates=4, noisy=noisy)
    main(["sensitivity", str(tmp_path)])
    found = read(tmp_path).set_index("outcome")
    assert found.loc["deaths", "noise_of_runs"].to_list() == approx([0] * 6)
    assert found.loc["noisy", "noise_of_runs"].iloc[0] == approx(0.5, abs=0.07)
    assert found.loc["noisy", "noise_of_means"].iloc[0] == approx(0.2, abs=0.05)
    assert "4 replicates; noise between seeds is 0 % of the variance of runs" in (
        capsys.readouterr().out
    )


def test_every_alternative_is_analysed_for_itself_and_runs_may_have_failed(tmp_path):
    put(tmp_path, uniform(40), lambda x: x[:, 0], "lhs", 40, alternatives=("as_is", "more"))
    who = pd.read_csv(tmp_path / "runs.csv", keep_default_na=False)
    lost = who["alternative"].eq("more") & who["point"].isin([3, 9])
    who.loc[lost, "status"] = "failed"
    who.to_csv(tmp_path / "runs.csv", index=False)
    outcomes = pd.read_csv(tmp_path / "outcomes.csv")
    outcomes[~outcomes["run_id"].isin(who.loc[lost, "run_id"])].to_csv(
        tmp_path / "outcomes.csv", index=False
    )
    main(["sensitivity", str(tmp_path)])
    found = read(tmp_path).groupby("alternative")[["points", "failed"]].first()
    assert found.loc["as_is"].to_list() == [40, 0]
    assert found.loc["more"].to_list() == [38, 2]


def test_the_same_folder_gives_the_same_bytes(tmp_path):
    put(tmp_path, saltelli(16), lambda x: x[:, 0] * x[:, 1], "saltelli", 16)
    files = [tmp_path / "sensitivity.csv", tmp_path / "figures" / "sensitivity.png"]
    main(["sensitivity", str(tmp_path)])
    before = [path.read_bytes() for path in files]
    main(["sensitivity", str(tmp_path)])
    assert [path.read_bytes() for path in files] == before


def test_a_batch_that_varies_nothing_ends_with_2_and_writes_nothing(tmp_path, capsys):
    who = folders.runs(["base"], 3)
    folders.put(tmp_path, {"runs": who, "outcomes": folders.outcomes(who, deaths=[1, 2, 3])})
    before = sorted(tmp_path.iterdir())
    assert main(["sensitivity", str(tmp_path)]) == 2
    assert "design: {method: saltelli, samples: 64}" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("method", "cube"),
    [("saltelli", saltelli(8)), ("morris", sampling.morris(1, 1, 3)), ("lhs", uniform(3))],
)
def test_figures_stand_outcomes_that_never_exist_do_not_vary_or_have_odd_names(
    method, cube, tmp_path
):
    odd = {f"$$_{n} 文": np.arange(len(cube)) * n for n in range(12)}
    never = np.full(len(cube), np.nan)
    put(tmp_path, cube, lambda x: 0 * x[:, 0], method, 8, never=never, **odd)
    assert main(["sensitivity", str(tmp_path)]) == 0
