"""Two commits are compared by what their own source computes."""

from __future__ import annotations

import pytest

from tests.bench import compare
from tests.bench.synthetic import Shape, text

FIRST = [
    {"seconds": {"movement": 4.0, "(whole run)": 10.0}, "tables": {"events": "a", "cells": "b"}},
    {"seconds": {"movement": 2.0, "(whole run)": 12.0}, "tables": {"events": "a", "cells": "b"}},
]


def test_ratios_are_of_the_least_and_of_the_median():
    second = [{"seconds": {"movement": 1.0, "(whole run)": 11.0}, "tables": FIRST[0]["tables"]}]
    whole, movement = compare.rows(FIRST, second, weeks=1)
    assert whole == ["(whole run)", 10e6, 11e6, 1.1, 1.0]
    assert movement == ["movement", 2e6, 1e6, 0.5, pytest.approx(1 / 3)]


def test_a_rule_that_only_one_commit_has_has_no_ratio():
    second = [{"seconds": {"(whole run)": 11.0, "rain": 1.0}, "tables": {}}]
    rows = {row[0]: row[1:] for row in compare.rows(FIRST, second, weeks=1)}
    assert rows["rain"] == ["none", 1e6, "", ""]
    assert rows["movement"] == [2e6, "none", "", ""]


def test_tables_that_differ_are_named():
    second = [{"seconds": {}, "tables": {"events": "a", "cells": "c", "new": "d"}}]
    assert compare.tables(FIRST, FIRST) == "All 2 tables are the same, byte for byte.\n"
    assert compare.tables(FIRST, second) == "Different: cells, new; the same: 1 tables.\n"


def test_a_run_in_a_process_of_its_own_tells_its_time_by_rule_and_its_tables(tmp_path):
    scenario = tmp_path / "tiny.yaml"
    shape = Shape(width=6, height=4, communities=24, bands=12, actors=4, weeks=2)
    scenario.write_text(text(shape), encoding="utf-8")
    one = compare.run(compare.HERE, scenario, weeks=2)
    assert 0.0 < one["seconds"]["movement"] < one["seconds"]["(whole run)"]
    assert "territory_share" in one["tables"]


@pytest.mark.skipif(not (compare.HERE / ".git").exists(), reason="these files are no repository")
def test_the_source_of_a_commit_is_unpacked_whole(tmp_path):
    assert (compare.source("HEAD", tmp_path) / "sim" / "engine.py").is_file()


@pytest.mark.skipif(not (compare.HERE / ".git").exists(), reason="these files are no repository")
def test_a_commit_that_is_not_there_ends_the_command_with_git_s_word(tmp_path):
    with pytest.raises(SystemExit, match="no-such-commit"):
        compare.source("no-such-commit", tmp_path)
