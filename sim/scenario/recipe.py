"""A checked case as text, from which any process builds the same case without any file.

Rules and tables are imported where they are asked for: `sim check` needs few of them.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.kernel_cache import source_hash
from sim.scenario.case import Case
from sim.scenario.document import Keys, dotted
from sim.scenario.plugins import defined
from sim.scenario.schema import OutputSettings, Scenario
from sim.strategies import STRATEGIES
from sim.units import Parameters
from sim.world.strategy import Strategy

if TYPE_CHECKING:
    from sim.record.output import Output
    from sim.rules.rule import Rule

NAMED_PARTS = ("groups", "actors", "timeline", "rules", "outputs", "outcomes")
"""Fields of a content that hold things with names, each a part of its own."""


@dataclass(frozen=True)
class Recipe:
    """What a case is made of; cheap to send to another process.

    `scenario` is the checked scenario as JSON, `sources` the source of each plug-in by its
    absolute path.
    """

    scenario: str
    path: Path
    sources: tuple[tuple[str, str], ...] = ()

    def settings(self) -> Scenario:
        """The scenario; made once in a process."""
        return _settings(self)

    def case(self) -> Case:
        """The case; made once in a process. It costs more than `settings`: it has the rules."""
        return _case(self)

    def run_id(self, seed: int) -> str:
        """Id of a run, from all that decides its content."""
        return id_of_run(_digest_of(self), seed)

    def content(self) -> dict[str, Any]:
        """All that the case says, defaults included; its own seed left out."""
        case = self.case()
        content: dict[str, Any] = case.scenario.model_dump(mode="json", exclude={"seed"})
        content["rules"] = {rule.name: own.model_dump(mode="json") for rule, own in case.rules}
        content["plugins"] = [_digest(source) for _, source in self.sources]
        return content

    def parts(self) -> dict[str, str]:
        """Digests of the content by part, in order: fields, or each of the things of a field."""
        parts: dict[str, str] = {}
        for field, node in self.content().items():
            if field in NAMED_PARTS:
                for name, part in node.items():
                    parts |= part_of((field, name), part)
            else:
                parts |= part_of((field,), node)
        return parts


def part_of(keys: Keys, node: Any) -> dict[str, str]:
    """Digest of a part of a content under the way that leads to it."""
    return {dotted(keys): _digest(_canonical(node))}


def digest_of(parts: Mapping[str, str]) -> bytes:
    """Digest of a content from the digests of its parts."""
    return hashlib.sha256(_canonical(parts).encode()).digest()


def id_of_run(digest: bytes, seed: int) -> str:
    """Id of the run of a content with this digest: 16 hex digits."""
    return _digest(f"{digest.hex()},{seed},{source_hash()}")[:16]


def _canonical(content: Any) -> str:
    """A content as text. Keys stay in their order: that of actors is the order of rows."""
    return json.dumps(content, separators=(",", ":"))


@functools.lru_cache(maxsize=64)
def _digest_of(recipe: Recipe) -> bytes:
    return digest_of(recipe.parts())


@functools.lru_cache(maxsize=64)
def _settings(recipe: Recipe) -> Scenario:
    return Scenario.model_validate_json(recipe.scenario, strict=True)


@functools.lru_cache(maxsize=64)
def _case(recipe: Recipe) -> Case:
    scenario = recipe.settings()
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
    from sim.rules.rule import Rule
    from sim.rules.schedule import WEEK

    rules = list(WEEK)
    for plugin in scenario.plugins.rules:
        file = plugin_file(path, plugin.file)
        names = [rule.name for rule in rules]
        rules.insert(names.index(plugin.after) + 1, defined(file, sources[file], "RULE", Rule))
    return rules


def tables(scenario: Scenario, path: Path, sources: dict[str, str]) -> list[Output]:
    """Every table in order, those of plug-ins last."""
    from sim.record.output import Output
    from sim.record.outputs import TABLES

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
