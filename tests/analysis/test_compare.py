"""Runs are compared with their controls: which pairs, which effects, which words."""

from __future__ import annotations

import math

import folders
import pandas as pd
import pytest
from pytest import approx

from sim.analysis.compare.outcomes import changes, effect_of
from sim.analysis.compare.pairs import CompareError, comparisons
from sim.analysis.compare.words import lines
from sim.analysis.design import Design
from sim.analysis.paired import pairs_needed
from sim.analysis.text import number

GRID, LHS = Design("grid", {}), Design("lhs", {})
RATES = ({"rate": 0.1}, {"rate": 0.2})


def pairs_of(each):
    return list(zip(each.pairs["run_id"], each.pairs["control_run_id"], strict=True))


def test_without_a_control_of_its_own_each_alternative_is_compared_with_the_first():
    [more, less] = comparisons(folders.runs(["as_is", "more", "less"], 2), GRID)
    assert (more.alternative, more.control, less.alternative) == ("more", "as_is", "less")
    assert pairs_of(more) == [("more-1-1", "as_is-1-1"), ("more-1-2", "as_is-1-2")]
    assert (more.seeds, more.failed, more.values) == (2, 0, "")


def test_any_alternative_can_be_named_as_the_control():
    found = comparisons(folders.runs(["as_is", "more"], 2), GRID, to="more")
    assert [(each.alternative, each.control) for each in found] == [("as_is", "more")]
    with pytest.raises(CompareError, match=r"no alternative 'mor'.*Did you mean 'more'"):
        comparisons(folders.runs(["as_is", "more"]), GRID, to="mor")


def test_the_control_that_the_batch_names_is_taken():
    who = folders.runs(["a", "b", "usual"], 2, control="usual")
    found = comparisons(who, GRID)
    assert [(each.alternative, each.control) for each in found] == [("a", "usual"), ("b", "usual")]
    assert pairs_of(found[1]) == [("b-1-1", "usual-1-1"), ("b-1-2", "usual-1-2")]


def test_a_control_may_differ_in_a_varied_value_instead_of_the_alternative():
    who = folders.runs(["base"], 2, [{"leave": "2021"}, {"leave": "2022"}, {"leave": "never"}])
    controls = [f"base-3-{replicate}" for replicate in (1, 2)] * 2
    who.loc[who["point"] < 3, "control_run_id"] = controls
    found = comparisons(who, GRID)
    assert [(each.values, each.control) for each in found] == [
        ("leave=2021", "base, leave=never"),
        ("leave=2022", "base, leave=never"),
    ]
    assert pairs_of(found[1]) == [("base-2-1", "base-3-1"), ("base-2-2", "base-3-2")]


def test_every_point_of_a_grid_is_compared_for_itself_over_replicates():
    found = comparisons(folders.runs(["as_is", "more"], 3, RATES), GRID)
    assert [each.values for each in found] == ["rate=0.1", "rate=0.2"]
    assert [list(each.pairs["replicate"]) for each in found] == [[1, 2, 3], [1, 2, 3]]


def test_points_that_are_drawn_are_compared_together_and_each_seed_counts_once():
    [more] = comparisons(folders.runs(["as_is", "more"], 3, RATES), LHS)
    assert (len(more.pairs), more.seeds, more.values) == (6, 3, "")
    values = {"more-1-1": 4, "more-1-2": 2, "more-2-1": 8, "more-2-3": 5}
    who = [*more.pairs["run_id"], *more.pairs["control_run_id"]]
    found = effect_of(more, pd.Series([values.get(run, 0) for run in who], who, dtype=float))
    assert (found.pairs, found.change) == (3, approx((6 + 1 + 2.5) / 3))


def test_pairs_of_which_a_run_failed_are_left_out_and_counted():
    who = folders.runs(["as_is", "more"], 4)
    who.loc[who["run_id"].isin(["as_is-1-2", "more-1-4"]), "status"] = "failed"
    [more] = comparisons(who, GRID)
    assert list(more.pairs["replicate"]) == [1, 3]
    assert more.failed == 2
    who["status"] = "failed"
    with pytest.raises(CompareError, match="at least one failed"):
        comparisons(who, GRID)


def test_runs_of_one_alternative_without_controls_are_nothing_to_compare():
    with pytest.raises(CompareError, match="Nothing to compare: all runs are of one alternative"):
        comparisons(folders.runs(["base"], 5), GRID)


def table_of(precision=0.1, **values):
    who = folders.runs(["as_is", "more"], 4)
    found = comparisons(who, GRID)
    rows = changes(folders.outcomes(who, **values), found, precision, {"deaths": "persons"})
    return found, pd.DataFrame(rows)


def test_each_outcome_has_a_row_with_its_effect_and_the_pairs_that_a_precision_takes():
    _, table = table_of(deaths=[10, 20, 30, 40, 12, 24, 32, 44], name=["x"] * 8)
    [row] = table.to_dict("records")
    assert (row["outcome"], row["unit"], row["pairs"]) == ("deaths", "persons", 4)
    assert (row["mean_without"], row["change"], row["half_width"]) == (25, 3, approx(2.5))
    assert row["pairs_needed"] == 4  # t of 3 degrees 3.18 * 1.155 / 2 = 1.84; of 2, 2.87


def test_of_an_outcome_that_some_runs_lack_the_pairs_with_both_are_compared_and_runs_counted():
    week = [50, math.nan, 30, math.nan, 40, 20, 30, math.nan]
    _, table = table_of(first_week=week)
    [row] = table.to_dict("records")
    assert (row["pairs"], row["change"]) == (2, -5)
    assert (row["happens_with"], row["happens_without"]) == (0.75, 0.5)
    assert row["happens_change"] == 0.25
    assert row["happens_low"] < 0.25 < row["happens_high"]


def test_twice_as_many_pairs_are_needed_where_half_of_them_lack_the_outcome():
    nothing = [math.nan] * 2
    _, table = table_of(week=[50, 60, *nothing, 40, 55, *nothing])
    [row] = table.to_dict("records")
    assert row["pairs_needed"] == 2 * pairs_needed(row["spread"], row["half_width"])


def test_what_is_printed_names_the_pairs_the_effect_and_how_to_read_it():
    found, table = table_of(deaths=[10, 20, 30, 40, 12, 24, 32, 44], week=[5, 6, 7, 8] * 2)
    table.loc[1, "happens_with"] = 0.75
    text = "\n".join(lines(table, found, 0.1))
    assert text.startswith("more against as_is: 4 pairs\n")
    assert "  deaths        25      +3  +1.16 to +4.84" in text
    assert "  week exists in 75 % of runs, in 100 % of the control's" in text
    assert "+-10 % of the control's mean" in text


def test_what_is_printed_says_that_runs_failed_and_that_no_outcome_is_declared():
    who = folders.runs(["as_is", "more"], 3)
    who.loc[0, "status"] = "failed"
    text = "\n".join(lines(pd.DataFrame(), comparisons(who, GRID), 0.1))
    assert "2 pairs, 1 left out because a run failed" in text
    assert "declares no outcomes" in text


def test_of_many_comparisons_the_first_are_printed():
    points = [{"rate": rate} for rate in range(30)]
    found = comparisons(folders.runs(["as_is", "more"], 2, points), GRID)
    text = "\n".join(lines(pd.DataFrame(), found, 0.1))
    assert "... and 10 more comparisons, in compare.csv." in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1234"), (0.012345, "0.0123"), (0.0, "0"), (math.nan, "-"), (math.inf, "never")],
)
def test_numbers_are_short(value, text):
    assert number(value) == text
