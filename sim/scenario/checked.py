"""From a document to a checked case: schema, plug-ins, rules' parameters, names, dates, map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InputError, Problem, nearest
from sim.scenario.checks import Finding, findings, known
from sim.scenario.document import Document
from sim.scenario.map_checks import map_findings
from sim.scenario.output_checks import output_findings
from sim.scenario.plugin_checks import plugin_findings
from sim.scenario.problems import in_order, validated
from sim.scenario.recipe import Recipe, strategies, tables, week
from sim.scenario.schema import Scenario
from sim.scenario.text_file import Reader, read_text

if TYPE_CHECKING:
    from sim.rules.rule import Rule

SHORTENING = {"time", "time.weeks"}
"""Values that a trial run replaces; later interventions then do no harm."""


def checked(document: Document, read: Reader = read_text) -> Recipe:
    """The case that a document describes; raises InputError with every problem found."""
    scenario = _scenario(document)
    sources: dict[str, str] = {}
    _stop_at(_placed(document, plugin_findings(scenario, document.path, read, sources)))
    shortened = bool(document.replaced & SHORTENING)
    problems = [
        *_rule_problems(scenario, document, sources),
        *_placed(document, _findings(scenario, document.path, sources, shortened)),
    ]
    _stop_at(problems or _placed(document, map_findings(scenario)))
    return Recipe(scenario.model_dump_json(), document.path, tuple(sources.items()))


def is_sound(scenario: Scenario, path: Path, sources: dict[str, str], shortened: bool) -> bool:
    """Whether a scenario that is right by the schema, its plug-ins and rules too, is so as a whole.

    `sources` are those of its plug-ins; `shortened` is whether the run was cut short for a trial.
    """
    found = chain(_findings(scenario, path, sources, shortened), map_findings(scenario))
    return not any(True for _ in found)


def _findings(
    scenario: Scenario, path: Path, sources: dict[str, str], shortened: bool
) -> Iterator[Finding]:
    """Everything wrong with a scenario but for its rules' parameters and its map."""
    yield from findings(scenario, shortened)
    names = [strategy.name for strategy in strategies(scenario, path, sources)]
    for name, actor in scenario.actors.items():
        if actor.strategy is not None:
            yield from known(actor.strategy, names, "strategy", ("actors", name, "strategy"))
    if scenario.outputs or scenario.outcomes:
        yield from output_findings(scenario, tables(scenario, path, sources))


def _scenario(document: Document) -> Scenario:
    """The scenario by its schema; what is wrong with rules of the package is told at once too."""
    try:
        return validated(Scenario, document)
    except InputError as error:
        own = _own_rule_problems(document)
        raise InputError(in_order([*error.problems, *own])) from None


def _own_rule_problems(document: Document) -> list[Problem]:
    from sim.rules.schedule import WEEK

    given = document.at(("rules",))
    if not isinstance(given, dict):
        return []
    return _parameter_problems(document, [rule for rule in WEEK if rule.name in given])


def _rule_problems(
    scenario: Scenario, document: Document, sources: dict[str, str]
) -> list[Problem]:
    if not scenario.rules:
        return []
    rules = week(scenario, document.path, sources)
    names = [rule.name for rule in rules]
    unknown = [name for name in scenario.rules if name not in names]
    return [
        document.problem(("rules", name), f"unknown rule. {nearest(name[:80], names)}")
        for name in unknown
    ] + _parameter_problems(document, rules)


def _parameter_problems(document: Document, rules: Iterable[Rule]) -> list[Problem]:
    given = document.at(("rules",)) or {}
    problems: list[Problem] = []
    for rule in rules:
        if rule.name in given:
            try:
                validated(rule.parameters, document, ("rules", rule.name))
            except InputError as error:
                problems += error.problems
    return problems


def _placed(document: Document, found: Iterable[Finding]) -> list[Problem]:
    return [document.problem(keys, message) for keys, message in found]


def _stop_at(problems: Iterable[Problem]) -> None:
    ordered = in_order(chain(problems))
    if ordered:
        raise InputError(ordered)
