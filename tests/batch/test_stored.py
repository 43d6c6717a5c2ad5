"""A stored run can be made again from its folder alone, byte for byte."""

from __future__ import annotations

import json
import shutil

import pytest

import sim
from sim.batch.stored import differing_tables, stored_rows, stored_runs
from sim.engine import simulate
from sim.errors import SimError
from sim.record.results import ResultsError
from tests.test_guides import laid_out


@pytest.fixture(scope="module")
def stored(shared_question, tmp_path_factory):
    """Folder of a batch of two alternatives and two values, whose input files are gone."""
    folder = tmp_path_factory.mktemp("results")
    sets = ["seeds.replicates=1", "time.weeks=4"]
    assert sim.run_batch(shared_question, folder, sets, workers=1, quiet=True) == 0
    shutil.rmtree(shared_question.parent)
    return folder


def test_every_run_is_planned_as_it_was(stored):
    runs = stored_runs(stored)
    rows = [line.split(",") for line in (stored / "runs.csv").read_text().splitlines()[1:]]
    assert len(runs) == 4
    for run, row in zip(runs, rows, strict=True):
        assert row[:2] == [run.plan.run_id, run.plan.alternative]
        assert str(run.plan.seed) in row
        assert run.same_source
        assert run.plan.recipe.run_id(run.plan.seed) == run.plan.run_id


def test_a_run_made_again_gives_the_stored_tables_byte_for_byte(stored):
    run = stored_runs(stored)[-1]
    tables = simulate(run.plan.case(), run.plan.seed).tables
    assert set(tables) >= {"events", "relations", "territory_share"}
    assert differing_tables(run, tables) == []


def test_a_table_that_is_other_than_made_is_named(stored, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(stored, folder)
    for name in ("relations", "territory_share"):
        path = folder / f"{name}.csv"
        head, _, last = path.read_text().rstrip("\n").rpartition("\n")
        path.write_text(f"{head}\n{last}9\n" if name == "relations" else f"x{head}\n{last}\n")
    run = stored_runs(folder)[-1]
    tables = simulate(run.plan.case(), run.plan.seed).tables
    assert differing_tables(run, tables) == ["territory_share", "relations"]


def test_a_run_with_a_plug_in_is_made_again_from_the_stored_source(tmp_path):
    case = tmp_path / "case"
    case.mkdir()
    path = laid_out("add-a-rule.md", "with_ransom.yaml", case)
    folder = tmp_path / "results"
    short = ["time.weeks=2", "time.burn_in=0"]
    assert sim.run_batch(path, folder, short, workers=1, quiet=True) == 0
    shutil.rmtree(case)
    (run,) = stored_runs(folder)
    names = [rule.name for rule, _ in run.plan.case().rules]
    assert "ransom" in names
    assert differing_tables(run, simulate(run.plan.case(), run.plan.seed).tables) == []


def changed(folder, change):
    """The same results with another provenance."""
    path = folder / "provenance.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    return folder


def test_runs_of_another_version_are_told_apart(stored, tmp_path):
    folder = shutil.copytree(stored, tmp_path / "copy")
    runs = stored_runs(changed(folder, lambda content: content.update(source="0" * 16)))
    assert not any(run.same_source for run in runs)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("seeds.replicates=2", "not those that its inputs make"),
        ("no_such=2", "no_such: unknown key"),
    ],
)
def test_inputs_that_do_not_make_the_runs_are_refused(stored, tmp_path, setting, told):
    folder = shutil.copytree(stored, tmp_path / "copy")
    changed(folder, lambda content: content["set"].append(setting))
    with pytest.raises(SimError, match=told):
        stored_runs(folder)


def test_a_folder_without_results_is_refused(tmp_path):
    with pytest.raises(ResultsError, match="holds no results"):
        stored_runs(tmp_path)


def test_rows_are_those_of_the_run_alone(stored):
    run = stored_runs(stored)[0]
    (output,) = (out for out, _ in run.plan.case().outputs if out.name == "cells")
    rows = stored_rows(run, output)
    assert rows is not None
    assert len(rows.splitlines()) == 12
    assert not any(run.plan.run_id in row for row in rows.splitlines())
