"""The commands of docs/why.md run as they stand, on a small batch with other names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from sim.cli import main
from tests.state import CONTRACT

PAGE = Path(__file__).parents[2] / "docs" / "why.md"
PAGES = Path(__file__).parents[2] / "sim" / "why"
RESULTS = "results/sahel-2018-2020"
NAMES = {"isgs": "blues", "jnim": "reds", "fulani": "herders"}


def commands():
    """What stands after `sim` in each line of the shell block that asks why."""
    (block,) = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [
        line.partition("#")[0].split()[1:]
        for line in block.splitlines()
        if line.startswith("sim why")
    ]


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A folder, ids of its runs and a cell in it."""
    folder = tmp_path_factory.mktemp("stored")
    sets = ["time.weeks=6", "seeds.replicates=2"]
    assert sim.run_batch(CONTRACT, folder, sets, workers=1, quiet=True) == 0
    runs = [line.split(",")[0] for line in (folder / "runs.csv").read_text().splitlines()[1:]]
    cell = (folder / "cells.csv").read_text().splitlines()[1].split(",")[3]
    return folder, runs, cell


def here(words, stored):
    """A command about the small batch instead of the Sahel."""
    folder, runs, cell = stored
    ids = iter(runs)
    for word in words:
        if re.fullmatch(rf"{RESULTS}/RUN_\w", word):
            yield f"{folder}/{next(ids)}"
        elif word.isdecimal():
            yield cell
        else:
            named = re.sub(r"[a-z]+", lambda name: NAMES.get(name[0], name[0]), word)
            yield str(folder) if word == RESULTS else named


def test_every_kind_of_question_is_in_the_guide():
    asked = " ".join(word for words in commands() for word in words)
    assert all(f"--{name} " in asked for name in ("dyad", "group", "actor", "cell"))
    assert len(commands()) == 5


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_of_the_guide_gives_a_page(words, stored, capsys):
    assert main(list(here(words, stored))) == 0
    assert capsys.readouterr().out.startswith("Why ")


def test_headings_in_the_guide_are_those_of_the_program():
    """Lines of a heading begin at the margin and hold no number."""
    source = "".join(path.read_text("utf-8") for path in PAGES.glob("*.py"))
    told = re.findall(r"^```text\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    heads = [line for text in told for line in text.splitlines() if re.fullmatch(r"[A-Z]\D+", line)]
    assert len(heads) > 4
    assert [head for head in heads if head not in source] == []
