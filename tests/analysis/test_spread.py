import pandas as pd
import pytest
import tables

from sim.analysis.control import spaced, usual_control
from sim.analysis.relations import dyads_of_interest, in_blocks, in_stance
from sim.analysis.spread import QUANTILES, mean_run, monthly, months_of, spread, whole_months


def test_spread_is_the_median_and_the_middle_half_and_nine_tenths_of_the_runs():
    table = pd.DataFrame({"alternative": "a", "date": 1, "x": [float(i) for i in range(101)]})
    edges = spread(table, "x", ["alternative", "date"]).iloc[0]
    assert list(edges[["low90", "low50", "median", "high50", "high90"]]) == [5, 25, 50, 75, 95]


def test_where_there_is_nothing_nothing_is_spread():
    none = pd.DataFrame({"actor": [], "date": pd.to_datetime([]), "share": []})
    edges = spread(none, "share", ["actor", "date"])
    assert list(edges) == ["actor", "date", *QUANTILES]
    assert edges.empty


def test_mean_shares_still_sum_to_one():
    shares = tables.territory_share(weeks=5)
    mean = mean_run(shares, "share_cells", ["alternative", "country", "actor", "date"])
    sums = mean.groupby(["alternative", "country", "date"])["share_cells"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)


def test_months_count_only_where_hardly_more_than_a_week_of_them_is_missing():
    months = whole_months(pd.Timestamp("2018-01-08"), pd.Timestamp("2018-04-10"))
    assert [str(month) for month in months] == ["2018-01", "2018-02", "2018-03"]


def test_months_without_events_and_runs_without_events_count_as_zero():
    events = pd.DataFrame(
        {"run_id": ["a", "a"], "alternative": "x", "date_start": ["2018-01-10", "2018-01-20"],
         "type_of_violence": 1, "best": [3, 4]}
    )  # fmt: skip
    runs = pd.DataFrame({"run_id": ["a", "b"], "alternative": "x"})
    months = pd.period_range("2018-01", "2018-02", freq="M")
    kinds = pd.DataFrame({"type_of_violence": [1]})
    counts = monthly(events, kinds, runs, months).set_index(["run_id", "date"])
    january, february = pd.Timestamp("2018-01-01"), pd.Timestamp("2018-02-01")
    assert list(counts.loc[("a", january), ["events", "deaths"]]) == [2, 7]
    assert list(counts.loc[("a", february), ["events", "deaths"]]) == [0, 0]
    assert list(counts.loc[("b", january), ["events", "deaths"]]) == [0, 0]


def test_no_events_and_no_period_make_no_months():
    assert len(months_of(tables.events().iloc[:0], None)) == 0


def test_the_usual_controller_is_that_of_most_runs():
    rows = pd.DataFrame(
        {
            "alternative": "x",
            "month_id": 457,
            "cell_id": [1, 1, 1, 2, 2, 2],
            "controller": ["jnim", "jnim", "mali", "nobody", "nobody", "nobody"],
            "contested": [1, 0, 0, 0, 0, 0],
        }
    )
    usual = usual_control(rows, [457]).set_index("cell_id")
    assert usual.loc[1, "controller"] == "jnim"
    assert usual.loc[1, "agreement"] == pytest.approx(2 / 3)
    assert usual.loc[1, "contested"] == pytest.approx(1 / 3)
    assert usual.loc[2, "agreement"] == 1


def test_chosen_months_run_from_the_first_to_the_last():
    assert spaced([9, 3, 5, 4, 6, 7, 8], 4) == [3, 5, 7, 9]
    assert spaced([3, 4], 4) == [3, 4]


def test_rival_rebels_come_before_rebels_and_states_and_these_by_fighting():
    names = ["mali", "niger", "jnim", "isgs"]
    types = dict(zip(names, ["state_forces"] * 2 + ["rebel_group"] * 2, strict=True))
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    table = pd.DataFrame(pairs, columns=["actor_a", "actor_b"]).assign(events=range(len(pairs)))
    assert dyads_of_interest(table, types, most=3) == [
        ("jnim", "isgs"),
        ("niger", "isgs"),
        ("niger", "jnim"),
    ]


def test_blocks_of_four_weeks_leave_out_the_start_and_a_broken_end():
    weeks = pd.DataFrame({"week": range(11), "events": 1, "overlap": 0.5})
    blocks = in_blocks(weeks.assign(run_id="a", alternative="x", date=weeks["week"]))
    assert list(blocks["events"]) == [4, 4]
    assert list(blocks["date"]) == [1, 5]


def test_stance_is_the_share_of_runs_in_it():
    rows = pd.DataFrame({"alternative": "x", "date": 1, "stance": ["war", "war", "truce", "pact"]})
    assert in_stance(rows, ["war"])["share"].iloc[0] == 0.5
    assert in_stance(rows, ["truce", "pact"])["share"].iloc[0] == 0.5
