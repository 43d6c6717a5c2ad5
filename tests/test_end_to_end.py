"""What must hold of whole runs: same bytes, exact books, paired draws."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.engine import advance
from sim.kernel import COMPILED
from sim.scenario.load import load_case
from sim.scenario.setup import set_up
from tests.digests import FILE, SCENARIOS, digests, text
from tests.state import state

ROOT = Path(__file__).parents[1]


# --- same bytes ---------------------------------------------------------------------------------


def test_tables_have_the_bytes_that_every_machine_and_python_gives():
    """Where the model was changed on purpose, `python -m tests.digests` renews the file."""
    assert digests() == json.loads(FILE.read_text())


def test_compiled_and_plain_python_write_the_same_tables():
    other = subprocess.run(
        [sys.executable, "-c", "from tests.digests import text; print(text(), end='')"],
        cwd=ROOT,
        env=os.environ | {"SIM_COMPILE": "0" if COMPILED else "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout == text()


# --- paired runs --------------------------------------------------------------------------------


def noting(rule, acted):
    """The rule, noting the weeks in which it changes anything."""

    def apply(world, parameters, key):
        before = state(world)
        rule.apply(world, parameters, key)
        if not alike(before, state(world)):
            acted.append(world.clock.week)

    return replace(rule, apply=apply)


def alike(one, other):
    return all(np.array_equal(one[name], other[name]) for name in one)


def weeks_of(case, name, enabled, weeks):
    """States after each week, and the weeks in which the rule of that name did something."""
    acted, seed = [], case.scenario.seed
    rules = [
        (noting(rule, acted), p.model_copy(update={"enabled": enabled}))
        if rule.name == name
        else (rule, p)
        for rule, p in case.rules
    ]
    world, states = set_up(case.scenario, seed), {}
    for _ in range(weeks):
        advance(world, rules, seed)
        states[world.clock.week] = state(world)
    return states, acted


EARLY = ("pulse", "troops", "retreat", "first_death")
"""Interventions of the first two weeks of the contract scenario."""


@pytest.mark.parametrize(
    ("rule", "scenario", "sets"),
    [
        ("timeline", "contract", [f"timeline.{name}.enabled=false" for name in EARLY]),
        ("foreign_inflow", "contract", ["timeline.pulse.date=2018-02-05"]),
        ("strikes", "contract", ["actors.coalition.strike_capacity=0"]),
        ("battles", "small", ["time.burn_in=0"]),
    ],
)
def test_runs_with_and_without_a_rule_are_the_same_until_it_first_acts(rule, scenario, sets):
    case = load_case(SCENARIOS[scenario], sets)
    with_it, acted = weeks_of(case, rule, True, 12)
    without, never = weeks_of(case, rule, False, 12)
    assert never == []
    assert acted[0] > 2
    for week in range(1, acted[0]):
        assert alike(with_it[week], without[week]), week
    assert not alike(with_it[acted[0]], without[acted[0]])
