"""A batch becomes runs: alternatives, then the grid, then replicates, paired by their seeds."""

from __future__ import annotations

import pickle

import pytest

from sim.errors import InputError
from sim.randomness import run_seed
from sim.scenario.design import expand
from sim.scenario.load import load_batch
from tests.scenario_text import GOOD, written

BATCH = """\
batch: early-end
base: case.yaml
set: {time.weeks: 4}
alternatives:
  calm: {}
  fierce: {title: Fierce reds, set: {actors.reds.aggression: 3}}
vary:
  actors.reds.skill: [1, 2]
  rules.movement.enabled: [true, false]
seeds: {root: 5, replicates: 3}
outputs: {events: {enabled: false}}
outcomes: {share: {table: territory_share, column: share_cells, where: {actor: reds}}}
"""


@pytest.fixture
def batch_file(tmp_path):
    written(tmp_path, GOOD)
    return written(tmp_path, BATCH, "batch.yaml")


def said(folder, text, *sets):
    written(folder, GOOD)
    with pytest.raises(InputError) as caught:
        load_batch(written(folder, text, "batch.yaml"), sets)
    return [
        f"{item.file.rpartition('/')[2]}:{item.line}: {item.path}: {item.message}"
        for item in caught.value.problems
    ]


def test_runs_come_by_alternative_then_grid_then_replicate(batch_file):
    plans = expand(load_batch(batch_file))
    assert len(plans) == 2 * 4 * 3
    assert [plan.alternative for plan in plans] == ["calm"] * 12 + ["fierce"] * 12
    assert [plan.replicate for plan in plans[:4]] == [1, 2, 3, 1]
    assert plans[3].parameters == {"actors.reds.skill": 1, "rules.movement.enabled": False}


def test_the_same_replicate_has_the_same_seed_everywhere(batch_file):
    plans = expand(load_batch(batch_file))
    assert {plan.seed for plan in plans if plan.replicate == 2} == {run_seed(5, 2)}


def test_values_reach_the_case_and_later_ones_win(batch_file):
    batch = load_batch(batch_file, ["actors.blues.skill=0.5"])
    case = expand(batch)[-1].case()
    assert case.scenario.time.weeks == 4
    assert case.scenario.actors["reds"].aggression == 3
    assert case.scenario.actors["reds"].skill == 2
    assert case.scenario.actors["blues"].skill == 0.5
    assert "share" in case.scenario.outcomes
    assert "events" not in [table.name for table, _ in case.outputs]
    assert batch.alternatives == {"calm": "calm", "fierce": "Fierce reds"}


def test_ids_tell_runs_apart_and_stay_the_same(batch_file):
    first, again = (expand(load_batch(batch_file)) for _ in range(2))
    ids = [plan.run_id for plan in first]
    assert len(set(ids)) == len(ids)
    assert ids == [plan.run_id for plan in again]
    assert all(len(run_id) == 16 and int(run_id, 16) >= 0 for run_id in ids)


def test_an_id_depends_on_content_and_not_on_how_it_is_written(tmp_path):
    plain = written(tmp_path, GOOD, "plain.yaml")
    spelled = GOOD.replace("burn_in: 2}", "burn_in: 2.0}".replace("2.0", "0o2"))
    explicit = written(tmp_path, spelled + "rules: {movement: {enabled: true}}\n", "explicit.yaml")
    other = written(tmp_path, GOOD.replace("burn_in: 2", "burn_in: 3"), "other.yaml")
    ids = [expand(load_batch(path))[0].run_id for path in (plain, explicit, other)]
    assert ids[0] == ids[1] != ids[2]


def test_a_scenario_is_a_batch_of_one(tmp_path):
    batch = load_batch(written(tmp_path, GOOD + "seed: 9\n"))
    (plan,) = expand(batch)
    assert (batch.name, batch.title) == ("small", "Two groups and a state")
    assert (plan.alternative, plan.replicate, plan.parameters) == ("base", 1, {})
    assert plan.seed == run_seed(9, 1)


def test_seeds_can_be_set_for_a_scenario_too(tmp_path):
    batch = load_batch(written(tmp_path, GOOD), ["seeds.replicates=4", "seeds.root=3"])
    assert [plan.seed for plan in expand(batch)] == [run_seed(3, n) for n in (1, 2, 3, 4)]


def test_a_plan_can_be_sent_to_another_process(tmp_path):
    source = """
from sim.rules.rule import Parameters, Rule
RULE = Rule("own", "Nothing.", "own design", Parameters, (), (), lambda world, own, key: None)
"""
    plugin = written(tmp_path, source, "own.py")
    text = GOOD + "plugins: {rules: [{file: own.py, after: control}]}\n"
    (plan,) = expand(load_batch(written(tmp_path, text)))
    sent = pickle.dumps(plan)
    plugin.unlink()
    case = pickle.loads(sent).case()
    assert len(sent) < 20_000
    week = [rule.name for rule, _ in case.rules]
    assert week[week.index("control") + 1] == "own"


def test_replicates_share_their_recipe_on_the_way_to_a_worker(batch_file):
    """A chunk of many replicates is hardly larger than one run, and quick to send."""
    plans = list(expand(load_batch(batch_file, ["seeds.replicates=50"])))[:50]
    alone, together = len(pickle.dumps(plans[0])), len(pickle.dumps(plans))
    assert together < 4 * alone
    assert len({id(plan.recipe) for plan in plans}) == 1


def test_a_changed_plug_in_makes_other_runs(tmp_path):
    text = GOOD + "plugins: {outputs: [own.py]}\n"
    source = """
from sim.record.output import Column, Output
OUTPUT = Output("own", "Own.", (Column("week", "int", "", "Week."),), (), lambda w, n: {})
"""
    ids = []
    for more in ("", "# changed\n"):
        written(tmp_path, source + more, "own.py")
        ids.append(expand(load_batch(written(tmp_path, text)))[0].run_id)
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("time.weeks: 4", "time.weks: 4", "batch.yaml:3: time.weks: unknown key. Did you mean"),
        ("time.weeks: 4", "time.weeks: 0", "batch.yaml:3: time.weeks: 0 is out of range"),
        (
            "reds.aggression",
            "rads.aggression",
            "batch.yaml:6: actors.rads.aggression: 'rads' is not",
        ),
        ("[1, 2]", "[1, -2]", "batch.yaml:8: actors.reds.skill: -2 is out of range"),
        ("[1, 2]", "{from: 1}", "batch.yaml:8: vary.actors.reds.skill.steps: is missing; add it"),
        (
            "[1, 2]",
            "[]",
            "batch.yaml:8: vary.actors.reds.skill: holds 0 values",
        ),
        ("[1, 2]", "[1, 1]", "batch.yaml:7: vary: makes the same scenario as 'calm'"),
        (
            "reds.aggression: 3",
            "reds.skill: 3",
            "batch.yaml:6: alternatives.fierce.set.actors.reds.",
        ),
        (
            "actors.reds.aggression: 3",
            "title: Two groups and a state",
            "batch.yaml:6: alternatives.",
        ),
        ("seeds:", "seds:", "batch.yaml:10: seds: unknown key. Did you mean 'seeds'?"),
        ("replicates: 3", "replicates: 0", "batch.yaml:10: seeds.replicates: 0 is out of range"),
        (
            "events:",
            "evnts:",
            "batch.yaml:11: outputs.evnts: 'evnts' is not a known table. Did you",
        ),
        (
            "where: {actor",
            "where: {actr",
            "batch.yaml:12: outcomes.share.where.actr: 'actr' is not a",
        ),
        ("base: case.yaml", "base: cse.yaml", "batch.yaml:2: base: 'cse.yaml' cannot be read"),
        ("batch: early-end", "batch: ../x", "batch.yaml:1: batch: '../x' is not a name"),
    ],
)
def test_a_mistake_is_named_at_its_line_of_the_batch(tmp_path, old, new, wanted):
    found = said(tmp_path, BATCH.replace(old, new, 1))
    assert found[0].startswith(wanted), found


def test_the_id_of_a_batch_may_have_hyphens_and_its_refusal_says_so(tmp_path):
    assert said(tmp_path, BATCH.replace("batch: early-end", "batch: my batch", 1)) == [
        "batch.yaml:1: batch: 'my batch' is not a name that can be used; use lower-case letters, "
        "digits, _ and -, beginning with a letter, at most 60."
    ]


def test_a_mistake_of_the_scenario_is_named_there_and_once(tmp_path):
    written(tmp_path, GOOD.replace("rebel_group", "rebels", 1), "bad.yaml")
    found = said(tmp_path, BATCH.replace("base: case.yaml", "base: bad.yaml"))
    assert len(found) == 1
    assert found[0].startswith("bad.yaml:12: actors.reds.type: 'rebels' is not known here")


def test_a_varied_value_cannot_be_set_on_the_command_line(tmp_path):
    assert "is varied by the batch" in said(tmp_path, BATCH, "actors.reds.skill=3")[0]


def test_a_grid_too_large_is_refused_before_it_is_made(tmp_path):
    hundred = list(range(100))
    grid = "".join(f"  x{i}: {hundred}\n" for i in range(8))
    text = f"batch: b\nbase: case.yaml\nvary:\n{grid}"
    assert "makes 10,000,000,000,000,000 points" in said(tmp_path, text)[0]


def test_each_run_is_compared_with_the_control_of_its_row_and_seed(tmp_path):
    written(tmp_path, GOOD)
    text = BATCH.replace("seeds:", "compare: {to: calm}\nseeds:")
    plans = expand(load_batch(written(tmp_path, text, "batch.yaml")))
    assert [plan.point for plan in plans[:12:3]] == [1, 2, 3, 4]
    by_id = {plan.run_id: plan for plan in plans}
    for plan in plans:
        if plan.alternative == "calm":
            assert plan.control_run_id == ""
            continue
        control = by_id[plan.control_run_id]
        assert control.alternative == "calm"
        assert (control.point, control.seed) == (plan.point, plan.seed)
        assert control.parameters == plan.parameters


def test_without_compare_no_run_has_a_control(batch_file):
    assert {plan.control_run_id for plan in expand(load_batch(batch_file))} == {""}


def test_the_control_is_an_alternative_that_is_there(tmp_path):
    text = BATCH.replace("seeds:", "compare: {to: calmer}\nseeds:")
    assert said(tmp_path, text) == [
        "batch.yaml:10: compare.to: 'calmer' is no alternative of this batch. Did you mean 'calm'?"
    ]
