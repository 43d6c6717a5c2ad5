"""What is told of a point by the pattern of another is what the whole check says of it."""

from __future__ import annotations

import pytest

from sim.errors import InputError
from sim.scenario import digests
from sim.scenario.digests import Pattern
from sim.scenario.load import load_batch, load_case
from tests.scenario_text import GOOD, written

CASE = (
    GOOD
    + """\
ties:
  - {group: herders, actor: reds, loyalty: 0.1}
timeline:
  arrival:
    kind: deployment
    date: 2018-01-15
    actor: reds
    force: {place: {longitude: [0, 1]}, fighters: 50, cells: 2}
outputs: {loyalty: {every: 2}}
outcomes: {share: {table: territory_share, column: share_cells, where: {actor: reds}}}
"""
)

GOOD_BATCHES = {
    "an actor": "vary: {actors.reds.skill: [1, 2, 3], actors.blues.skill: [1, 1.5]}",
    "an actor by two paths": (
        "vary: {actors.reds.skill: [1, 2], actors.reds.positions.takfir: [0, 1]}"
    ),
    "a whole actor": (
        "vary: {actors.blues: [{name: B, type: rebel_group}, {name: C, type: rebel_group}]}"
    ),
    "a force": (
        "vary: {actors.reds.forces.0.fighters: [300, 301], actors.reds.forces.0.cells: [1, 2]}"
    ),
    "a whole list": "vary: {actors.reds.forces: [[], [{place: {}, fighters: 5}]]}",
    "a group": "vary: {groups.herders.tolerance.takfir: [0.1, 0.2]}",
    "time": "vary: {time.weeks: [4, 5, 6], time.start: [2018-01-01, 2018-01-08]}",
    "land": "vary: {area.population: [5000, 6000], area.width: [5, 6]}",
    "a tie": "vary: {ties.0.loyalty: [-0.1, 0.2]}",
    "an intervention": (
        "vary: {timeline.arrival.enabled: [true, false], timeline.arrival.date: [2018-01-15, "
        "2018-01-22]}"
    ),
    "an interval": "vary: {outputs.loyalty.every: [1, 2, 3]}",
    "an outcome": "vary: {outcomes.share.take: [last, mean]}",
    "a rule": "vary: {rules.recruitment.rate: [0.001, 0.002], rules.loyalty.spread: [0.1, 0.2]}",
    "a rule that the scenario sets too": (
        "set: {rules.recruitment.network: 0.01}\nvary: {rules.recruitment.rate: [0.001, 0.002]}"
    ),
    "a title, which is no section": "vary: {title: [One, Two]}",
    "a section and what is in it": (
        "vary: {time: [{start: 2018-01-01, weeks: 6}, {start: 2018-01-08, weeks: 6}], "
        "time.burn_in: [1, 2]}"
    ),
    "alternatives": (
        "alternatives: {a: {}, b: {set: {actors.reds.skill: 3}}}\n"
        "vary: {actors.blues.skill: [1, 2]}"
    ),
    "a control by another path": (
        "vary: {actors.blues.skill: [1, 2]}\ncompare: {to: {actors.reds.skill: 2}}"
    ),
    "a control by the same path": (
        "vary: {actors.blues.skill: [1, 2], actors.reds.skill: [1, 2]}\n"
        "compare: {to: {actors.blues.skill: 3}}"
    ),
    "a control below the path": (
        "vary: {actors.blues: [{name: B, type: rebel_group}, {name: C, type: rebel_group}]}\n"
        "compare: {to: {actors.blues.skill: 2}}"
    ),
    "what is drawn": (
        "vary: {actors.reds.skill: {uniform: [1, 2]}, rules.loyalty.spread: {uniform: [0.1, "
        "0.5]}}\n"
        "design: {method: lhs, samples: 9}"
    ),
}

BAD_BATCHES = {
    "out of range": ("actors.reds.skill: [1, 2, -3, 4, none]", 2),
    "a rule out of range": ("rules.recruitment.rate: [0.001, -0.001, wrong]", 2),
    "a date after the end": ("timeline.arrival.date: [2018-01-15, 2019-01-15]", 1),
    "more cells than the place has": ("actors.reds.forces.0.cells: [6, 24, 25]", 1),
    "more fighters than people": ("area.population: [10000, 1]", 1),
    "an actor that there is not": ("timeline.arrival.actor: [reds, blues, greens]", 1),
    "what its type cannot have": ("actors.reds.strike_capacity: [0, 1]", 1),
    "shares above 1": ("groups.herders.shares: [{'*': 0.5}, {'*': 0.6}]", 1),
    "a column that there is not": ("outcomes.share.column: [share_cells, share_sells]", 1),
    "a strategy that there is not": ("actors.reds.strategy: [insurgency, optimism]", 1),
}


def batch(folder, text):
    written(folder, CASE)
    return load_batch(written(folder, f"batch: b\nbase: case.yaml\n{text}\n", "batch.yaml"))


def told(folder, text):
    """Digests of the points, or what is wrong with them."""
    try:
        return batch(folder, text).digests
    except InputError as error:
        return error.problems


@pytest.fixture
def whole(monkeypatch):
    """Make the whole check that of every point from now on."""
    return lambda: monkeypatch.setattr(digests, "may_have_pattern", lambda row, after: False)


@pytest.mark.parametrize("text", GOOD_BATCHES.values(), ids=GOOD_BATCHES)
def test_good_points_have_the_digests_of_whole_checks(text, tmp_path, whole):
    short = told(tmp_path, text)
    whole()
    assert told(tmp_path, text) == short
    assert len(short) == len(set(short)) >= 2


@pytest.mark.parametrize(("vary", "count"), BAD_BATCHES.values(), ids=BAD_BATCHES)
def test_bad_points_have_the_problems_of_whole_checks(vary, count, tmp_path, whole):
    short = told(tmp_path, f"vary: {{{vary}}}")
    whole()
    assert told(tmp_path, f"vary: {{{vary}}}") == short
    assert len(short) == count


def test_only_the_first_point_and_bad_ones_take_the_whole_check(tmp_path, monkeypatch):
    answers = []
    digest = Pattern.digest

    def noted(self, varied):
        answers.append(digest(self, varied))
        return answers[-1]

    monkeypatch.setattr(Pattern, "digest", noted)
    told(tmp_path, "vary: {actors.reds.skill: [1, 2, 3, -1, 4]}")
    assert [bool(answer) for answer in answers] == [True, True, False, True]


def test_the_order_of_actors_is_that_of_rows_and_so_another_run(tmp_path):
    blues = "  blues: {name: Blues, type: rebel_group}\n"
    first = load_case(written(tmp_path, GOOD))
    assert blues in GOOD
    moved = GOOD.replace(blues, "").replace("  state:", f"{blues}  state:")
    second = load_batch(written(tmp_path, moved)).points[0].recipe
    assert second.run_id(1) != load_batch(written(tmp_path, GOOD)).points[0].recipe.run_id(1)
    assert sorted(second.settings().actors) == sorted(first.scenario.actors)
