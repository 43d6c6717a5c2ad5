"""Do belief and the coalition's priorities matter to the war of the rivals? 40 pairs of runs.

`pytest -m slow tests/validation/test_rivals.py -s` prints every effect; only what the mechanism
promises is asserted, the rest is for the reader.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.batch.batch import run_batch

pytestmark = pytest.mark.slow

SAHEL = Path(__file__).parents[2] / "scenarios" / "sahel.yaml"
QUESTION = f"""\
batch: rivals
base: {SAHEL}
alternatives:
  as_is: {{}}
  no_summit: {{set: {{timeline.pau_summit.enabled: false}}}}
  no_beliefs: {{set: {{rules.beliefs.enabled: false}}}}
seeds: {{root: 7, replicates: 40}}
outputs:
  actor_weeks: {{enabled: false}}
  loyalty: {{enabled: false}}
  cell_months: {{enabled: false}}
  cells: {{enabled: false}}
outcomes:
  war_weeks: {{table: relations, where: {{actor: isgs, other: jnim, stance: war}}, take: count}}
  clash_deaths:
    {{table: dyad_weeks, column: deaths, where: {{actor_a: jnim, actor_b: isgs}}, take: sum}}
"""
NEVER = 136
"""Stands for the week of what does not happen in the 135 weeks of a run."""

MEASURES = ("accusations", "war", "war_weeks", "first_war", "clashes", "clash_deaths")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Outcomes by alternative and replicate."""
    folder = tmp_path_factory.mktemp("rivals")
    question = folder / "rivals.yaml"
    question.write_text(QUESTION, "utf-8")
    assert run_batch(question, folder / "out", [], 2, quiet=True) == 0
    table = sim.open(folder / "out").outcomes.set_index(["alternative", "replicate"])
    table["first_war"] = table["first_war"].astype(float).fillna(NEVER)
    return table.assign(war=(table["war_weeks"] > 0).astype(int))


def effects(runs, without):
    """What the mechanism changes, pair by pair, measured by the spread among seeds without it."""
    base, other = runs.loc["as_is"], runs.loc[without]
    rows = {}
    for name in MEASURES:
        change = (base[name] - other[name]).astype(float)
        spread = other[name].std()
        rows[name] = {
            "with": base[name].mean(),
            "without": other[name].mean(),
            "change": change.mean(),
            "by spread of seeds": change.mean() / spread if spread > 0 else float("nan"),
            "higher": (change > 0).mean(),
            "same": (change == 0).mean(),
            "lower": (change < 0).mean(),
        }
    return pd.DataFrame(rows).T


@pytest.mark.parametrize("without", ["no_summit", "no_beliefs"])
def test_the_mechanism_makes_accusations_more_frequent(runs, without, capsys):
    found = effects(runs, without)
    with capsys.disabled():
        print(f"\nSahel as it is against {without}, {len(runs.loc['as_is'])} pairs")
        print(found.round(2).to_string())
    assert found.loc["accusations", "higher"] > 0.5
    assert found.loc["accusations", "lower"] < 0.05


def test_without_beliefs_nobody_accuses(runs):
    assert runs.loc["no_beliefs", "accusations"].sum() == 0


def test_belief_moves_the_war_by_more_than_seeds_do(runs):
    found = effects(runs, "no_beliefs")["by spread of seeds"]
    assert found["war_weeks"] > 1
    assert found["first_war"] < -1


def test_false_accusations_happen_and_are_told_from_true_ones(runs):
    accused = runs.loc["as_is"]
    assert accused["false_accusations"].sum() > 0
    assert accused["accusations"].sum() > accused["false_accusations"].sum()
    assert accused["wrongly_believed"].sum() > 0
