"""The examples of the guides and of the README run as they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sim.batch.batch import run_batch
from sim.errors import InputError
from sim.scenario.load import load_case

ROOT = Path(__file__).parents[1]
SHORT = ["time.weeks=8", "time.burn_in=0"]


def blocks(page: str) -> dict[str, str]:
    """Code blocks of a guide by their title."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return dict(re.findall(r'^```\w+ title="([\w.]+)"\n(.*?)^```$', text, re.DOTALL | re.MULTILINE))


def laid_out(page: str, scenario: str, folder: Path) -> Path:
    """Write the files of a guide and a copy of the scenario that it adds to; give the scenario."""
    code = blocks(page)
    addition = code.pop("scenario")
    for name, text in code.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / scenario
    shutil.copy(ROOT / "scenarios" / "two_groups.yaml", path)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + addition)
    return path


def run_file(path: Path) -> dict:
    """Names that a file defines once it has been run."""
    names = {"__name__": path.stem, "__file__": str(path)}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return names


def test_the_rule_takes_its_place_in_the_week(tmp_path):
    case = load_case(laid_out("add-a-rule.md", "with_ransom.yaml", tmp_path))
    names = [rule.name for rule, _ in case.rules]
    assert names[names.index("revenue") + 1] == "ransom"
    parameters = dict(zip(names, (own for _, own in case.rules), strict=True))["ransom"]
    assert (parameters.payment, parameters.rate) == (300, 0.0005)


def test_the_tests_of_the_rule_pass(tmp_path):
    laid_out("add-a-rule.md", "with_ransom.yaml", tmp_path)
    tests = [
        test for name, test in run_file(tmp_path / "test_ransom.py").items() if "test_" in name
    ]
    assert len(tests) == 2
    for test in tests:
        test()


def test_a_wrong_parameter_of_the_rule_is_refused(tmp_path):
    path = laid_out("add-a-rule.md", "with_ransom.yaml", tmp_path)
    with pytest.raises(InputError, match="payment"):
        load_case(path, ["rules.ransom.paymant=1"])
    with pytest.raises(InputError, match="rate"):
        load_case(path, ["rules.ransom.rate=2"])


def test_the_strategy_is_followed(tmp_path):
    path = laid_out("add-a-strategy.md", "with_vengeance.yaml", tmp_path)
    strategies = load_case(path, ["actors.strict_group.strategy=vengeance"]).strategies
    assert strategies[-1].name == "vengeance"
    tests = [
        test for name, test in run_file(tmp_path / "test_vengeance.py").items() if "test_" in name
    ]
    assert len(tests) == 2
    for test in tests:
        test()


def test_the_output_is_written_described_and_read_again(tmp_path, monkeypatch):
    path = laid_out("add-an-output.md", "with_front.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run_batch(path, tmp_path / "results", SHORT, workers=1, quiet=True) == 0
    read = run_file(tmp_path / "read_front.py")
    assert sorted(read["front"]["week"].unique()) == [0, 4, 8]
    assert list(read["front"].columns[-2:]) == ["actor", "cells"]
    assert (read["longest"] > 0).any()
    assert "front" in (tmp_path / "results" / "columns.csv").read_text(encoding="utf-8")


def test_the_readme_links_to_what_is_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"[^!]\[[^\]]*\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / target).exists(), target


def test_the_python_of_the_readme_runs(monkeypatch, tmp_path):
    """With a result and a case of its own in the place of the batch, which takes minutes."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [code] = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    case = "scenarios/two_groups.yaml"
    assert run_batch(ROOT / case, tmp_path / "results", SHORT, workers=1, quiet=True) == 0
    code = code.replace("results/sahel-2018-2020", str(tmp_path / "results"))
    monkeypatch.chdir(ROOT)
    names: dict = {}
    exec(code, names)
    assert names["model"].week == 104
    assert len(names["results"].territory_share) > 0
