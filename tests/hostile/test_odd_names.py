"""Names that are odd but allowed come out as they are: in tables, in figures, in what is shown."""

from __future__ import annotations

import csv
import re

import pytest

import sim
from sim.analysis.plots import plot_folder
from tests.scenario_text import GOOD, written

ODD = {
    "reds": 'O\'Brien & "Söhne", 100 % #1 {x} ^y_z~',
    "blues": "جماعة نصرة",
    "state": "État ⵜⴰⵎⴰ 国 🦒",
}
TITLE = "Was 'täte' ein & zwei, \"drei\"; 50 %?"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Results of a scenario of odd names, of which a batch varies some."""
    folder = tmp_path_factory.mktemp("odd")
    text = GOOD.replace("weeks: 6, burn_in: 2", "weeks: 3, burn_in: 0")
    for name, odd in (("Reds", ODD["reds"]), ("Blues", ODD["blues"]), ("State", ODD["state"])):
        text = text.replace(f"name: {name}", f"name: {_quoted(odd)}")
    text = text.replace("title: Two groups and a state", f"title: {_quoted(TITLE)}")
    written(folder, text)
    batch = (
        f"batch: odd\nbase: case.yaml\nalternatives: {{a: {{title: {_quoted(TITLE)}}}}}\n"
        "vary: {description: ['=1+1', '-2', 'a, \"b\"', '<b>$$</b>']}\n"
    )
    path = written(folder, batch, "batch.yaml")
    assert sim.run_batch(path, folder / "out", workers=1, quiet=True) == 0
    return folder / "out"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def cells(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_names_stand_in_tables_as_they_are(results):
    actors = sim.open(results).actors.drop_duplicates("actor").set_index("actor")
    assert {name: actors["name"][name] for name in ODD} == ODD


def test_no_cell_of_any_table_is_a_formula(results):
    for path in results.glob("*.csv"):
        for row in cells(path):
            for cell in row:
                assert not cell.startswith(FORMULA) or _is_number(cell), (path.name, cell)


def _is_number(cell: str) -> bool:
    return cell == "-1..1" or re.fullmatch(r"-[0-9.]+(e-[0-9]+)?", cell) is not None


def test_varied_text_that_looks_like_a_formula_stands_in_quotes(results):
    values = sim.open(results).runs["description"].tolist()
    assert values == ['"=1+1"', '"-2"', 'a, "b"', "<b>$$</b>"]


def test_figures_of_odd_names_are_drawn(results):
    assert len(plot_folder(results)) > 5
