"""What plug-ins of a scenario define, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from sim.errors import InputError, nearest
from sim.scenario.checks import Finding
from sim.scenario.document import Keys
from sim.scenario.plugins import PluginError, defined
from sim.scenario.recipe import plugin_file
from sim.scenario.schema import Scenario
from sim.scenario.text_file import Reader
from sim.strategies import STRATEGIES
from sim.units import Parameters
from sim.world.strategy import Strategy

T = TypeVar("T")


def plugin_findings(
    scenario: Scenario, path: Path, read: Reader, sources: dict[str, str]
) -> Iterator[Finding]:
    """Everything wrong with plug-ins; `sources` is filled with their text by absolute path."""
    plugins = scenario.plugins
    if plugins.rules:
        yield from _rules(scenario, path, read, sources)
    if plugins.strategies:
        yield from _strategies(scenario, path, read, sources)
    if plugins.outputs:
        yield from _outputs(scenario, path, read, sources)


def _rules(
    scenario: Scenario, path: Path, read: Reader, sources: dict[str, str]
) -> Iterator[Finding]:
    from sim.rules.rule import Rule
    from sim.rules.schedule import WEEK

    rules = {rule.name for rule in WEEK}
    for number, plugin in enumerate(scenario.plugins.rules):
        keys: Keys = ("plugins", "rules", number)
        try:
            rule = _definition(path, plugin.file, "RULE", Rule, read, sources)
            if not issubclass(rule.parameters, Parameters):
                raise PluginError("has a RULE whose parameters are no sim.units.Parameters")
            if rule.name in rules:
                raise PluginError(f"defines a rule named '{rule.name}', which there is already")
            if plugin.after not in rules:
                message = f"'{plugin.after}' is not a known rule. {nearest(plugin.after, rules)}"
                yield (*keys, "after"), message
            rules.add(rule.name)
        except PluginError as error:
            yield (*keys, "file"), f"the plug-in {error}."


def _named_once(
    files: list[str], section: str, define: Callable[[str], str], names: set[str], twice: str
) -> Iterator[Finding]:
    """What is wrong with files that each define one thing of a name not among `names`."""
    for number, file in enumerate(files):
        keys: Keys = ("plugins", section, number)
        try:
            name = define(file)
            if name in names:
                yield keys, twice.format(name)
            names.add(name)
        except PluginError as error:
            yield keys, f"the plug-in {error}."


def _strategies(
    scenario: Scenario, path: Path, read: Reader, sources: dict[str, str]
) -> Iterator[Finding]:
    yield from _named_once(
        scenario.plugins.strategies,
        "strategies",
        lambda file: _definition(path, file, "STRATEGY", Strategy, read, sources).name,
        {strategy.name for strategy in STRATEGIES},
        "the plug-in defines a strategy named '{}', which there is already.",
    )


def _outputs(
    scenario: Scenario, path: Path, read: Reader, sources: dict[str, str]
) -> Iterator[Finding]:
    from sim.record.output import Output
    from sim.record.outputs import TABLES

    yield from _named_once(
        scenario.plugins.outputs,
        "outputs",
        lambda file: _definition(path, file, "OUTPUT", Output, read, sources).name,
        {table.name for table in TABLES},
        "the table '{}' is there twice.",
    )


def _definition(
    path: Path, file: str, name: str, kind: type[T], read: Reader, sources: dict[str, str]
) -> T:
    full = plugin_file(path, file)
    try:
        sources[full] = read(Path(full))
    except InputError as error:
        raise PluginError(f"'{file}' {error.problems[0].message.rstrip('.')}") from None
    return defined(full, sources[full], name, kind)
