"""One run of a case, measured part by part in processor time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from sim.engine import advance, burn_in
from sim.memory import keep_freed
from sim.record.recorder import Recorder
from sim.scenario.case import Case
from sim.scenario.setup import set_up
from tests.bench.child import timed


@dataclass
class Measured:
    """Seconds by part, and how much there was on average over the weeks.

    `run` is a run without clocks at its parts, which make it slower; `clocked` is one with them.
    """

    weeks: int
    cells: int
    communities: int
    actors: int
    bands: float = 0.0
    set_up: float = 0.0
    recording: float = 0.0
    run: float = 0.0
    clocked: float = 0.0
    rules: dict[str, float] = field(default_factory=dict)


def measured(case: Case, seed: int, weeks: int) -> Measured:
    """A run as `sim.engine.simulate` does it, after its burn-in, as a whole and by part."""
    whole = _run(case, seed, weeks, {})
    parts = {rule.name: 0.0 for rule, parameters in case.rules if parameters.enabled}
    clocked = _run(case, seed, weeks, parts)
    return replace(clocked, run=whole.run, clocked=clocked.run)


def _run(case: Case, seed: int, weeks: int, parts: dict[str, float]) -> Measured:
    """A run with a clock at each rule and at recording if `parts` has the names of rules."""
    keep_freed()
    begun = time.thread_time()
    world = set_up(case.scenario, seed, case.strategies, case.traces)
    burn_in(world, case.rules, seed)
    sizes = world.grid.size, world.communities.size, world.actors.size
    out = Measured(weeks, *sizes, set_up=time.thread_time() - begun, rules=parts)
    clock = time.thread_time if parts else float  # one that always shows 0.0
    rules = [(timed(rule, parts) if parts else rule, own) for rule, own in case.rules]
    recorder = Recorder(case.outputs, weeks)
    begun = time.thread_time()
    for week in range(weeks + 1):
        if week > 0:
            advance(world, rules, seed)
            out.bands += world.bands.count / weeks
        noting = clock()
        recorder.note(world)
        out.recording += clock() - noting
    noting = clock()
    recorder.tables(world)
    out.recording += clock() - noting
    out.run = time.thread_time() - begun
    return out
