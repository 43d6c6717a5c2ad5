"""Where the time of one run goes: by rule, with calls of kernels and memory asked for.

The run is made three times in this process: once so that every kernel is loaded, once for the time
alone, once for the counts, which slow it down.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from sim.batch.warm import warm_up
from sim.engine import burn_in
from sim.kernel import KERNELS
from sim.randomness import rule_key
from sim.record.files import table_csv
from sim.record.recorder import Recorder
from sim.scenario.case import Case
from sim.scenario.design import expand
from sim.scenario.load import load_batch
from sim.scenario.setup import set_up
from sim.world.world import World

RECORDING = "recording"


@dataclass
class Spent:
    """What a rule, or the recording, took in all weeks of a run.

    `calls` are calls from Python into kernels, `kernel_allocations` arrays that kernels made,
    `peak` the most bytes that one week's turn held at a time beyond what there was before.
    """

    seconds: float = 0.0
    calls: int = 0
    kernel_allocations: int = 0
    peak: int = 0


def profile(case: Case, seed: int) -> dict[str, Spent]:
    """What each rule of a case takes, by name and in their order; at last the recording."""
    warm_up()
    spent = {rule.name: Spent() for rule, own in case.rules if own.enabled}
    spent[RECORDING] = Spent()

    def timed(name: str, work: Callable[[], object]) -> None:
        begun = time.process_time()
        work()
        spent[name].seconds += time.process_time() - begun

    def counted(name: str, work: Callable[[], object]) -> None:
        one, before = spent[name], len(arguments)
        made, held = _allocations(), tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        work()
        one.peak = max(one.peak, tracemalloc.get_traced_memory()[1] - held)
        one.calls += len(arguments) - before
        given = sum(arguments[before:])
        one.kernel_allocations += max(0, _allocations() - made - given)

    _run(case, seed, lambda name, work: work())
    _run(case, seed, timed)
    arguments: list[int] = []
    with _arguments_noted(arguments), _memory_traced():
        _run(case, seed, counted)
    return spent


@contextmanager
def _memory_traced() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def profile_lines(path: Path, sets: Sequence[str] = ()) -> Iterator[str]:
    """The profile of the first run of a file as a table, the most expensive first."""
    plan = expand(load_batch(path, sets))[0]
    case = plan.case()
    spent, weeks = profile(case, plan.seed), case.scenario.time.weeks
    total = sum(one.seconds for one in spent.values()) or 1.0
    yield f"{'of a week':<16}{'CPU us':>9}{'share':>8}{'calls':>8}{'arrays':>8}{'peak kB':>9}"
    for name, one in sorted(spent.items(), key=lambda item: -item[1].seconds):
        yield (
            f"{name:<16}{one.seconds / weeks * 1e6:9.1f}{one.seconds / total:8.1%}"
            f"{one.calls / weeks:8.1f}{one.kernel_allocations / weeks:8.1f}{one.peak / 1e3:9.1f}"
        )
    calls = sum(one.calls for one in spent.values())
    yield f"{'in all':<16}{total / weeks * 1e6:9.1f}{1:8.0%}{calls / weeks:8.1f}"
    yield "calls: from Python into kernels; arrays: made inside kernels; peak: in one week's turn."


Measure = Callable[[str, Callable[[], object]], object]


def _run(case: Case, seed: int, measure: Measure) -> None:
    """Make a run whose every part of a week is measured; burn-in and set-up are not."""
    world = set_up(case.scenario, seed, case.strategies, case.traces)
    burn_in(world, case.rules, seed)
    recorder = Recorder(case.outputs, case.scenario.time.weeks)
    measure(RECORDING, lambda: recorder.note(world))
    for _ in range(case.scenario.time.weeks):
        _week(world, case, seed, measure)
        measure(RECORDING, lambda: recorder.note(world))
    measure(RECORDING, lambda: _written(case, recorder, world))


def _week(world: World, case: Case, seed: int, measure: Measure) -> None:
    world.begin_week()
    for rule, own in case.rules:
        if own.enabled:
            key = rule_key(seed, rule.name, world.clock.week)
            measure(rule.name, lambda rule=rule, own=own, key=key: rule.apply(world, own, key))  # type: ignore[misc]
    world.bands.compact()


def _written(case: Case, recorder: Recorder, world: World) -> None:
    tables = recorder.tables(world)
    for output, _ in case.outputs:
        table_csv(output.columns, tables[output.name])


def _allocations() -> int:
    """Arrays that kernels of this process have taken as arguments or made so far."""
    runtime: Any = import_module("numba.core.runtime")  # late: only a run that compiles has it
    runtime._nrt_python.memsys_enable_stats()
    return int(runtime.rtsys.get_allocation_stats().alloc)


@contextmanager
def _arguments_noted(arguments: list[int]) -> Iterator[None]:
    """Note how many arrays every call of a kernel passes, by standing in its place meanwhile."""
    counters = {id(each): _noting(each, arguments) for each in KERNELS}
    places = [
        (module.__dict__, name, value)
        for path, module in list(sys.modules.items())
        if path.partition(".")[0] == "sim"
        for name, value in list(module.__dict__.items())
        if id(value) in counters
    ]
    for names, name, value in places:
        names[name] = counters[id(value)]
    try:
        yield
    finally:
        for names, name, value in places:
            names[name] = value


def _noting(function: Any, noted: list[int]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        noted.append(sum(isinstance(each, np.ndarray) for each in arguments))
        return function(*arguments)

    return call
