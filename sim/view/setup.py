"""What a watched run is made of: a scenario, the values set in it, and a replicate of its seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.batch.stored import StoredRun
from sim.errors import InputError, Problem
from sim.randomness import run_seed
from sim.scenario.case import Case
from sim.scenario.document import Document, Keys, Mark
from sim.scenario.load import load_start, scenario_start
from sim.scenario.override import Override, overridden
from sim.scenario.recipe import Recipe
from sim.scenario.schema import Scenario
from sim.scenario.start import Start
from sim.scenario.text_file import MOST_BYTES, WHOLE_FILE
from sim.scenario.yaml_text import parse

PAGE = "page"
"""Stands for the file in problems with values that were set in the page."""

OWN_FILE = "your file"
"""Stands for the file in problems with a scenario that was opened in the page."""

TIMELINE = "timeline"


@dataclass(frozen=True)
class Setup:
    """A scenario as it was opened, with values set in it by dotted path as `--set` takes them.

    Parameters, switches, the seed and interventions (`timeline.<name>`) are all such values, so
    that everything else follows from them: the case, the seed of the run, the scenario's YAML.
    `sim run` on that YAML computes the same run, as replicate 1 of its seed like any other; only
    the runs of a stored batch can be another `replicate`.
    """

    start: Start
    values: Mapping[str, Any] = field(default_factory=dict)
    replicate: int = 1

    def changed(self, values: Mapping[str, Any]) -> Setup:
        """The same with more values, or other ones."""
        return replace(self, values={**self.values, **values})

    @cached_property
    def document(self) -> Document:
        """The scenario as run; InputError where a value has no place in it."""
        return overridden(self.start.document, self._overrides())

    @cached_property
    def recipe(self) -> Recipe:
        """The checked scenario as run; InputError with every problem that the values make."""
        return self.start.changed(self._overrides())

    @property
    def scenario(self) -> Scenario:
        """The same as a scenario."""
        return self.recipe.settings()

    @property
    def case(self) -> Case:
        """The same with its rules and tables."""
        return self.recipe.case()

    @property
    def seed(self) -> int:
        """Seed of the run, which is not the scenario's but that of a replicate of it."""
        return run_seed(self.scenario.seed, self.replicate)

    @property
    def by_hand(self) -> dict[str, Any]:
        """Interventions made in the page, by name, as the scenario's YAML has them."""
        return {
            path.partition(".")[2]: value
            for path, value in self.values.items()
            if _is_intervention(path, value)
        }

    @property
    def settings(self) -> dict[str, Any]:
        """All other values that were set."""
        values = self.values.items()
        return {path: value for path, value in values if not _is_intervention(path, value)}

    def until(self, week: int) -> Setup:
        """The same without what was done by hand after a week; with week 0 nothing was."""
        last = self.day(week) + timedelta(days=6)
        kept = {
            f"{TIMELINE}.{name}": event
            for name, event in self.by_hand.items()
            if date.fromisoformat(event["date"]) <= last
        }
        return replace(self, values=self.settings | kept)

    def with_intervention(self, event: Mapping[str, Any], week: int) -> Setup:
        """The same with something that happens in a week, named by its kind and date."""
        day = self.day(week).isoformat()
        stem = f"{event['kind']}_{day.replace('-', '_')}"
        taken, name, number = self.scenario.timeline, stem, 1
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        return self.changed({f"{TIMELINE}.{name}": {**event, "date": day}})

    def day(self, week: int) -> date:
        """First day of a week."""
        return self.scenario.time.start + timedelta(weeks=week)

    def _overrides(self) -> list[Override]:
        marks: dict[Keys, Mark] = {(): Mark(PAGE, 1, 1)}
        return [Override(path, value, marks) for path, value in self.values.items()]


def _is_intervention(path: str, value: Any) -> bool:
    return path.startswith(f"{TIMELINE}.") and isinstance(value, dict)


def setup_of_file(path: Path) -> Setup:
    """A scenario of this machine, with the plug-ins that it names; InputError if it is wrong."""
    return Setup(_closed(load_start(path)))


def setup_of_text(text: str) -> Setup:
    """A scenario that came from the browser, which may name no file; InputError if it is wrong."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        size = f"{MOST_BYTES // 1_000_000} MB"
        raise _refusal(OWN_FILE, f"is larger than {size}, the most that is read; shorten it.")
    return Setup(scenario_start(parse(text, Path(OWN_FILE), OWN_FILE), _only({})))


def setup_of_run(run: StoredRun) -> Setup:
    """A run of a stored batch, with all that its alternative and its point set."""
    recipe, root = run.plan.recipe, run.root
    data = recipe.settings().model_dump(mode="json", exclude_defaults=True) | {"seed": root}
    document = Document(recipe.path, data, {(): Mark(str(run.folder), 1, 1)})
    read = _only(dict(recipe.sources))
    return Setup(scenario_start(document, read), replicate=run.plan.replicate)


def _closed(start: Start) -> Start:
    """A start that reads no file again, whatever is set in it."""
    return replace(start, read=_only(dict(start.recipe.sources)))


def _only(sources: Mapping[str, str]) -> Callable[[Path], str]:
    """Reads the plug-ins that are there and no other file."""

    def read(path: Path) -> str:
        if str(path) not in sources:
            message = "cannot be named here: a scenario of the page reads no files."
            raise _refusal(path.name, message)
        return sources[str(path)]

    return read


def _refusal(name: str, message: str) -> InputError:
    return InputError([Problem(name, 1, 1, WHOLE_FILE, message)])
