"""What a rule is: a claim with a source, parameters, what it reads and writes, and a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.units import Parameters, parameter
from sim.world.world import World

__all__ = ["Parameters", "Rule", "parameter"]


@dataclass(frozen=True)
class Rule:
    """One mechanism of the week.

    `apply(world, parameters, key)` changes only the arrays named in `writes`, looks only at those
    in `reads` or `writes` ("section.array") and at the grid and the clock; `key` is the key of
    this week's draws. Only who `founds` actors may make arrays longer along them. A contract test
    holds every rule to that.
    """

    name: str
    claim: str
    source: str
    parameters: type[Parameters]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    apply: Callable[[World, Any, np.uint64], None]
    founds: bool = False
