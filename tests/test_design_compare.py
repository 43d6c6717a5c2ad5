"""What a batch compares: alternatives, controls, scenario files; and what all its runs share."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.scenario.design import expand
from sim.scenario.load import load_batch
from sim.scenario.recipe import digest_of
from tests.scenario_text import GOOD, written

SKILL, WEEKS = "actors.reds.skill", "time.weeks"


def batch(folder, text, base="base: case.yaml\n", *sets, **options):
    written(folder, GOOD)
    return load_batch(written(folder, f"batch: b\n{base}{text}", "batch.yaml"), sets, **options)


def said(folder, text, base="base: case.yaml\n"):
    with pytest.raises(InputError) as caught:
        batch(folder, text, base)
    return [f"{item.line}: {item.path}: {item.message}" for item in caught.value.problems]


def compared(found):
    """Alternative, point and values of each run, and the same of its control."""
    plans = expand(found)
    by_id = {plan.run_id: plan for plan in plans}
    assert len(by_id) == len(plans)
    return {_short(plan): _short(by_id.get(plan.control_run_id)) for plan in plans}


def _short(plan):
    return plan and (plan.alternative, plan.point, *plan.parameters.values())


def test_a_control_may_be_given_by_its_values_where_there_are_no_alternatives(tmp_path):
    text = f"vary: {{{WEEKS}: [3, 4]}}\ncompare: {{to: {{{SKILL}: 0.5}}}}\n"
    found = batch(tmp_path, text)
    assert compared(found) == {
        ("base", 1, 3): ("control", 1, 3),
        ("base", 2, 4): ("control", 2, 4),
        ("control", 1, 3): None,
        ("control", 2, 4): None,
    }
    assert found.design.control == "control"
    assert expand(found)[2].case().scenario.actors["reds"].skill == 0.5


def test_a_control_that_is_a_row_of_the_design_is_run_once(tmp_path):
    text = f"vary: {{{SKILL}: [1, 2], {WEEKS}: [3, 4]}}\ncompare: {{to: {{{SKILL}: 2}}}}\n"
    assert compared(batch(tmp_path, text)) == {
        ("base", 1, 1, 3): ("base", 3, 2, 3),
        ("base", 2, 1, 4): ("base", 4, 2, 4),
        ("base", 3, 2, 3): None,
        ("base", 4, 2, 4): None,
    }


def test_rows_that_have_a_control_in_common_share_it(tmp_path):
    text = f"vary: {{{SKILL}: [1, 2], {WEEKS}: [3, 4]}}\ncompare: {{to: {{{SKILL}: 3}}}}\n"
    found = batch(tmp_path, text)
    assert compared(found) == {
        ("base", 1, 1, 3): ("control", 1, 3, 3),
        ("base", 2, 1, 4): ("control", 2, 3, 4),
        ("base", 3, 2, 3): ("control", 1, 3, 3),
        ("base", 4, 2, 4): ("control", 2, 3, 4),
        ("control", 1, 3, 3): None,
        ("control", 2, 3, 4): None,
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            f"alternatives: {{a: {{}}}}\ncompare: {{to: {{{SKILL}: 2}}}}",
            "4: compare.to: gives values, and there are alternatives; name one of them. Known: a.",
        ),
        ("compare: {to: calm}", "3: compare.to: 'calm' is no alternative of this batch. There are"),
        ("compare: {to: {}}", "3: compare.to: is empty"),
        ("compare: {to: 5}", "3: compare.to: 5 is of the wrong type"),
        ("compare: {}", "3: compare.to: is missing"),
        (f"compare: {{to: {{{SKILL}: -1}}}}", f"3: {SKILL}: -1 is out of range"),
        ("compare: {to: {actors.reds.skill: 1.0}}", "1: alternatives.control: makes the same"),
        (f"set: {{{WEEKS}: 4}}\nvary: {{{WEEKS}: [3, 4]}}", f"3: set.{WEEKS}: '{WEEKS}' is varied"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(tmp_path, text, wanted):
    found = said(tmp_path, text)
    assert found[0].startswith(wanted), found


SEVERAL = "base: [case.yaml, other.yaml]\n"


def other(folder, name="other"):
    text = GOOD.replace("scenario: small", f"scenario: {name}").replace("width: 8", "width: 9")
    written(folder, text.replace("Two groups and", "Wider, two groups and"), "other.yaml")


def test_several_scenario_files_are_run_side_by_side(tmp_path):
    other(tmp_path)
    found = batch(tmp_path, f"vary: {{{WEEKS}: [3, 4]}}\n", SEVERAL)
    assert found.alternatives == {
        "small": "Two groups and a state",
        "other": "Wider, two groups and a state",
    }
    assert list(compared(found)) == [
        ("small", 1, 3),
        ("small", 2, 4),
        ("other", 1, 3),
        ("other", 2, 4),
    ]
    assert list(found.inputs) == ["batch.yaml", "scenario-1.yaml", "scenario-2.yaml"]


def test_each_of_several_files_has_all_alternatives_and_a_control_of_its_own(tmp_path):
    other(tmp_path)
    text = f"alternatives: {{a: {{}}, b: {{set: {{{SKILL}: 2}}}}}}\ncompare: {{to: a}}\n"
    assert compared(batch(tmp_path, text, SEVERAL)) == {
        ("small.a", 1): None,
        ("small.b", 1): ("small.a", 1),
        ("other.a", 1): None,
        ("other.b", 1): ("other.a", 1),
    }
    by_values = batch(tmp_path, f"compare: {{to: {{{SKILL}: 2}}}}\n", SEVERAL)
    assert compared(by_values)["other", 1] == ("other.control", 1)


def test_two_files_of_one_scenario_name_are_refused(tmp_path):
    other(tmp_path, "small")
    assert said(tmp_path, "", SEVERAL) == [
        "2: base.1: 'other.yaml' is of the same name as 'case.yaml', small; "
        "give one of them another 'scenario'."
    ]


def test_every_thins_all_tables_that_have_an_interval_but_those_named(tmp_path):
    found = batch(tmp_path, "every: 4\noutputs: {relations: {every: 2}}\n")
    every = {table.name: weeks for table, weeks in found.points[0].recipe.case().outputs}
    assert every["territory_share"] == 4
    assert every["relations"] == 2
    assert every["events"] == 1


def test_fewer_replicates_are_a_part_of_more(tmp_path):
    few = batch(tmp_path, f"vary: {{{SKILL}: [1, 2]}}\nseeds: {{replicates: 2}}\n")
    many = batch(tmp_path, f"vary: {{{SKILL}: [1, 2]}}\nseeds: {{replicates: 5}}\n")
    assert {plan.run_id for plan in expand(few)} < {plan.run_id for plan in expand(many)}


RULES = """\
set: {rules.recruitment.network: 0.01}
vary:
  rules.recruitment.rate: {uniform: [0.001, 0.01]}
  rules.loyalty.spread: {uniform: [0.1, 0.5]}
design: {method: lhs, samples: 6}
"""


def test_a_bad_value_among_points_that_differ_in_rules_alone_is_named(tmp_path):
    text = "vary: {rules.recruitment.rate: [0.001, 0.002, -0.003, 0.004, wrong]}\n"
    assert [line.partition(";")[0] for line in said(tmp_path, text)] == [
        "3: rules.recruitment.rate: -0.003 is out of range",
        "3: rules.recruitment.rate: 'wrong' is of the wrong type",
    ]


def test_a_batch_that_is_only_looked_at_checks_the_ends_of_what_is_drawn(tmp_path):
    good = batch(tmp_path, RULES, whole=False)
    assert len(good.points) == 6
    assert good.digests == ()
    with pytest.raises(InputError, match="out of range"):
        batch(tmp_path, RULES.replace("0.001, 0.01", "-0.001, 0.01"), whole=False)


def test_the_digest_of_a_point_is_that_of_its_recipe(tmp_path):
    found = batch(tmp_path, RULES)
    assert [digest_of(point.recipe.parts()) for point in found.points] == list(found.digests)
