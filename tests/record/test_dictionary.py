"""The data dictionary is what the code says."""

from __future__ import annotations

from pathlib import Path

from sim.record.dictionary import dictionary
from sim.record.outputs import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_page_is_current():
    assert PAGE.read_text("utf-8") == dictionary(), (
        "run: python -m sim.record.dictionary > docs/data-dictionary.md"
    )


def test_every_table_and_column_is_in_it():
    text = dictionary()
    for output in TABLES:
        assert f"## {output.name}\n" in text
        for column in output.columns:
            assert f"| `{column.name}` |" in text


def test_no_cell_breaks_the_markdown_tables():
    for line in dictionary().splitlines():
        if line.startswith("| `"):
            assert line.count("|") == 5
