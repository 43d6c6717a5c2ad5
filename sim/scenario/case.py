"""A case: a checked scenario with its rules, outputs and their settings, ready to be set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.schema import Scenario
from sim.strategies import STRATEGIES
from sim.units import Parameters
from sim.world.strategy import Strategy

if TYPE_CHECKING:
    from sim.record.output import Output
    from sim.rules.rule import Rule


@dataclass(frozen=True)
class Case:
    """A scenario and everything that it names, resolved.

    `rules` is the week in order, rules that are switched off left in (their parameters say so);
    `outputs` are the tables to write with the interval in weeks; `strategies` are those that actors
    can have, of the package and of plug-ins.
    """

    scenario: Scenario
    rules: tuple[tuple[Rule, Parameters], ...]
    outputs: tuple[tuple[Output, int], ...]
    strategies: tuple[Strategy, ...] = STRATEGIES
    path: Path | None = None

    @property
    def traces(self) -> bool:
        """Whether a table asks for the causes of changes of loyalty and control."""
        return any(output.traces for output, _ in self.outputs)
