"""`sim compare` on folders: territory over time and on the map, files, figures, errors."""

from __future__ import annotations

import folders
import numpy as np
import pandas as pd
import pytest
import tables
from pytest import approx

from sim.analysis.by_run import RunRows
from sim.analysis.compare.folder import compare_folder
from sim.analysis.plots.compare import named
from sim.cli import main
from sim.record import derived
from sim.record.files import COMPARE_FIGURES

DAYS = ("2018-01-01", "2018-01-08")
CELLS = (1, 2, 3)


def shares(who, held):
    """Shares of the reds, and of nobody, by run and week: the same in both weeks but the first."""
    rows = [
        (run.run_id, run.alternative, run.replicate, day, country, actor, share)
        for run in who.itertuples()
        for week, day in enumerate(DAYS)
        for country in ("ALL", "MLI")
        for actor, share in (
            ("reds", held[run.run_id] * week if country == "ALL" else 9.0),
            ("nobody", 1 - held[run.run_id] * week),
        )
    ]
    columns = ["run_id", "alternative", "replicate", "date", "country", "actor", "share_cells"]
    return pd.DataFrame(rows, columns=columns)


def control(who, holds):
    """Who holds cells 1 to 3 in the last month: the reds where `holds` says so, by run."""
    rows = [
        (run.run_id, run.alternative, run.replicate, month, cell, holder)
        for run in who.itertuples()
        for month in (456, 457)
        for cell in CELLS
        for holder in ["reds" if month == 457 and cell in holds[run.run_id] else "nobody"]
    ]
    columns = ["run_id", "alternative", "replicate", "month_id", "cell_id", "controller"]
    return pd.DataFrame(rows, columns=columns)


def cells():
    return pd.DataFrame(
        {
            "cell_id": CELLS, "longitude": [0.25, 0.75, 1.25], "latitude": [0.25] * 3,
            "country": ["A"] * 3, "country_name": ["A"] * 3, "study": [1] * 3,
        }
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    who = folders.runs(["as_is", "more"], 2)
    held = {"as_is-1-1": 0.1, "as_is-1-2": 0.3, "more-1-1": 0.2, "more-1-2": 0.6}
    holds = {"as_is-1-1": [1], "as_is-1-2": [1], "more-1-1": [1, 2], "more-1-2": [2]}
    return folders.put(
        tmp_path,
        {
            "runs": who,
            "outcomes": folders.outcomes(who, deaths=[1, 2, 3, 4]),
            "territory_share": shares(who, held),
            "cell_months": control(who, holds),
            "cells": cells(),
        },
        alternatives={"as_is": "As it is", "more": "More of it"},
    )


def read(folder, name):
    return pd.read_csv(folder / f"{name}.csv", keep_default_na=False)


def test_shares_are_compared_date_by_date_over_the_whole_study_area(folder):
    compare_folder(folder)
    table = read(folder, "compare_shares").set_index(["date", "actor"])
    assert list(table.columns) == [
        column.name
        for column in derived.COMPARE_SHARES.columns
        if column.name not in ("date", "actor")
    ]
    last = table.loc[(DAYS[1], "reds")]
    assert (last["pairs"], last["share_with"], last["share_without"]) == (2, 0.4, 0.2)
    assert last["change"] == approx(0.2)  # changes 0.1 and 0.3: t of one degree is 12.7
    assert (last["low"], last["high"]) == (approx(0.2 - 1.27062, 1e-4), approx(1.47062, 1e-4))
    assert table.loc[(DAYS[0], "nobody"), "change"] == 0


def test_control_is_compared_cell_by_cell_in_the_last_month(folder):
    compare_folder(folder)
    table = read(folder, "compare_cells").set_index(["cell_id", "actor"])
    assert set(table["month_id"]) == {457}
    one, two = table.loc[(1, "reds")], table.loc[(2, "reds")]
    assert (one["probability_with"], one["probability_without"], one["change"]) == (0.5, 1, -0.5)
    assert (two["change"], two["low"] > -0.3, two["high"]) == (1, True, 1)
    assert (3, "reds") not in table.index  # never held
    assert table.loc[(3, "nobody"), "change"] == 0


def test_every_file_is_named_and_the_same_again_whatever_was_there(folder):
    first = compare_folder(folder)
    named = [folder / line for line in first if line.startswith(str(folder))]
    figures = [folder / "figures" / f"{name}.png" for name in COMPARE_FIGURES]
    assert named == [*(folder / f"{table.name}.csv" for table in derived.TABLES[:3]), *figures]
    before = {path: path.read_bytes() for path in named}
    assert compare_folder(folder) == first
    assert {path: path.read_bytes() for path in named} == before


def test_tables_that_are_not_there_are_left_out(folder):
    for name in ("territory_share", "cells"):
        (folder / f"{name}.csv").unlink()
    written = [line.rpartition("/")[2] for line in compare_folder(folder) if "/" in line]
    assert written == ["compare.csv", "compare_cells.csv", "compare_outcomes.png"]


def test_actors_born_in_a_run_are_compared_as_splinters_of_their_origin(tmp_path):
    who = folders.runs(["as_is", "more"], 1)
    born = [("reds", "as_is-1-1", "Reds", "rebel_group", "", 0)]
    born += [(f"young_{run}", run, "Y", "rebel_group", "reds", 1) for run in who["run_id"]]
    columns = ["actor", "run_id", "name", "type", "parent", "born_in_run"]
    table = shares(who, {"as_is-1-1": 0.1, "more-1-1": 0.4})
    table["actor"] = table["actor"].where(table["actor"] != "reds", "young_" + table["run_id"])
    folders.put(
        tmp_path,
        {
            "runs": who,
            "outcomes": folders.outcomes(who, deaths=[1, 2]),
            "territory_share": table,
            "actors": pd.DataFrame(born, columns=columns),
        },
    )
    compare_folder(tmp_path)
    change = read(tmp_path, "compare_shares").set_index(["date", "actor"])["change"]
    assert change[(DAYS[1], "splinters of reds")] == approx(0.3)


def test_rows_of_a_run_are_found_wherever_it_stands_in_the_table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("run_id,week,name\nb2,0,b2\nb2,1,x\na1,0,y\nc3,5,z\n")
    rows = RunRows(path)
    assert rows.rows("b2", ["week", "name"]).to_dict("list") == {
        "week": [0, 1],
        "name": ["b2", "x"],
    }
    assert rows.rows("a1", ["week"]).to_dict("list") == {"week": [0]}
    assert rows.rows("c3", ["name"]).to_dict("list") == {"name": ["z"]}
    assert rows.rows("zz", ["week"]).empty


def test_the_command_prints_what_it_found_and_refuses_a_precision_that_is_none(folder, capsys):
    assert main(["compare", str(folder), "--precision", "0.5"]) == 0
    shown = capsys.readouterr().out
    assert "more against as_is: 2 pairs" in shown
    assert "+-50 % of the control's mean" in shown
    for wrong in ("0", "-1", "nan", "x"):
        with pytest.raises(SystemExit):
            main(["compare", str(folder), "--precision", wrong])


def test_a_folder_with_nothing_to_compare_ends_with_2_and_writes_nothing(tmp_path, capsys):
    who = folders.runs(["base"], 3)
    folders.put(tmp_path, {"runs": who, "outcomes": folders.outcomes(who, deaths=[1, 2, 3])})
    before = sorted(tmp_path.iterdir())
    assert main(["compare", str(tmp_path)]) == 2
    assert "Declare two alternatives" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([("more", "", "as_is"), ("less", "", "as_is")], ["More of it", "less"]),
        ([("more", "", "as_is"), ("more", "", "none")], ["against as_is", "against none"]),
        (
            [("base", "rules.a.rate=1; doubt=2", "c"), ("base", "rules.a.rate=3; doubt=2", "c")],
            ["a.rate = 1", "a.rate = 3"],
        ),
        ([("more", "rules.a.rate=1", "as_is")], ["More of it, a.rate = 1"]),
    ],
)
def test_figures_name_what_sets_comparisons_apart(rows, names):
    table = pd.DataFrame(rows, columns=["alternative", "values", "control"])
    assert list(named(table, {"more": "More of it"})["comparison"]) == names


def test_figures_hold_many_alternatives_outcomes_and_odd_names(tmp_path):
    names = [r"$$\frac{x}$", "_50 % 文", "as_is", "b", "c", "d"]
    who = folders.runs(names, 3)
    ids = who[["run_id", "alternative", "replicate"]]
    random = np.random.default_rng(3)
    values = {f"outcome_{n}": random.normal(size=len(who)) for n in range(14)}
    values["never"] = np.full(len(who), np.nan)
    folders.put(
        tmp_path,
        {
            "runs": who,
            "outcomes": folders.outcomes(who, **values),
            "territory_share": tables.territory_share(ids, 9),
            "cell_months": tables.cell_months(ids),
            "cells": tables.cells(),
            "actors": tables.actors().assign(run_id=who["run_id"][0]),
        },
    )  # fmt: skip
    printed = compare_folder(tmp_path)
    assert sum(line.endswith(".png") for line in printed) == 3


@pytest.mark.parametrize("command", ["compare", "sensitivity"])
@pytest.mark.parametrize("table", ["runs", "outcomes"])
def test_a_folder_without_a_table_that_is_needed_says_so(command, table, folder, capsys):
    (folder / f"{table}.csv").unlink()
    lines = (folder / "columns.csv").read_text().splitlines(keepends=True)
    rest = [line for line in lines if not line.startswith(f"{table},")]
    (folder / "columns.csv").write_text("".join(rest))
    assert main([command, str(folder)]) == 2
    assert f"has no table '{table}'" in capsys.readouterr().err
