"""From a document to a checked case: schema, plug-ins, rules' parameters, names, dates, map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sim.errors import InputError, Problem, nearest
from sim.rules.rule import Rule
from sim.rules.schedule import WEEK
from sim.scenario.checks import Finding, findings, known
from sim.scenario.document import Document
from sim.scenario.map_checks import map_findings
from sim.scenario.output_checks import output_findings
from sim.scenario.plugin_checks import plugin_findings
from sim.scenario.problems import in_order, validated
from sim.scenario.recipe import Recipe, strategies, tables, week
from sim.scenario.schema import Scenario
from sim.scenario.text_file import Reader, read_text

SHORTENING = {"time", "time.weeks"}
"""Values that a trial run replaces; later interventions then do no harm."""


def checked(document: Document, read: Reader = read_text) -> Recipe:
    """The case that a document describes; raises InputError with every problem found."""
    scenario = _scenario(document)
    sources: dict[str, str] = {}
    _stop_at(_placed(document, plugin_findings(scenario, document.path, read, sources)))
    rules = week(scenario, document.path, sources)
    outputs = tables(scenario, document.path, sources)
    shortened = bool(document.replaced & SHORTENING)
    problems = [
        *_rule_problems(document, rules),
        *_placed(document, findings(scenario, shortened)),
        *_placed(document, _strategy_findings(scenario, document, sources)),
        *_placed(document, output_findings(scenario, outputs)),
    ]
    _stop_at(problems or _placed(document, map_findings(scenario)))
    return Recipe(scenario.model_dump_json(), document.path, tuple(sources.items()))


def _scenario(document: Document) -> Scenario:
    """The scenario by its schema; what is wrong with rules of the package is told at once too."""
    try:
        return validated(Scenario, document)
    except InputError as error:
        own = {rule.name for rule in WEEK}
        given = document.at(("rules",))
        named = [rule for rule in given if rule in own] if isinstance(given, dict) else []
        known = [rule for rule in WEEK if rule.name in named]
        raise InputError(
            in_order([*error.problems, *_parameter_problems(document, known)])
        ) from None


def _strategy_findings(
    scenario: Scenario, document: Document, sources: dict[str, str]
) -> Iterator[Finding]:
    names = [strategy.name for strategy in strategies(scenario, document.path, sources)]
    for name, actor in scenario.actors.items():
        if actor.strategy is not None:
            yield from known(actor.strategy, names, "strategy", ("actors", name, "strategy"))


def _rule_problems(document: Document, rules: list[Rule]) -> list[Problem]:
    names = [rule.name for rule in rules]
    unknown = [name for name in document.at(("rules",)) or {} if name not in names]
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
