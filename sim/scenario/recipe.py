"""A checked case as text, from which any process builds the same case without any file."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.kernel import source_hash
from sim.record.output import Output
from sim.record.outputs import TABLES
from sim.rules.rule import Rule
from sim.rules.schedule import WEEK
from sim.scenario.case import Case
from sim.scenario.plugins import defined
from sim.scenario.schema import OutputSettings, Scenario
from sim.strategies import STRATEGIES
from sim.units import Parameters
from sim.world.strategy import Strategy


@dataclass(frozen=True)
class Recipe:
    """What a case is made of; cheap to send to another process.

    `scenario` is the checked scenario as JSON, `sources` the source of each plug-in by its
    absolute path.
    """

    scenario: str
    path: Path
    sources: tuple[tuple[str, str], ...] = ()

    def case(self) -> Case:
        """The case; made once in a process."""
        return _case(self)

    def run_id(self, seed: int) -> str:
        """Id of a run, from all that decides its content: 16 hex digits."""
        digest = _digest_of_content(self).copy()
        digest.update(f',"seed":{seed},"source":"{source_hash()}"}}'.encode())
        return digest.hexdigest()[:16]

    def content(self) -> str:
        """Canonical JSON of all that the case says, defaults included; its own seed left out."""
        return _content(self)


@functools.lru_cache(maxsize=64)
def _digest_of_content(recipe: Recipe) -> hashlib._Hash:
    return hashlib.sha256(f'{{"run":{recipe.content()}'.encode())


@functools.lru_cache(maxsize=64)
def _content(recipe: Recipe) -> str:
    case = recipe.case()
    content: dict[str, Any] = case.scenario.model_dump(mode="json", exclude={"seed"})
    content["rules"] = {rule.name: own.model_dump(mode="json") for rule, own in case.rules}
    content["plugins"] = [_digest(source) for _, source in recipe.sources]
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


@functools.lru_cache(maxsize=64)
def _case(recipe: Recipe) -> Case:
    scenario = Scenario.model_validate_json(recipe.scenario, strict=True)
    sources = dict(recipe.sources)
    return Case(
        scenario=scenario,
        rules=tuple(
            (rule, _parameters(rule, scenario.rules.get(rule.name, {})))
            for rule in week(scenario, recipe.path, sources)
        ),
        outputs=tuple(_enabled(scenario, recipe.path, sources)),
        strategies=tuple(strategies(scenario, recipe.path, sources)),
        path=recipe.path,
    )


def week(scenario: Scenario, path: Path, sources: dict[str, str]) -> list[Rule]:
    """The week in order, each plug-in after the rule that it names."""
    rules = list(WEEK)
    for plugin in scenario.plugins.rules:
        file = plugin_file(path, plugin.file)
        names = [rule.name for rule in rules]
        rules.insert(names.index(plugin.after) + 1, defined(file, sources[file], "RULE", Rule))
    return rules


def tables(scenario: Scenario, path: Path, sources: dict[str, str]) -> list[Output]:
    """Every table in order, those of plug-ins last."""
    files = [plugin_file(path, name) for name in scenario.plugins.outputs]
    return [*TABLES, *(defined(file, sources[file], "OUTPUT", Output) for file in files)]


def strategies(scenario: Scenario, path: Path, sources: dict[str, str]) -> list[Strategy]:
    """Every strategy in order, those of plug-ins last."""
    files = [plugin_file(path, name) for name in scenario.plugins.strategies]
    own = [defined(file, sources[file], "STRATEGY", Strategy) for file in files]
    return [*STRATEGIES, *own]


def plugin_file(path: Path, name: str) -> str:
    """Absolute path of a plug-in that a YAML file names relative to itself."""
    return str((path.parent / name).absolute())


def _enabled(
    scenario: Scenario, path: Path, sources: dict[str, str]
) -> Iterator[tuple[Output, int]]:
    for output in tables(scenario, path, sources):
        settings = scenario.outputs.get(output.name, OutputSettings())
        if settings.written(output.by_default):
            yield output, settings.every or output.default_every


def _parameters(rule: Rule, given: dict[str, Any]) -> Parameters:
    return rule.parameters.model_validate_json(json.dumps(given), strict=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
