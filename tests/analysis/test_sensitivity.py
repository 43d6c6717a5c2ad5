"""Sensitivity is held to functions whose indices are known, to scipy and to SALib."""

from __future__ import annotations

import math
import sys

import folders
import numpy as np
import pandas as pd
import pytest
from pytest import approx
from scipy import stats

from sim.analysis.design import Design
from sim.analysis.sensitivity import morris, ranks, sobol
from sim.analysis.sensitivity.estimate import SensitivityError
from sim.analysis.sensitivity.noise import noise
from sim.analysis.sensitivity.points import all_points
from sim.scenario import sampling

PATHS = ("rules.a.x", "rules.b.y", "rules.c.z")
ISHIGAMI = {"first_order": (0.3139, 0.4424, 0.0), "total_order": (0.5576, 0.4424, 0.2437)}
"""Known indices of the Ishigami function with a = 7 and b = 0.1 (Ishigami & Homma 1990)."""


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def saltelli(samples):
    """Points of the unit cube as a batch of this design has them."""
    return sampling.saltelli(1, samples, 3)


def by_name(analysis, measure):
    return {each.parameter: each for each in analysis.estimates if each.measure == measure}


def test_the_indices_of_the_ishigami_function_are_found_within_their_intervals():
    values = ishigami(np.pi * (2 * saltelli(2048) - 1))
    found = sobol.analysis(values, PATHS)
    assert found.points == 2048 * 5
    for measure, known in ISHIGAMI.items():
        for path, value in zip(PATHS, known, strict=True):
            estimate = by_name(found, measure)[path]
            assert estimate.value == approx(value, abs=0.03)
            assert estimate.low <= value + 1e-3
            assert estimate.high >= value - 1e-3
            assert estimate.high - estimate.low < 0.2


def test_indices_are_those_of_scipy():
    values = ishigami(np.pi * (2 * saltelli(64) - 1)).reshape(64, 5)
    parts = {"f_A": values[:, 0], "f_B": values[:, -1], "f_AB": values[:, 1:-1].T[:, None, :]}
    known = stats.sobol_indices(func=parts, n=64)
    found = sobol.indices(values)
    assert found[0] == approx(known.first_order)
    assert found[1] == approx(known.total_order)


def test_a_base_sample_that_lacks_a_value_is_left_out():
    values = ishigami(np.pi * (2 * saltelli(32) - 1))
    values[[7, 8, 21]] = np.nan  # in samples 1 and 4
    found = sobol.analysis(values, PATHS)
    kept = np.delete(values.reshape(32, 5), [1, 4], axis=0)
    assert found.points == 30 * 5
    assert [each.value for each in found.estimates] == approx(sobol.indices(kept).T.ravel())


def test_an_outcome_that_does_not_vary_has_no_indices():
    found = sobol.analysis(np.full(20, 3.0), PATHS)
    assert all(math.isnan(each.value) for each in found.estimates)


def trajectories(count, axes, seed=2):
    """Trajectories on four levels of the unit cube, one axis a step."""
    random = np.random.default_rng(seed)
    points = []
    for _ in range(count):
        point = random.integers(0, 2, axes) / 3
        points.append(point)
        for axis in random.permutation(axes):
            point = point.copy()
            point[axis] += 2 / 3
            points.append(point)
    return np.array(points)


def test_the_elementary_effects_of_a_linear_function_are_its_slopes():
    x = trajectories(6, 3)
    found = morris.analysis(x, 2 * x[:, 0] - 5 * x[:, 1], PATHS)
    assert [each.value for each in by_name(found, "mu_star").values()] == approx([2, 5, 0])
    assert [each.value for each in by_name(found, "mu").values()] == approx([2, -5, 0])
    assert [each.value for each in by_name(found, "sigma").values()] == approx([0, 0, 0], abs=1e-9)
    assert found.points == 6 * 4


def test_effects_that_depend_on_another_parameter_have_sigma():
    """y = x0 x1: a step of x0 moves it by x1, which is 0, 1/3, 2/3 or 1."""
    x = trajectories(200, 3)
    found = morris.analysis(x, x[:, 0] * x[:, 1], PATHS)
    star, sigma = by_name(found, "mu_star"), by_name(found, "sigma")
    assert star[PATHS[0]].value == approx(0.5, abs=0.05)
    assert star[PATHS[0]].low < 0.5 < star[PATHS[0]].high
    assert sigma[PATHS[0]].value == approx(np.std([0, 1 / 3, 2 / 3, 1]), abs=0.03)
    assert (star[PATHS[2]].value, sigma[PATHS[2]].value) == (0, 0)


def test_effects_are_of_the_whole_range_whatever_its_unit():
    x = trajectories(6, 3)
    found = morris.analysis(1000 * x + 7, 2 * x[:, 0], PATHS)
    assert by_name(found, "mu_star")[PATHS[0]].value == approx(2)


def test_a_trajectory_that_lacks_a_value_is_left_out():
    x = trajectories(6, 3)
    values = 2 * x[:, 0]
    values[5] = np.nan
    found = morris.analysis(x, values, PATHS)
    assert found.points == 5 * 4
    assert by_name(found, "mu_star")[PATHS[0]].value == approx(2)


def test_without_salib_the_error_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    x = trajectories(6, 3)
    with pytest.raises(SensitivityError, match=r"pip install 'rival-territories\[sa\]'"):
        morris.analysis(x, x[:, 0], PATHS)


def uniform(points, axes=3, seed=3):
    return stats.qmc.LatinHypercube(axes, seed=seed).random(points)


def test_ranks_of_a_linear_function_find_sign_and_weight():
    x = uniform(400)
    found = ranks.analysis(x, 3 * x[:, 0] - x[:, 1], PATHS)
    partial = by_name(found, "partial_rank")
    assert partial[PATHS[0]].value > 0.95
    assert partial[PATHS[1]].value < -0.7
    assert partial[PATHS[2]].low < 0 < partial[PATHS[2]].high


def test_rank_correlations_are_spearmans_and_do_not_mind_a_monotone_scale():
    x = uniform(50)
    values = x[:, 0] - 0.4 * x[:, 1]
    found = by_name(ranks.analysis(x, values, PATHS), "spearman")
    for j, path in enumerate(PATHS):
        assert found[path].value == approx(stats.spearmanr(x[:, j], values).statistic)
    assert ranks.analysis(x, np.exp(20 * values), PATHS) == ranks.analysis(x, values, PATHS)


def test_the_partial_correlation_is_that_of_what_regressions_leave():
    x = uniform(60)
    values = x[:, 0] * x[:, 1] + x[:, 2]
    r = stats.rankdata(np.column_stack([x, values]), axis=0)
    inverse = np.linalg.inv(np.corrcoef(r, rowvar=False))
    found = by_name(ranks.analysis(x, values, PATHS), "partial_rank")
    for j, path in enumerate(PATHS):
        known = -inverse[j, 3] / math.sqrt(inverse[j, j] * inverse[3, 3])
        assert found[path].value == approx(known)


def test_parameters_that_move_together_cannot_be_told_apart():
    x = np.column_stack([np.arange(8.0), 2 * np.arange(8.0)])
    found = ranks.analysis(x, np.arange(8.0), PATHS[:2])
    assert all(math.isnan(each.value) for each in by_name(found, "partial_rank").values())
    assert all(each.value == approx(1) for each in by_name(found, "spearman").values())


def test_intervals_of_rank_correlations_hold_the_truth_in_about_95_of_100_samples():
    random = np.random.default_rng(4)
    truth = 6 / math.pi * math.asin(0.5 / 2)  # Spearman's of normal variables correlated by 0.5
    held = 0
    for _ in range(400):
        x, e = random.normal(size=(2, 60))
        y = 0.5 * x + math.sqrt(0.75) * e
        found = by_name(ranks.analysis(x[:, None], y, PATHS[:1]), "spearman")[PATHS[0]]
        held += found.low <= truth <= found.high
    assert 0.92 < held / 400 < 0.98


def replicated(values):
    """Runs of points (rows) and replicates (columns)."""
    rows = [
        {"point": point, "replicate": replicate, "y": value}
        for point, row in enumerate(values, 1)
        for replicate, value in enumerate(row, 1)
    ]
    return pd.DataFrame(rows)


def test_noise_is_what_differs_between_seeds_at_the_same_point():
    """Points 0 and 4, seeds -1 and 1, left over -1 and 1 by turns: mean squares by hand."""
    found = noise(replicated([[0, 0], [2, 6]]), "y")
    # means of points 0 and 4, of seeds 1 and 3, left over +-1: mean square 4; points 8 - 4/2 = 6,
    # seeds 2 - 4/2 = 0
    assert found.of_runs == approx(4 / (4 + 6))
    assert found.of_means == approx(2 / (2 + 6))


def test_what_a_seed_does_to_all_points_alike_is_noise_of_runs_but_not_of_means():
    found = noise(replicated([[0, 10], [4, 14], [8, 18]]), "y")
    assert found.of_means == 0
    assert found.of_runs == approx(50 / (50 + 16))


def test_without_replicates_noise_is_not_known():
    assert math.isnan(noise(replicated([[0], [4]]), "y").of_runs)


LISTED = Design(
    "lhs", {"leave": ["2021-06-10", "2022-08-15", "never"], "rate": {"uniform": [0, 1]}}
)


def test_values_that_are_no_numbers_count_by_their_place_in_the_list():
    who = folders.runs(
        ["base"], 1, [{"leave": "never", "rate": 0.5}, {"leave": "2021-06-10", "rate": 0.7}]
    )
    [points] = all_points(who, folders.outcomes(who, y=[1, 2]), LISTED)
    assert points.values.to_dict("list") == {"leave": [2, 0], "rate": [0.5, 0.7]}


def test_replicates_are_averaged_and_whether_an_outcome_exists_is_an_outcome_too():
    who = folders.runs(["base"], 2, [{"rate": 0.1}, {"rate": 0.2}, {"rate": 0.3}])
    outcomes = folders.outcomes(who, week=[10, 20, 30, np.nan, np.nan, np.nan])
    [points] = all_points(who, outcomes, LISTED)
    assert points.outcomes == ("week", "week exists")
    assert points.means("week") == approx([15, 30, np.nan], nan_ok=True)
    assert points.means("week exists") == approx([1, 0.5, 0])


def test_points_of_which_runs_failed_keep_their_place():
    who = folders.runs(["base"], 1, [{"rate": 0.1}, {"rate": 0.2}, {"rate": 0.3}])
    who.loc[1, "status"] = "failed"
    [points] = all_points(who, folders.outcomes(who, y=[1, 3]), LISTED)
    assert points.means("y") == approx([1, np.nan, 3], nan_ok=True)
    assert points.failed == 1
    assert len(points.structured(5).means("y")) == 5


def test_where_nothing_is_varied_or_measured_the_error_says_what_to_declare():
    who = folders.runs(["base"], 3)
    with pytest.raises(SensitivityError, match="Nothing is varied"):
        list(all_points(who, folders.outcomes(who, y=[1, 2, 3]), LISTED))
    who = folders.runs(["base"], 1, [{"rate": 0.1}, {"rate": 0.2}])
    with pytest.raises(SensitivityError, match="No outcome that is a number"):
        list(all_points(who, folders.outcomes(who, name=["x", "y"]), LISTED))
