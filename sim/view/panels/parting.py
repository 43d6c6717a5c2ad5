"""Where two runs part: the week, the rule, what differed first, and how it spread."""

from __future__ import annotations

import json
from typing import Any

import anywidget
import solara
import solara.lab

from sim.errors import SimError
from sim.rules.schedule import WEEK
from sim.view import assets
from sim.view.apart import Apart, details
from sim.view.choices import label_of
from sim.view.companion import Companion
from sim.view.difference import same_land
from sim.view.fields import field_groups
from sim.view.film import Film
from sim.view.setup import Setup
from sim.view.watched import WatchedModel
from sim.view.widgets import synced
from sim.why.apart import settings_apart
from sim.why.gap import Gap
from sim.why.lockstep import Parting, Side, in_lockstep

MOST_SETTINGS, MOST_GAPS = 6, 4

SWITCHED = {"True": "on", "False": "off"}


class PartingWidget(anywidget.AnyWidget):
    """Sentences and tables on how two runs part; `told` is JSON text."""

    _esm = assets.text("common.js", "parting.js")
    _css = assets.text("parting.css")
    told = synced("{}")


@solara.component
def FirstDifference(model: WatchedModel, companion: Companion, other: Film, week: int) -> None:
    """The first difference among the weeks up to one, which both have."""
    film = model.film
    comparable = same_land(film, other)
    apart = solara.use_memo(lambda: Apart(film, other), [film, other])
    if comparable:
        apart.upto(week)
    parted = apart.week
    setups = (model.setup, companion.setup)

    def look() -> Parting | str:
        return "" if parted is None else rule_of(*setups, parted)

    task = solara.lab.use_task(look, dependencies=[parted, *map(id, setups)], raise_error=False)
    found = task.value if task.finished else None
    settings = solara.use_memo(lambda: settings_told(*setups), [*map(id, setups)])
    PartingWidget.element(
        told=json.dumps(
            {
                "comparable": comparable,
                "settings": settings[:MOST_SETTINGS],
                "more": max(len(settings) - MOST_SETTINGS, 0),
                "seeds": model.setup.seed != companion.setup.seed,
                "when": None if parted is None else [parted, film.scene.day(parted)],
                "until": [week, film.scene.day(week)],
                "details": [] if parted is None else details(film, other, parted),
                "rule": rule_told(found, film),
                "looking": parted is not None and found is None and not task.error,
                "spread": [[name, at, film.scene.day(at)] for name, at in _ordered(apart)],
            }
        )
    )


def settings_told(one: Setup, other: Setup) -> list[list[str]]:
    """What was set otherwise: its name and both values, in words where the page knows them."""
    groups = field_groups(one)
    return [
        [label_of(groups, path), *(SWITCHED.get(value, value) for value in values)]
        for path, *values in settings_apart(one.recipe, other.recipe)
    ]


def rule_of(one: Setup, other: Setup, week: int) -> Parting | str:
    """Both runs rule by rule up to the week in which they part; words where that cannot be."""
    sides = (Side("A", one.recipe, one.seed), Side("B", other.recipe, other.seed))
    try:
        return in_lockstep(*sides, week)
    except SimError as error:
        return str(error)


def rule_told(found: Parting | str | None, film: Film) -> dict[str, Any]:
    """The rule by which they part, what it says, and what it made differ."""
    if not isinstance(found, Parting):
        return {"text": found or ""}
    gaps = found.first if found.week is not None else found.at_start
    told: dict[str, Any] = {"gaps": [gap_told(gap) for gap in gaps[:MOST_GAPS]], "text": ""}
    if found.week is not None:
        claims = {rule.name: rule.claim for rule in WEEK}
        told |= {
            "name": found.rule.replace("_", " "),
            "claim": claims.get(found.rule, ""),
            "when": [found.week, film.scene.day(found.week)],
        }
    return told


def gap_told(gap: Gap) -> list[str]:
    """What differs, how much of it, where most, and the two values there."""
    count = f"{gap.entries:,} of {gap.size:,}" if gap.entries else "number of rows"
    return [gap.meaning, count, gap.where, gap.a, gap.b]


def _ordered(apart: Apart) -> list[tuple[str, int]]:
    return sorted(apart.first.items(), key=lambda item: item[1])
