"""Over ten years wars of the rivals begin, end and begin again: medians of 20 seeds.

`pytest -m slow -s tests/validation/test_wars_end.py` takes about five minutes on two processors.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.batch.batch import run_batch

pytestmark = pytest.mark.slow

SAHEL = Path(__file__).parents[2] / "scenarios" / "sahel.yaml"
QUESTION = f"""\
batch: decade
base: {SAHEL}
set: {{time.weeks: 520}}
seeds: {{root: 17, replicates: 20}}
outputs:
  actor_weeks: {{enabled: false}}
  cell_months: {{enabled: false}}
  cells: {{enabled: false}}
  claims: {{enabled: false}}
  dyad_weeks: {{enabled: false}}
  pacts: {{enabled: false}}
outcomes:
  claims_invented: {{table: events, take: count}}
"""


@pytest.fixture(scope="module")
def turns(tmp_path_factory):
    """Weeks of war, and changes into and out of it, of JNIM and ISGS by run."""
    folder = tmp_path_factory.mktemp("decade")
    question = folder / "decade.yaml"
    question.write_text(QUESTION, "utf-8")
    assert run_batch(question, folder / "out", [], None, quiet=True) == 0
    relations = sim.open(folder / "out").relations
    rivals = relations[(relations["actor"] == "isgs") & (relations["other"] == "jnim")]
    war = rivals["stance"].eq("war").groupby(rivals["replicate"])
    before = war.shift(fill_value=False)
    now = rivals["stance"].eq("war")
    return (
        rivals.assign(war=now, begun=now & ~before, ended=~now & before)
        .groupby("replicate")[["war", "begun", "ended"]]
        .sum()
    )


def test_stances_move_in_both_directions(turns, capsys):
    with capsys.disabled():
        print("\n" + turns.to_string())
    median = turns.median()
    assert median["begun"] >= 1
    assert median["ended"] >= 1


def test_war_is_renewed_in_some_runs_and_absorbs_few(turns):
    assert (turns["begun"] >= 2).mean() >= 0.25
    assert (turns["begun"] > turns["ended"]).mean() <= 0.5
