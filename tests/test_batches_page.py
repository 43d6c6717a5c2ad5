"""The examples of docs/batches.md are good, and make as many runs as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.scenario.batch_schema import Distribution, Method
from sim.scenario.design import expand
from sim.scenario.load import load_batch

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "batches.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r'^```\w+ title="([\w.-]+)"\n(.*?)^```$', PAGE, re.DOTALL | re.MULTILINE))
RUNS = {
    "jealousy.yaml": 60,
    "rivalry.yaml": 320,
    "offensive.yaml": 60,
    "offensive-anywhere.yaml": 100,
    "worlds.yaml": 16,
    "from-a-file.yaml": 2,
}


@pytest.fixture
def page(tmp_path):
    """A folder with the files of the page and the scenarios that they name."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("two_groups.yaml", "splinters.yaml"):
        (tmp_path / name).write_text((ROOT / "scenarios" / name).read_text("utf-8"), "utf-8")
    return tmp_path


def test_every_example_is_counted():
    assert set(RUNS) == {name for name in FILES if name.endswith(".yaml")}


@pytest.mark.parametrize("name", RUNS)
def test_an_example_makes_the_runs_that_the_page_says(name, page):
    assert len(expand(load_batch(page / name))) == RUNS[name]
    number = rf"\b{RUNS[name]}\b"
    assert name == "from-a-file.yaml" or re.search(number, PAGE.replace(FILES[name], ""))


def test_alternatives_are_named_as_the_page_says(page):
    assert list(load_batch(page / "worlds.yaml").alternatives) == ["two_groups", "splinters"]
    plans = expand(load_batch(page / "offensive.yaml"))
    assert {bool(plan.control_run_id) for plan in plans if plan.alternative == "none"} == {False}
    assert all(plan.control_run_id for plan in plans if plan.alternative != "none")


def test_every_distribution_and_method_is_told():
    for name in Distribution.model_fields:
        assert f"`{{{name}: [" in PAGE
    for name in Method.__args__:
        assert f"`{{method: {name}" in PAGE
