"""`sim why RESULTS --group, --actor, --cell`: loyalty and control, by replay where need be."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

import sim
from sim.cli import main
from sim.record.results import open_results
from sim.why.answer import Question, answer
from sim.why.cells import PARTS
from sim.why.people import COLUMNS
from sim.why.replay import causes_of
from sim.why.runs import QuestionError, done_runs, named_or_first
from sim.why.words import MOST_LINES, WIDTH
from tests.state import CONTRACT

SHORT = ("time.weeks=8", "timeline.death.enabled=false", "timeline.exit.enabled=false")
TRACED = ("outputs.loyalty_causes.enabled=true", "outputs.takeovers.enabled=true")


def stored(folder, *sets):
    assert sim.run_batch(CONTRACT, folder, [*SHORT, *sets], workers=1, quiet=True) == 0
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def traced(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("traced"), *TRACED)


@pytest.fixture(scope="module")
def causes(traced):
    results = open_results(traced)
    return causes_of(results, named_or_first(done_runs(results, None, None), None)).tables


def asked(folder, **question):
    return answer([str(folder)], Question(**question))


def test_a_run_without_its_causes_is_replayed_and_found_to_be_the_same(plain, capsys):
    lines = asked(plain, group="herders", actor="reds")
    assert "Replaying run" in capsys.readouterr().err
    text = " ".join(lines)
    assert "Replayed from its seed: all" in text
    assert "came out as stored, byte for byte." in text


def test_a_replay_tells_what_the_run_itself_would_have_written(plain, traced, capsys):
    without_source = []
    for folder in (plain, traced):
        lines = asked(folder, group="herders", actor="reds")
        without_source.append(lines[next(i for i, x in enumerate(lines) if "Mean loyalty" in x) :])
        assert ("Replaying" in capsys.readouterr().err) == (folder == plain)
    assert without_source[0] == without_source[1]


def test_a_replay_that_comes_out_otherwise_says_so(plain, tmp_path):
    folder = shutil.copytree(plain, tmp_path / "copy")
    path = folder / "events.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n")
    text = " ".join(asked(folder, group="herders", actor="reds"))
    assert "CAUTION: replayed from its seed, but these tables came out otherwise" in text
    assert "than stored: events." in text


def test_the_causes_of_a_run_add_up_to_its_changes_of_loyalty(causes):
    rows = causes["loyalty_causes"]
    assert rows[list(COLUMNS)].sum(axis=1).to_numpy() == pytest.approx(
        rows["change"].to_numpy(), abs=1e-5
    )
    for _, own in rows.groupby(["group", "actor"]):
        grown = own["loyalty"].iloc[-1] - own["loyalty"].iloc[0]
        assert own["change"].sum() == pytest.approx(grown, abs=1e-5)


def test_the_page_on_a_people_adds_up_and_names_the_killing(traced, causes):
    rows = causes["loyalty_causes"]
    own = rows[(rows["group"] == "herders") & (rows["actor"] == "reds")]
    lines = asked(traced, group="herders", actor="reds")
    cells = {tuple(line.split()[:1]): line.split() for line in lines if line.startswith("  change")}
    assert float(cells[("change",)][-1]) == pytest.approx(own["change"].sum(), abs=6e-4)
    assert any("killing among them" in line for line in lines)
    assert any(" killed" in line for line in lines if line.startswith("  week"))


def test_one_name_alone_lists_all_of_the_others(traced):
    of_group = "\n".join(asked(traced, group="herders"))
    assert all(f"herders  {actor}" in of_group for actor in ("west", "reds", "watch"))
    of_actor = asked(traced, actor="reds")
    assert any("farmers  reds" in line for line in of_actor)
    assert any(line.startswith(("  won from", "  lost to")) for line in of_actor)


def test_the_page_on_a_cell_lists_every_change_of_its_holder(traced, causes):
    takeovers = causes["takeovers"]
    cell = int(takeovers["cell_id"].value_counts().index[0])
    own = takeovers[takeovers["cell_id"] == cell]
    lines = asked(traced, cell=cell)
    told = [line for line in lines if " -> " in line]
    assert len(told) == len(own)
    assert all(
        f"{row.before} -> {row.after}" in line
        for line, row in zip(told, own.itertuples(), strict=True)
    )
    assert len(PARTS) == 4


def test_a_cell_that_never_changed_hands_says_so(traced, causes):
    cells = pd.read_csv(traced / "cells.csv")["cell_id"]
    quiet = sorted(set(cells) - set(causes["takeovers"]["cell_id"]))
    assert any("never changed hands" in line for line in asked(traced, cell=quiet[0]))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"group": "herder"}, "no people 'herder'. Did you mean 'herders'?"),
        ({"actor": "greens"}, "no actor 'greens'"),
        ({"cell": -5}, "no cell -5"),
        ({"cell": 1, "run": "x"}, "no run 'x'"),
        ({"group": "herders", "week": 3}, "--week is asked of two runs"),
    ],
)
def test_a_question_about_nobody_is_refused_before_anything_is_replayed(plain, question, told):
    with pytest.raises(QuestionError, match=told):
        asked(plain, **question)


@pytest.mark.parametrize("question", [{"actor": "reds"}, {"group": "herders", "actor": "reds"}])
def test_the_page_is_a_page(traced, question):
    lines = asked(traced, **question)
    assert len(lines) <= MOST_LINES
    assert all(len(line) <= WIDTH for line in lines)


def test_the_command_prints_the_page(traced, capsys):
    assert main(["why", str(traced), "--group", "herders", "--actor", "reds"]) == 0
    assert capsys.readouterr().out.startswith("Why herders came to hold what they hold of reds")
