"""The minimal workload by the model's own rules: what is timed is what the model runs."""

from __future__ import annotations

from sim.engine import advance
from sim.world.world import World
from tests.bench.child import timed
from tests.bench.workload import WEEK


def run(world: World, weeks: int, seed: int, clocked: bool = False) -> dict[str, float]:
    """Carry a world `weeks` weeks on; seconds of processor time of each rule if `clocked`, else 0.

    Clocks at the rules take time themselves.
    """
    spent = {rule.name: 0.0 for rule, _ in WEEK}
    rules = [(timed(rule, spent) if clocked else rule, parameters) for rule, parameters in WEEK]
    for _ in range(weeks):
        advance(world, rules, seed)
    return spent
