"""From a document to a checked case: schema, plug-ins, rules' parameters, names, dates, map."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TypeVar

from sim.errors import InputError, Problem, nearest
from sim.record.output import Output
from sim.rules.rule import Rule
from sim.rules.schedule import WEEK
from sim.scenario.checks import Finding, findings
from sim.scenario.document import Document, Keys
from sim.scenario.map_checks import map_findings
from sim.scenario.output_checks import output_findings
from sim.scenario.plugins import PluginError, defined
from sim.scenario.problems import in_order, validated
from sim.scenario.recipe import Recipe, plugin_file, tables, week
from sim.scenario.schema import Scenario
from sim.scenario.text_file import Reader, read_text
from sim.units import Parameters

SHORTENING = {"time", "time.weeks"}
"""Values that a trial run replaces; later interventions then do no harm."""

T = TypeVar("T")


def checked(document: Document, read: Reader = read_text) -> Recipe:
    """The case that a document describes; raises InputError with every problem found."""
    scenario = _scenario(document)
    sources = _plugin_sources(scenario, document, read)
    rules = week(scenario, document.path, sources)
    outputs = tables(scenario, document.path, sources)
    shortened = bool(document.replaced & SHORTENING)
    problems = [
        *_rule_problems(document, rules),
        *_placed(document, findings(scenario, shortened)),
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


def _plugin_sources(scenario: Scenario, document: Document, read: Reader) -> dict[str, str]:
    """Source of every plug-in by its absolute path, after a look at what each defines."""
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    rules = {rule.name for rule in WEEK}
    for number, plugin in enumerate(scenario.plugins.rules):
        keys: Keys = ("plugins", "rules", number)
        try:
            rule = _definition(document.path, plugin.file, "RULE", Rule, sources, read)
            if not issubclass(rule.parameters, Parameters):
                raise PluginError("has a RULE whose parameters are no sim.units.Parameters")
            if rule.name in rules:
                raise PluginError(f"defines a rule named '{rule.name}', which there is already")
            if plugin.after not in rules:
                message = f"'{plugin.after}' is not a known rule. {nearest(plugin.after, rules)}"
                problems.append(document.problem((*keys, "after"), message))
            rules.add(rule.name)
        except PluginError as error:
            problems.append(document.problem((*keys, "file"), f"the plug-in {error}."))
    for number, file in enumerate(scenario.plugins.outputs):
        try:
            _definition(document.path, file, "OUTPUT", Output, sources, read)
        except PluginError as error:
            keys = ("plugins", "outputs", number)
            problems.append(document.problem(keys, f"the plug-in {error}."))
    _stop_at(problems)
    _stop_at(_tables_named_twice(scenario, document, sources))
    return sources


def _definition(
    path: Path, file: str, name: str, kind: type[T], sources: dict[str, str], read: Reader
) -> T:
    full = plugin_file(path, file)
    try:
        sources[full] = read(Path(full))
    except InputError as error:
        raise PluginError(f"'{file}' {error.problems[0].message.rstrip('.')}") from None
    return defined(full, sources[full], name, kind)


def _tables_named_twice(
    scenario: Scenario, document: Document, sources: dict[str, str]
) -> list[Problem]:
    names = [table.name for table in tables(scenario, document.path, sources)]
    twice = sorted({name for name in names if names.count(name) > 1})
    keys: Keys = ("plugins", "outputs")
    return [document.problem(keys, f"the table '{name}' is there twice.") for name in twice]


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
