"""The minimal workload by the model's own rules: what is timed is what the model runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.engine import advance
from sim.rules.rule import Parameters, Rule
from sim.world.world import World
from tests.bench.workload import WEEK


def run(world: World, weeks: int, seed: int) -> dict[str, float]:
    """Carry a world `weeks` weeks on; seconds of processor time of each rule."""
    spent = {rule.name: 0.0 for rule, _ in WEEK}
    rules = [(timed(rule, spent), parameters) for rule, parameters in WEEK]
    for _ in range(weeks):
        advance(world, rules, seed)
    return spent


def timed(rule: Rule, spent: dict[str, float]) -> Rule:
    """The same rule, which notes the processor time it takes."""
    apply: Callable[[Any, Parameters, Any], None] = rule.apply

    def noted(world: World, parameters: Parameters, key: Any) -> None:
        begun = time.thread_time()
        apply(world, parameters, key)
        spent[rule.name] += time.thread_time() - begun

    return replace(rule, apply=noted)
