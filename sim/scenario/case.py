"""A case: a checked scenario with its rules, outputs and their settings, ready to be set up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.record.output import Output
from sim.rules.rule import Rule
from sim.scenario.schema import Scenario
from sim.units import Parameters


@dataclass(frozen=True)
class Case:
    """A scenario and everything that it names, resolved.

    `rules` is the week in order, rules that are switched off left in (their parameters say so);
    `outputs` are the tables to write with the interval in weeks.
    """

    scenario: Scenario
    rules: tuple[tuple[Rule, Parameters], ...]
    outputs: tuple[tuple[Output, int], ...]
    path: Path | None = None
