"""Advance a world by one week; simulate a whole run."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.memory import keep_freed
from sim.randomness import rule_key
from sim.record.output import Table
from sim.record.recorder import Recorder
from sim.rules.rule import Rule
from sim.scenario.case import Case
from sim.scenario.setup import set_up
from sim.units import Parameters
from sim.world.world import World


@dataclass
class Timings:
    """Seconds spent so far: by rule, in setting up, and in recording."""

    rules: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    set_up: float = 0.0
    recording: float = 0.0


@dataclass(frozen=True)
class Run:
    """What a run leaves: its tables by name, and how long each part took."""

    tables: dict[str, Table]
    timings: Timings


def advance(
    world: World,
    rules: Sequence[tuple[Rule, Parameters]],
    seed: int,
    timings: Timings | None = None,
) -> None:
    """Carry the world one week on by its rules in order, passing over those switched off."""
    world.begin_week()
    begun = time.perf_counter()
    for rule, parameters in rules:
        if not parameters.enabled:
            continue
        rule.apply(world, parameters, rule_key(seed, rule.name, world.clock.week))
        if timings is not None:
            now = time.perf_counter()
            timings.rules[rule.name] += now - begun
            begun = now
    world.bands.compact()


def burn_in(
    world: World,
    rules: Sequence[tuple[Rule, Parameters]],
    seed: int,
    timings: Timings | None = None,
) -> None:
    """Carry a world just set up to week 0, which is a state: what led to it is forgotten."""
    while world.clock.week < 0:
        advance(world, rules, seed, timings)
    world.forget_week()


def simulate(case: Case, seed: int) -> Run:
    """Run a case from burn-in to its last week; the same case and seed give the same tables."""
    keep_freed()
    timings = Timings()
    begun = time.perf_counter()
    world = set_up(case.scenario, seed, case.strategies, case.traces)
    timings.set_up = time.perf_counter() - begun
    burn_in(world, case.rules, seed, timings)
    recorder = Recorder(case.outputs, case.scenario.time.weeks)
    for week in range(case.scenario.time.weeks + 1):
        if week > 0:
            advance(world, case.rules, seed, timings)
        begun = time.perf_counter()
        recorder.note(world)
        timings.recording += time.perf_counter() - begun
    begun = time.perf_counter()
    tables = recorder.tables(world)
    timings.recording += time.perf_counter() - begun
    return Run(tables, timings)
