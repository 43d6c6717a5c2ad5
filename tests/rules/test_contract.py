"""What every rule of the week must keep to; a new rule is held to it by being in the schedule."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from sim.engine import advance
from sim.kernel import COMPILED
from sim.randomness import draw_key
from sim.rules.schedule import WEEK
from sim.scenario.load import load_case
from sim.scenario.setup import set_up
from sim.units import source_of, unit_of
from sim.world import births
from sim.world.state import arrays
from sim.world.world import SECTIONS
from tests.state import CONTRACT, digest_of_run, state

WEEKS = 12

every_rule = pytest.mark.parametrize("rule", WEEK, ids=lambda rule: rule.name)


class GuardedSection:
    """A section of the world that notes which arrays are looked at."""

    def __init__(self, section, name, seen):
        object.__setattr__(self, "_inside", (section, name, seen))

    @property
    def __class__(self):
        return type(self._inside[0])

    def __getattr__(self, attribute):
        section, name, seen = self._inside
        if attribute in {item.name for item in arrays(section)}:
            seen.add(f"{name}.{attribute}")
        return getattr(section, attribute)

    def __setattr__(self, attribute, value):
        setattr(self._inside[0], attribute, value)


class GuardedWorld:
    """A world that notes which arrays a rule looks at; the grid and the clock are free."""

    def __init__(self, world):
        self._world = world
        self.seen = set()

    def __getattr__(self, name):
        section = getattr(self._world, name)
        guarded = name in SECTIONS and name != "grid"
        return GuardedSection(section, name, self.seen) if guarded else section


def unguarded(found):
    """Founding an actor looks at every array along actors, for whatever rule."""
    return lambda world, *rest: found(getattr(world, "_world", world), *rest)


@dataclass
class Conduct:
    """What a rule was seen to do in a run."""

    changed: set[str] = field(default_factory=set)
    looked_at: set[str] = field(default_factory=set)
    unexplained: list[str] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)


LOGS = ("events.", "claims.", "developments.", "takeovers.")


def differing(before, after, founds=False):
    """Names of arrays that changed; of bands and logs, the rows that were there before.

    A rule cannot add rows without looking at the arrays, so that it must declare those too. Where
    actors may be founded, an array is looked at as far as it went before.
    """
    changed = set()
    for name, old in before.items():
        new = after[name]
        if name.startswith(("bands.", *LOGS)):
            rows = min(len(old), len(new))
            old, new = old[:rows], new[:rows]
        elif founds:
            new = new[tuple(slice(length) for length in old.shape)]
        if not np.array_equal(old, new):
            changed.add(name)
    return changed


def strength(snapshot, actors):
    """Fighters of each of so many actors."""
    totals = np.zeros(actors, np.int64)
    np.add.at(totals, snapshot["bands.owner"], snapshot["bands.fighters"])
    return totals


def unexplained(before, after):
    """Flows of people and fighters that the ledger does not name."""
    people = after["communities.people"] - before["communities.people"]
    people_flow = (after["ledger.people"] - before["ledger.people"]).sum(axis=0)
    fighter_flow = after["ledger.fighters"].sum(axis=0)
    fighter_flow[: len(before["actors.alive"])] -= before["ledger.fighters"].sum(axis=0)
    fighters = strength(after, len(fighter_flow)) - strength(before, len(fighter_flow))
    found = []
    if not np.array_equal(people, people_flow):
        found.append(f"people {people - people_flow}")
    if not np.array_equal(fighters, fighter_flow):
        found.append(f"fighters {fighters - fighter_flow}")
    return found


def impossible(snapshot):
    """Counts that cannot be, and numbers that are not finite."""
    found = [
        name
        for name in ("communities.people", "communities.displaced", "bands.fighters")
        if np.any(snapshot[name] < 0)
    ]
    foreign, fighters = snapshot["bands.foreign"], snapshot["bands.fighters"]
    if np.any((foreign < 0) | (foreign > fighters)):
        found.append("bands.foreign")
    return found + [
        name
        for name, values in snapshot.items()
        if values.dtype.kind == "f" and not np.all(np.isfinite(values))
    ]


@pytest.fixture(scope="module")
def case():
    return load_case(CONTRACT)


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def conducts(case, monkeypatch_module):
    """Conduct of every rule over a run in which all kinds of things happen."""
    seen = {rule.name: Conduct() for rule in WEEK}
    seed = case.scenario.seed
    world = set_up(case.scenario, seed, tracing=True)
    monkeypatch_module.setattr(births, "found", unguarded(births.found))
    for _ in range(WEEKS):
        world.begin_week()
        for rule, parameters in case.rules:
            guarded, conduct = GuardedWorld(world), seen[rule.name]
            before = state(world)
            rule.apply(guarded, parameters, draw_key(seed, rule.name, world.clock.week))
            after = state(world)
            conduct.looked_at |= guarded.seen
            conduct.changed |= differing(before, after, rule.founds)
            conduct.unexplained += unexplained(before, after)
            conduct.impossible += impossible(after)
        world.bands.compact()
    return seen


@every_rule
def test_a_rule_does_something_in_this_run(rule, conducts):
    assert conducts[rule.name].changed


@every_rule
def test_a_rule_changes_only_what_it_declares(rule, conducts):
    assert conducts[rule.name].changed <= set(rule.writes)


@every_rule
def test_a_rule_looks_only_at_what_it_declares(rule, conducts):
    assert conducts[rule.name].looked_at <= {*rule.reads, *rule.writes}


@every_rule
def test_a_rule_declares_no_array_to_read_that_it_never_looks_at(rule, conducts):
    assert set(rule.reads) <= conducts[rule.name].looked_at


@every_rule
def test_a_rule_declares_arrays_that_exist_each_once(rule, case):
    known = state(set_up(case.scenario, 1)).keys()
    declared = [*rule.reads, *rule.writes]
    assert set(declared) <= known
    assert len(set(declared)) == len(declared)
    assert not any(name.startswith("grid.") for name in declared)


@every_rule
def test_the_ledger_names_every_person_and_fighter_who_comes_or_goes(rule, conducts):
    assert conducts[rule.name].unexplained == []


@every_rule
def test_counts_never_fall_below_zero_and_numbers_stay_finite(rule, conducts):
    assert conducts[rule.name].impossible == []


@every_rule
def test_a_rule_says_its_claim_and_source(rule):
    assert rule.claim.endswith(".")
    assert rule.source
    assert rule.apply.__module__.endswith(f".{rule.name}")
    assert sys.modules[rule.apply.__module__].__doc__


@every_rule
def test_every_parameter_has_unit_range_sentence_and_source(rule):
    for name, parameter in rule.parameters.model_fields.items():
        assert parameter.description, name
        assert parameter.description.endswith("."), name
        if parameter.annotation in (int, float):
            limits = {type(limit).__name__ for limit in parameter.metadata}
            assert limits & {"Ge", "Gt"}, name
            assert "Le" in limits, name
            assert unit_of(parameter), name
            assert source_of(parameter), name


@every_rule
def test_defaults_lie_in_their_ranges(rule):
    rule.parameters.model_validate(rule.parameters().model_dump())


@every_rule
def test_a_rule_that_is_switched_off_leaves_the_world_as_it_was(rule, case):
    world = set_up(case.scenario, 1)
    before = state(world)
    advance(world, [(rule, rule.parameters(enabled=False))], seed=1)
    assert differing(before, state(world)) == set()


@every_rule
def test_other_rules_draw_alike_whether_a_rule_is_on_or_off(rule, case):
    def keys_of_others(enabled):
        seen = {}

        def note(name):
            return lambda world, parameters, key: seen.update({name: key})

        stubs = [
            (
                replace(other, apply=note(other.name)),
                other.parameters(enabled=enabled or other is not rule),
            )
            for other in WEEK
        ]
        advance(set_up(case.scenario, 1), stubs, seed=1)
        return {name: key for name, key in seen.items() if name != rule.name}

    assert keys_of_others(True) == keys_of_others(False) != {}


def test_names_of_rules_differ():
    assert len({rule.name for rule in WEEK}) == len(WEEK)


def test_compiled_and_plain_python_give_the_same_bits():
    environment = os.environ | {"SIM_COMPILE": "0" if COMPILED else "1"}
    other = subprocess.run(
        [sys.executable, "-m", "tests.state", str(WEEKS)],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(other.stdout) == digest_of_run(WEEKS)
