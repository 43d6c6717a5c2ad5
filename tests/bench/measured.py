"""One run of a case, measured part by part in processor time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.engine import advance, burn_in
from sim.record.recorder import Recorder
from sim.rules.rule import Rule
from sim.scenario.case import Case
from sim.scenario.setup import set_up
from sim.units import Parameters
from tests.bench.child import timed


@dataclass
class Measured:
    """Seconds by part, and how much there was on average over the weeks."""

    weeks: int
    cells: int
    communities: int
    actors: int
    bands: float = 0.0
    set_up: float = 0.0
    recording: float = 0.0
    run: float = 0.0
    rules: dict[str, float] = field(default_factory=dict)


def measured(case: Case, seed: int, weeks: int) -> Measured:
    """A run as `sim.engine.simulate` does it, after its burn-in; set-up and burn-in apart."""
    begun = time.thread_time()
    world = set_up(case.scenario, seed, case.strategies, case.traces)
    burn_in(world, case.rules, seed)
    sizes = world.grid.size, world.communities.size, world.actors.size
    out = Measured(weeks, *sizes, set_up=time.thread_time() - begun)
    out.rules = {rule.name: 0.0 for rule, parameters in case.rules if parameters.enabled}
    rules: Sequence[tuple[Rule, Parameters]] = [(timed(r, out.rules), p) for r, p in case.rules]
    recorder = Recorder(case.outputs)
    begun = time.thread_time()
    for week in range(weeks + 1):
        if week > 0:
            advance(world, rules, seed)
            out.bands += world.bands.count / weeks
        noting = time.thread_time()
        recorder.note(world)
        out.recording += time.thread_time() - noting
    closing = time.thread_time()
    recorder.tables(world)
    out.recording += time.thread_time() - closing
    out.run = time.thread_time() - begun
    return out
