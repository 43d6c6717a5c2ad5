"""Copies and digests of a world's state; run as a module, it prints the digest of a short run."""

from __future__ import annotations

import hashlib
import json
import sys

import numpy as np

from sim.batch.warm import EVERY_KERNEL
from sim.engine import advance
from sim.scenario.load import load_case
from sim.scenario.setup import set_up
from sim.world.state import arrays
from sim.world.world import SECTIONS, World

CONTRACT = EVERY_KERNEL


def state(world: World) -> dict[str, np.ndarray]:
    """Copy of every array by "section.array"; of bands and events only the rows in use."""
    copies = {}
    for name in SECTIONS:
        section = getattr(world, name)
        rows = slice(getattr(section, "count", None))
        for item in arrays(section):
            copies[f"{name}.{item.name}"] = getattr(section, item.name)[rows].copy()
    return copies


def digest(world: World) -> dict[str, str]:
    """Hash of every array's bytes by "section.array"."""
    return {name: hashlib.sha256(values).hexdigest() for name, values in state(world).items()}


def digest_of_run(weeks: int) -> dict[str, str]:
    """Digest of the contract scenario after some weeks."""
    case = load_case(CONTRACT)
    world = set_up(case.scenario, case.scenario.seed)
    for _ in range(weeks):
        advance(world, case.rules, case.scenario.seed)
    return digest(world)


if __name__ == "__main__":
    json.dump(digest_of_run(int(sys.argv[1])), sys.stdout)
