"""With what a run can be compared, and what such a second run is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.analysis.design import parameters
from sim.view import opened, state
from sim.view.companion import Companion
from sim.view.fields import Field, FieldGroup, values_of
from sim.view.folder import Folder
from sim.view.opened import Source
from sim.view.setup import Setup

CHANGE = "change"
"""Key of the choice that changes one thing in the run that is shown."""

MOST_ALTERNATIVES = 50


@dataclass(frozen=True)
class Choice:
    """A second run that is offered; `source` is None where the reader still says what differs."""

    key: str
    label: str
    source: Source | None


def choices() -> tuple[Choice, ...]:
    """All that is offered for the run that is shown now."""
    return (
        *_before(),
        *_alternatives(),
        Choice(CHANGE, "this run with one change", None),
        *_others(),
    )


def changed(setup: Setup, groups: tuple[FieldGroup, ...], asked: Mapping[str, Any]) -> Companion:
    """The same run with one value set otherwise; InputError where it is no good."""
    path = str(asked["path"])
    (field,) = (each for each in _fields(groups) if each.path == path)
    switched = field.kind == "switch"
    written = not current(setup, field) if switched else asked["value"]
    values = values_of(groups, {path: written})
    wanted = setup.changed(values)
    _ = wanted.recipe
    return Companion(f"with {label_of(groups, path)}: {_told(values[path])}", wanted)


def current(setup: Setup, field: Field) -> Any:
    """The value of a field in a run."""
    return setup.values.get(field.path, field.value)


def label_of(groups: tuple[FieldGroup, ...], path: str) -> str:
    """A field in words, with what it belongs to."""
    for group in groups:
        for field in _fields((group,)):
            if field.path == path:
                return (
                    group.name if field is group.switch else f"{group.name}, {field.label.lower()}"
                )
    return path


def _told(value: Any) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def _fields(groups: tuple[FieldGroup, ...]) -> Iterator[Field]:
    for group in groups:
        if group.switch is not None:
            yield group.switch
        yield from group.fields


def _shown() -> Source | None:
    """What the run that is shown comes from."""
    source: Source | None = state.source.value or next(iter(opened.sources), None)
    return source


def _before() -> Iterator[Choice]:
    setup = state.before.value
    if setup is not None:
        yield Choice("before", "the run before this one", Source("the run before", lambda: setup))


def _alternatives() -> Iterator[Choice]:
    """Runs of the batch with the same seed and the same varied values."""
    folder, source = opened.folder, _shown()
    if folder is None or source is None or source.place is None:
        return
    for place in _siblings(folder, source.place)[:MOST_ALTERNATIVES]:
        found = opened.run_of(folder, place)
        yield Choice(f"run {place}", found.label, found)


def _siblings(folder: Folder, place: int) -> list[int]:
    runs, own = folder.runs, folder.runs.iloc[place]
    same = runs["replicate"] == own["replicate"]
    if len(runs["alternative"].unique()) > 1:
        for path in parameters(runs):
            same &= runs[path] == own[path]
    return [int(other) for other in same[same].index if other != place]


def _others() -> Iterator[Choice]:
    """Other scenarios that the page offers."""
    if opened.folder is not None:
        return
    for number, source in enumerate(opened.sources):
        if source is not _shown():
            yield Choice(f"source {number}", f"another scenario: {source.label}", source)


def companion_of(choice: Choice) -> Companion:
    """A second run from what is offered; SimError where it is no good."""
    assert choice.source is not None
    return Companion(choice.source.label, choice.source.setup())
