"""The minimal workload by the model's own rules: what is timed is what the model runs."""

from __future__ import annotations

from sim.engine import advance
from sim.world.world import World
from tests.bench.workload import WEEK


def run(world: World, weeks: int, seed: int) -> None:
    """Carry a world `weeks` weeks on."""
    for _ in range(weeks):
        advance(world, WEEK, seed)
