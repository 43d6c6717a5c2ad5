"""Tables as text: one form, read back as it was written."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.record.files import columns_csv, header, provenance, table_csv
from sim.record.output import Column
from sim.record.recorder import rounded

COLUMNS = (
    Column("number", "int", "persons", "A number."),
    Column("share", "float", "share", "A share, with a comma."),
    Column("name", "text", "", "A name."),
)


def test_lines_end_in_a_line_feed_and_missing_values_are_empty():
    table = {"number": [1, None], "share": np.array([np.nan, 0.5]), "name": ["", "b"]}
    assert table_csv(COLUMNS, table) == b"1,,\n,0.5,b\n"


def test_only_texts_that_need_them_have_quotes():
    names = ["plain", "a,b", 'say "a"', "two\nlines"]
    table = {"number": [1] * 4, "share": [0.0] * 4, "name": names}
    text = table_csv(COLUMNS, table).decode()
    assert text.startswith('1,0.0,plain\n1,0.0,"a,b"\n1,0.0,"say ""a"""\n')
    assert [row[2] for row in csv.reader(io.StringIO(text, newline=""))] == names


def test_a_table_without_rows_is_no_text():
    assert table_csv(COLUMNS, {"number": [], "share": np.empty(0), "name": []}) == b""


def test_a_header_names_the_columns():
    assert header(COLUMNS) == "number,share,name\n"


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_floats_read_back_as_the_same_number(values):
    column = rounded(values)
    text = table_csv(COLUMNS[1:2], {"share": column}).decode()
    assert [float(line) for line in text.splitlines()] == column.tolist()
    assert "-0.0\n" not in text


def test_columns_are_described_in_a_table_of_their_own():
    rows = list(csv.DictReader(io.StringIO(columns_csv({"one": COLUMNS, "two": COLUMNS[:1]}))))
    assert [row["table"] for row in rows] == ["one", "one", "one", "two"]
    assert rows[1] == {
        "table": "one",
        "column": "share",
        "kind": "float",
        "unit": "share",
        "meaning": "A share, with a comma.",
    }


def test_provenance_holds_inputs_seeds_and_versions_and_nothing_that_changes():
    made = provenance({"case.yaml": "scenario: x\n"}, {"root": 7})
    assert made["inputs"]["case.yaml"]["text"] == "scenario: x\n"
    assert len(made["inputs"]["case.yaml"]["sha256"]) == 64
    assert made["seeds"] == {"root": 7}
    assert set(made["environment"]) == {"python", "numpy", "numba", "mesa"}
    assert json.dumps(made) == json.dumps(provenance({"case.yaml": "scenario: x\n"}, {"root": 7}))
