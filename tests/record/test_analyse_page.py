"""docs/analyse.md does what it says, on a small stored batch, made-up GED and PRIO-GRID."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from stored import store

PAGE = Path(__file__).parents[2] / "docs" / "analyse.md"

GED = """\
id,year,type_of_violence,side_a_new_id,side_b_new_id,country_id,priogrid_gid,date_start,best
1,2018,1,72,6716,432,150113,2018-01-09,5
2,2018,1,72,6716,432,150113,2018-01-30,4
3,2018,3,6716,1,432,150112,2018-02-02,7
4,2019,2,234,6716,432,150112,2019-07-20,1
"""
RUNS = """\
run_id,alternative,replicate,seed,status
0a,pau_summit,1,11,done
0b,no_change,1,11,done
0c,pau_summit,2,12,done
0d,no_change,2,12,done
"""
"""Of these runs only the first has events: 36 dead, six a week."""
PRIO_GRID = "gid,ttime_mean\n150112,300\n150113,120\n"


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """What the page's Python blocks leave, run in order in a folder with the files they name."""
    folder = tmp_path_factory.mktemp("analyse")
    batch = folder / "results" / "sahel-2018-2020"
    batch.mkdir(parents=True)
    store(batch)
    (batch / "runs.csv").write_text(RUNS)
    with (batch / "columns.csv").open("a") as file:
        for name in RUNS.partition("\n")[0].split(","):
            file.write(f"runs,{name},{'int' if name == 'replicate' else 'text'},,\n")
    (folder / "GEDEvent.csv").write_text(GED)
    (folder / "priogrid_static.csv").write_text(PRIO_GRID)
    left = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for block in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
            exec(block, left)
    return left | {"folder": folder}


def test_the_spread_has_a_row_for_each_day_and_actor(names):
    assert list(names["spread"].columns) == [0.1, 0.5, 0.9]
    assert len(names["spread"]) == 7 * 7


def test_alternatives_stand_side_by_side(names):
    assert list(names["wide"].columns) == ["base"]


def test_an_alternative_is_compared_pair_by_pair(names):
    assert (names["found"].pairs, names["found"].change) == (2, -18)


def test_parameters_are_weighed(names):
    rate, spread = (e for e in names["weights"].estimates if e.measure == "partial_rank")
    assert rate.value > 0.9
    assert spread.value < -0.8


def test_accusations_stand_beside_the_truth(names):
    assert names["false"].to_dict() == {"base": 1.0}


def test_real_and_simulated_deaths_meet_by_cell_month_and_type(names):
    january = names["both"].query("month_id == 457 and priogrid_gid == 150113").iloc[0]
    assert (january["simulated"], january["real"]) == (4 * 6, 9)
    february = names["both"].query("month_id == 458").iloc[0]
    assert (february["simulated"], february["real"]) == (2 * 6, 0)


def test_the_panel_has_every_cell_and_month_and_real_deaths_beside(names):
    panel = names["panel"]
    assert len(panel) == 6 * 2
    cell = panel.query("month_id == 458 and priogrid_gid == 150112").iloc[0]
    assert (cell["ged_sb_best"], cell["real_os"], cell["real_sb"]) == (0, 7, 0)


def test_covariates_come_by_gid(names):
    land = names["land"].set_index("priogrid_gid")
    assert land.loc[150113, "ttime_mean"] == 120
    assert len(land) == 6


def test_the_file_for_views_has_its_columns(names):
    lines = (names["folder"] / "views_sb.csv").read_text().splitlines()
    assert lines[0] == "month_id,priogrid_gid,draw,ged_sb_best"
    assert "457,150113,0,24" in lines
