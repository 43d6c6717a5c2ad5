"""The controls: everything of the scenario that can be set, from the schema, for a new run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

import anywidget
import solara

from sim.errors import InputError, Problem
from sim.view import assets, state
from sim.view.fields import FieldGroup, field_groups, values_of
from sim.view.session import Session, Wanted
from sim.view.widgets import synced


class ControlsWidget(anywidget.AnyWidget):
    """Form of `groups` (JSON); `draft` is what the reader wrote by path, `asked` has it run."""

    _esm = assets.text("common.js", "controls.js")
    _css = assets.text("controls.css")
    groups = synced("[]")
    draft = synced({})
    applied = synced({})
    asked = synced({})
    problems = synced({})
    busy = synced(False)


@solara.component
def Controls(session: Session) -> None:
    """Seed, weeks, planned interventions, actors and rules; applying them begins a new run."""
    setup = session.model.value.setup
    groups = solara.use_memo(lambda: field_groups(setup), [setup.start])
    problems, set_problems = solara.use_state({})
    applied = written(setup.settings)

    def apply(asked: Mapping[str, Any]) -> None:
        values = values_of(groups, asked["values"])
        wanted = replace(setup, values=values)
        try:
            _ = wanted.recipe
        except InputError as error:
            set_problems(by_path(error.problems))
            return
        set_problems({})
        state.draft.set(None)
        session.wanted.set(Wanted(wanted))

    ControlsWidget.element(
        groups=solara.use_memo(lambda: groups_text(groups), [groups]),
        draft=applied if state.draft.value is None else state.draft.value,
        on_draft=state.draft.set,
        applied=applied,
        asked={},
        on_asked=apply,
        problems=problems,
        busy=session.wanted.value is not None,
    )


def groups_text(groups: Iterable[FieldGroup]) -> str:
    """The form as JSON; values are text as it is written, since a browser cuts long seeds."""
    found = [asdict(group) for group in groups]
    for group in found:
        for field in [*group["fields"], *([group["switch"]] if group["switch"] else [])]:
            field |= written({"value": field["value"], "default": field["default"]})
    return json.dumps(found)


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the reader would write them: switches as they are, all else as text."""
    return {
        path: value if value is None or isinstance(value, bool) else str(value).removesuffix(".0")
        for path, value in values.items()
    }


def by_path(problems: Iterable[Problem]) -> dict[str, str]:
    """What is wrong, by where it is wrong."""
    found: dict[str, str] = {}
    for each in problems:
        found.setdefault(each.path, each.message)
    return found
