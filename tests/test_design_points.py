"""The points of a design: lists, steps and distributions; grid, zip, samples, lists and files."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import InputError
from sim.scenario.load import load_batch
from tests.scenario_text import GOOD, written

SKILL, WEEKS = "actors.reds.skill", "time.weeks"
RATE = "rules.recruitment.rate"


def batch(folder, text, *sets):
    written(folder, GOOD)
    return load_batch(written(folder, "batch: b\nbase: case.yaml\n" + text, "batch.yaml"), sets)


def values(folder, text, *sets):
    """Varied values of each point, in order."""
    return [tuple(point.parameters.values()) for point in batch(folder, text, *sets).points]


def said(folder, text, *sets):
    with pytest.raises(InputError) as caught:
        batch(folder, text, *sets)
    return [f"{item.line}: {item.path}: {item.message}" for item in caught.value.problems]


def test_a_grid_has_every_combination_and_the_last_path_changes_fastest(tmp_path):
    text = f"vary: {{{SKILL}: [1, 2], {WEEKS}: [3, 4, 5]}}\n"
    assert values(tmp_path, text) == [(1, 3), (1, 4), (1, 5), (2, 3), (2, 4), (2, 5)]


def test_steps_are_at_equal_distances_and_whole_where_all_are(tmp_path):
    text = f"vary: {{{WEEKS}: {{from: 4, to: 12, steps: 5}}}}\n"
    assert values(tmp_path, text) == [(4,), (6,), (8,), (10,), (12,)]
    text = f"vary: {{{SKILL}: {{from: 0.02, to: 0.1, steps: 5}}}}\n"
    assert values(tmp_path, text) == [(0.02,), (0.04,), (0.06,), (0.08,), (0.1,)]
    text = f"vary: {{{SKILL}: {{from: 2, to: 1, steps: 3}}}}\n"
    assert values(tmp_path, text) == [(2.0,), (1.5,), (1.0,)]


def test_zip_takes_first_values_together_then_second_ones(tmp_path):
    text = f"vary: {{{SKILL}: [1, 2], {WEEKS}: [3, 4]}}\ndesign: {{method: zip}}\n"
    assert values(tmp_path, text) == [(1, 3), (2, 4)]
    uneven = f"vary: {{{SKILL}: [1, 2], {WEEKS}: [3]}}\ndesign: {{method: zip}}\n"
    assert said(tmp_path, uneven) == [
        f"3: vary: lists of zip are of one length; these have: {SKILL} 2, {WEEKS} 1."
    ]


def test_excluded_points_are_left_out_and_included_ones_come_last(tmp_path):
    text = (
        f"vary: {{{SKILL}: [1, 2], {WEEKS}: [3, 4]}}\n"
        f"exclude: [{{{SKILL}: 1, {WEEKS}: 4}}]\ninclude: [{{{WEEKS}: 9, {SKILL}: 3}}]\n"
    )
    assert values(tmp_path, text) == [(1, 3), (2, 3), (2, 4), (3, 9)]
    assert [point.number for point in batch(tmp_path, text).points] == [1, 2, 3, 4]


def test_points_may_be_written_out(tmp_path):
    text = f"design: {{points: [{{{SKILL}: 1, {WEEKS}: 3}}, {{{WEEKS}: 5, {SKILL}: 2}}]}}\n"
    found = batch(tmp_path, text)
    assert [point.parameters for point in found.points] == [
        {SKILL: 1, WEEKS: 3},
        {SKILL: 2, WEEKS: 5},
    ]
    assert (found.design.method, found.design.vary) == ("list", {SKILL: [1, 2], WEEKS: [3, 5]})


def test_points_may_come_from_a_csv_file(tmp_path):
    written(tmp_path, f"{SKILL}, {WEEKS},actors.reds.name\n1,3,Reds\n0.5,4,off\n", "points.csv")
    found = batch(tmp_path, "design: {file: points.csv}\n")
    assert [tuple(point.parameters.values()) for point in found.points] == [
        (1, 3, "Reds"),
        (0.5, 4, "off"),
    ]
    assert found.inputs["design.csv"].startswith(SKILL)
    assert found.design.method == "file"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "5: (file): cannot"),
        ("\n", "1: (file): is empty"),
        (f"{SKILL}\n", "1: (file): holds no point"),
        (f"{SKILL};{WEEKS}\n1;2\n", "1: (file): is not parted by commas"),
        (f"{SKILL},{SKILL}\n1,2\n", "1: (file): 'actors.reds.skill' is there twice"),
        (f",{SKILL}\n0,2\n", "1: (file): a column has no name"),
    ],
)
def test_a_file_that_holds_no_design_is_named_where_the_batch_asks_for_it(tmp_path, text, wanted):
    if text:
        written(tmp_path, text, "points.csv")
    [found] = said(tmp_path, "design:\n  file: points.csv\n")
    assert found.startswith("4: design.file: 'points.csv' ")
    assert wanted.rpartition(": ")[2] in found


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("1,2\n3\n", "3: (file): the line has 1 cells where the first line names 2"),
        ("1,2\n1,\n", f"3: {WEEKS}: the cell is empty"),
        ("1,.nan\n", f"2: {WEEKS}: .nan is not a number"),
        ("1,1e999\n", f"2: {WEEKS}: the number is too large"),
        ("1,0\n", f"2: {WEEKS}: 0 is out of range"),
        ("1,four\n", f"2: {WEEKS}: 'four' is of the wrong type"),
        ("=1+1,4\n", f"2: {SKILL}: '=1+1' is of the wrong type"),
        ('"1,4\n', "2: (file): is not CSV"),
    ],
)
def test_a_mistake_in_a_file_is_named_at_its_line(tmp_path, lines, wanted):
    written(tmp_path, f"{SKILL},{WEEKS}\n{lines}", "points.csv")
    assert said(tmp_path, "design: {file: points.csv}\n")[0].startswith(wanted)


SAMPLED = f"vary: {{{SKILL}: {{uniform: [1, 2]}}, {RATE}: {{loguniform: [0.001, 0.1]}}}}\n"


@pytest.mark.parametrize(
    ("design", "points"),
    [
        ("lhs, samples: 10", 10),
        ("sobol, samples: 16", 16),
        ("saltelli, samples: 8", 8 * 4),
        ("morris, samples: 3", 3 * 3),
    ],
)
def test_samples_lie_within_their_bounds_and_are_the_same_each_time(tmp_path, design, points):
    text = SAMPLED + f"design: {{method: {design}}}\n"
    found = values(tmp_path, text)
    assert len(set(found)) == points
    assert all(1 <= skill <= 2 and 0.001 <= rate <= 0.1 for skill, rate in found)
    assert found == values(tmp_path, text)
    assert found != values(tmp_path, text, "seeds.root=7")


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_axis(tmp_path):
    text = SAMPLED + "design: {method: lhs, samples: 20}\n"
    cube = np.array(values(tmp_path, text))
    slices = np.floor((cube[:, 0] - 1) * 20), np.floor(np.log10(cube[:, 1] / 0.001) / 2 * 20)
    for axis in slices:
        assert sorted(axis) == list(range(20))


def test_a_saltelli_design_goes_from_one_matrix_to_the_other_column_by_column(tmp_path):
    found = values(tmp_path, SAMPLED + "design: {method: saltelli, samples: 4}\n")
    for base in range(0, 16, 4):
        (a1, a2), first, second, (b1, b2) = found[base : base + 4]
        assert first == (b1, a2)
        assert second == (a1, b2)


def test_a_step_of_morris_changes_one_path_by_two_thirds_of_its_range(tmp_path):
    text = f"vary: {{{SKILL}: {{uniform: [1, 2]}}, {RATE}: {{uniform: [0, 0.3]}}}}\n"
    found = np.array(values(tmp_path, text + "design: {method: morris, samples: 4}\n"))
    for begin in range(0, 12, 3):
        steps = np.abs(np.diff(found[begin : begin + 3], axis=0))
        np.testing.assert_allclose(sorted(steps.max(axis=0)), [0.2, 2 / 3], rtol=1e-6)
        assert np.count_nonzero(steps > 1e-6) == 2


def test_lists_and_whole_numbers_are_drawn_too_and_no_point_is_there_twice(tmp_path):
    text = (
        f"vary: {{{WEEKS}: {{integers: [3, 5]}}, {SKILL}: [1, 2]}}\n"
        "design: {method: lhs, samples: 100}\n"
    )
    found = values(tmp_path, text)
    assert sorted(found) == [(3, 1), (3, 2), (4, 1), (4, 2), (5, 1), (5, 2)]


def test_no_value_lies_beyond_its_bounds_however_they_are_rounded(tmp_path):
    text = (
        "vary:\n  rules.loyalty.harm: {normal: [20, 5, 0, 39.123456789]}\n"
        f"  {RATE}: {{loguniform: [0.0123456789, 0.1]}}\n"
        f"  {SKILL}: {{triangular: [1, 1, 2]}}\n  {WEEKS}: {{integers: [3, 9]}}\n"
        "design: {method: morris, samples: 10}\n"
    )
    found = values(tmp_path, text)
    bounds = [(0, 39.123456789), (0.0123456789, 0.1), (1, 2), (3, 9)]
    for column, (low, high) in zip(zip(*found, strict=True), bounds, strict=True):
        assert (min(column), max(column)) == pytest.approx((low, high))
        assert all(low <= value <= high for value in column)
    assert {type(weeks) for *_, weeks in found} == {int}


def test_what_the_batch_says_of_its_design_is_kept(tmp_path):
    design = batch(tmp_path, SAMPLED + "design: {method: lhs, samples: 10}\n").design
    assert design.method == "lhs"
    assert design.samples == 10
    assert design.vary == {SKILL: {"uniform": [1.0, 2.0]}, RATE: {"loguniform": [0.001, 0.1]}}


def test_the_number_of_samples_can_be_set_on_the_command_line(tmp_path):
    text = SAMPLED + "design: {method: lhs, samples: 10}\n"
    assert len(values(tmp_path, text, "design.samples=3")) == 3


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"vary: {{{SKILL}: 1}}", f"3: vary.{SKILL}: is a single value; give a list of values"),
        (f"vary: {{{SKILL}: {{unifrm: [0, 1]}}}}", f"3: vary.{SKILL}.unifrm: unknown key. Did you"),
        (f"vary: {{{SKILL}: {{}}}}", f"3: vary.{SKILL}: names 0 distributions and takes one"),
        (
            f"vary: {{{SKILL}: {{uniform: [0, 1], normal: [0, 1]}}}}",
            f"3: vary.{SKILL}: names 2 distributions",
        ),
        (f"vary: {{{SKILL}: {{uniform: [0]}}}}", f"3: vary.{SKILL}.uniform"),
        (f"vary: {{{SKILL}: {{uniform: [2, 1]}}}}", f"3: vary.{SKILL}.uniform: the lowest value 2"),
        (f"vary: {{{SKILL}: {{loguniform: [0, 1]}}}}", f"3: vary.{SKILL}.loguniform: the lowest"),
        (f"vary: {{{SKILL}: {{normal: [0, -1]}}}}", f"3: vary.{SKILL}.normal: the standard devia"),
        (
            f"vary: {{{SKILL}: {{normal: [0, 1, 50, 60]}}}}",
            f"3: vary.{SKILL}.normal: next to nothing lies between 50 and 60",
        ),
        (
            f"vary: {{{SKILL}: {{triangular: [0, 3, 2]}}}}",
            f"3: vary.{SKILL}.triangular: the most likely value 3",
        ),
        (f"vary: {{{SKILL}: {{integers: [0, 1.5]}}}}", f"3: vary.{SKILL}.integers.1: 1.5 is of"),
        (
            f"vary: {{{SKILL}: {{from: 1, to: 2, steps: 1}}}}",
            f"3: vary.{SKILL}.steps: 1 is out of range; allowed: 2 to 1000",
        ),
        (SAMPLED, f"3: vary.{SKILL}: is a distribution, from which grid cannot choose; give a"),
        (SAMPLED + "design: {method: lhs}", "4: design.samples: is missing; lhs needs a number"),
        (
            SAMPLED + "design: {method: sobol, samples: 100}",
            "4: design.samples: 100 is no power of two, which sobol needs; use 64 or 128.",
        ),
        (
            SAMPLED + "design: {method: saltelli, samples: 524288}",
            "4: design.samples: makes 2,097,152 points; at most 1,000,000",
        ),
        (
            f"vary: {{{SKILL}: [1, 2]}}\ndesign: {{method: saltelli, samples: 8}}",
            f"3: vary.{SKILL}: takes few values, and saltelli needs a distribution",
        ),
        (
            f"vary: {{{WEEKS}: {{integers: [3, 5]}}}}\ndesign: {{method: morris, samples: 8}}",
            f"3: vary.{WEEKS}: takes few values, and morris needs a distribution",
        ),
        (
            f"vary: {{{SKILL}: {{normal: [1, 1]}}}}\ndesign: {{method: morris, samples: 8}}",
            f"3: vary.{SKILL}: has no bounds, and morris goes to the ends; add",
        ),
        (
            f"vary: {{{SKILL}: {{uniform: [1, 2]}}}}\ndesign: {{method: morris, samples: 8}}",
            "4: design.samples: finds 2 trajectories without a point in common",
        ),
        (
            f"vary: {{{SKILL}: [1, 2]}}\ndesign: {{samples: 8}}",
            "4: design.samples: is for lhs, sobol, saltelli or morris; name one",
        ),
        ("design: {method: lhs, samples: 8}", "1: vary: is empty; lhs needs something to draw."),
        ("design: {method: lsh, samples: 8}", "3: design.method: 'lsh' is not known here"),
        (
            f"vary: {{{SKILL}: [1, 2]}}\ndesign: {{points: [{{{SKILL}: 1}}]}}",
            "3: vary: has no place beside design.points",
        ),
        (
            f"design: {{points: [{{{SKILL}: 1}}, {{{WEEKS}: 4}}]}}",
            f"3: design.points.1: has no value for '{SKILL}'; each point has all.",
        ),
        ("design: {points: [{}]}", "3: design.points.0: is empty"),
        (
            f"vary: {{{SKILL}: [1, 2]}}\nexclude: [{{{SKILL}: 3}}]",
            "4: exclude.0: leaves out no point",
        ),
        (
            f"vary: {{{SKILL}: [1, 2]}}\nexclude: [{{actors.reds.skil: 1}}]",
            f"4: exclude.0.actors.reds.skil: is not varied. Did you mean '{SKILL}'?",
        ),
        (f"vary: {{{SKILL}: [1]}}\nexclude: [{{{SKILL}: 1}}]", "4: exclude: leaves no point"),
        (
            SAMPLED + f"design: {{method: saltelli, samples: 2}}\nexclude: [{{{SKILL}: 1}}]",
            "5: exclude: cannot be: the points of saltelli belong together.",
        ),
        (f"include: [{{{SKILL}: 1}}]", "3: include: adds to points of a design, and nothing is"),
    ],
)
def test_a_mistake_of_a_design_is_named_with_its_cure(tmp_path, text, wanted):
    found = said(tmp_path, text)
    assert found[0].startswith(wanted), found
