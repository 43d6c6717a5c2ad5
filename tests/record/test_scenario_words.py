"""What a scenario may not ask of the tables is told before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.scenario.load import load_case

SMALL = (Path(__file__).parents[1] / "scenarios" / "small.yaml").read_text("utf-8")


def told(folder, text):
    path = folder / "case.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        load_case(path)
    return str(caught.value)


@pytest.mark.parametrize("word", ["contested", "nobody", "civilians"])
def test_an_actor_cannot_have_a_word_of_the_tables_as_its_id(tmp_path, word):
    assert "meaning of its own in the tables" in told(tmp_path, SMALL.replace("reds", word))


def test_an_outcome_that_its_table_cannot_give_is_refused(tmp_path):
    asked = "outcomes:\n  first: {table: events, take: mean, column: side_a}\n"
    assert "column 'side_a' is not a number" in told(tmp_path, SMALL + asked)
