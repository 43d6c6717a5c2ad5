"""Compare: two runs at the same week, where they differ, and where they parted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import solara
import solara.lab
from mesa.visualization.utils import update_counter

from sim.errors import InputError, SimError
from sim.view import assets, state
from sim.view.choices import CHANGE, changed, choices, companion_of
from sim.view.companion import Companion
from sim.view.difference import cells_apart, difference, facts_apart, joint_cast, same_land
from sim.view.fields import FieldGroup, field_groups
from sim.view.film import Film
from sim.view.frame import Frame
from sim.view.panels.batch import Heading
from sim.view.panels.controls import written
from sim.view.panels.map import MapWidget, cast_text, present, scene_text, week_map
from sim.view.panels.parting import FirstDifference
from sim.view.panels.series import Cell
from sim.view.session import Session
from sim.view.watched import WatchedModel
from sim.view.widgets import synced

SECONDS_A_LOOK = 0.25

STEP = 8
"""Weeks after which the lines of a second run that is being computed are drawn anew."""


class CompareWidget(anywidget.AnyWidget):
    """What the run is compared with; `asked` is a choice with the path and value of a change."""

    _esm = assets.text("common.js", "compare.js")
    _css = assets.text("compare.css")
    choices = synced("[]")
    groups = synced("[]")
    told = synced("")
    problem = synced("")
    progress = synced([])
    asked = synced({})


@solara.component
def Compare(session: Session) -> None:
    """The choice of a second run, and both beside each other."""
    model, companion = session.model.value, state.companion.value
    with solara.Div(classes=["sim-body", "sim-scroll"]):
        Chooser(model, companion)
        if companion is None:
            Nothing()
        else:
            Beside(model, companion).key(f"{id(model)} {id(companion)}")


@solara.component
def Nothing() -> None:
    """What the tab is for, where nothing is compared yet."""
    with solara.Div(classes=["sim-card", "sim-empty"]):
        solara.v.Html(tag="h2", children=["Two runs, one change"])
        solara.Text(
            "Choose above what this run is compared with: the run before it, an alternative of "
            "the batch with the same seed, or this run with one thing changed. Both start from "
            "the same chance, so what differs later follows from the change."
        )
        solara.Text(
            "The second run is computed to the week of the first and follows it. You see both "
            "maps, their difference, all series over each other, and where they first parted."
        )


@solara.component
def Chooser(model: WatchedModel, companion: Companion | None) -> None:
    """The form; what is chosen takes the place of the second run."""
    problem, set_problem = solara.use_state("")
    groups = solara.use_memo(lambda: field_groups(model.setup), [model.setup.start])
    offered = choices()

    def ask(asked: Mapping[str, Any]) -> None:
        try:
            if asked["key"] == CHANGE:
                found = changed(model.setup, groups, asked)
            else:
                found = companion_of(next(each for each in offered if each.key == asked["key"]))
        except SimError as error:
            set_problem(words(error))
            return
        if companion is not None:
            companion.stay()
        set_problem("")
        state.companion.set(found)

    CompareWidget.element(
        choices=json.dumps([[each.key, each.label] for each in offered]),
        groups=solara.use_memo(lambda: groups_text(groups), [groups]),
        told="" if companion is None else companion.label,
        problem=problem,
        asked={},
        on_asked=ask,
    )


def words(error: SimError) -> str:
    """What is wrong, without file and line: the reader wrote one value."""
    if isinstance(error, InputError):
        return " ".join(f"{problem.path} {problem.message}" for problem in error.problems)
    return str(error)


def groups_text(groups: tuple[FieldGroup, ...]) -> str:
    """What can be changed, by section and group, as JSON: path, label, kind, value, range."""
    found = []
    for group in groups:
        fields = (
            [] if group.switch is None else [[group.switch.path, "on or off", "switch", "", ""]]
        )
        for field in group.fields:
            told = " ".join(filter(None, [field.unit, field.told]))
            fields.append([field.path, field.label, field.kind, _plain(field.value), told])
        if fields:
            found.append([group.section, group.name, fields])
    return json.dumps(found)


def _plain(value: Any) -> str:
    return str(written({"": value})[""])


@solara.component
def Beside(model: WatchedModel, companion: Companion) -> None:
    """Both runs at the week that is looked at, as far as both have it."""
    update_counter.get()
    film = model.film
    reached, set_reached = solara.use_state(companion.week)

    async def follow() -> None:
        while companion.busy:
            await asyncio.sleep(SECONDS_A_LOOK)
            set_reached(companion.week)
        set_reached(companion.week)

    companion.follow(film.last)
    solara.lab.use_task(follow, dependencies=[film.last])
    solara.use_effect(lambda: companion.stay, [])
    if companion.fault is not None:
        solara.Text(f"The second run stopped: {companion.fault}", classes=["sim-problem"])
    elif companion.film is None or reached < 0:
        solara.Text("Setting up the second run …", classes=["sim-compare-wait"])
    else:
        week = min(film.at(state.week.value).week, reached)
        Both(model, companion, companion.film, week, reached)


@solara.component
def Both(model: WatchedModel, companion: Companion, other: Film, week: int, reached: int) -> None:
    """Maps side by side, their difference, series over each other, the first difference."""
    film = model.film
    hover, set_hover = solara.use_state(-1)
    sight, set_sight = solara.use_state([])
    frame, beside = film.at(week), other.at(week)
    linked = {"linked": True, "sight": sight, "on_sight": set_sight}
    behind = film.last - reached
    named = {film.cast[row].name for row in present(film, frame)}
    with solara.Div(classes=["sim-body"]):
        if behind > 0:
            told = f"Computing the second run: week {reached} of {film.last}."
            solara.v.Html(tag="p", class_="sim-compare-wait", children=[told])
        with solara.Div(classes=["sim-compare-maps"]):
            with solara.Div(classes=["sim-card"]):
                week_map(film, frame, hover, set_hover, heading="This run", **linked)
            with solara.Div(classes=["sim-card"]):
                week_map(
                    other,
                    beside,
                    hover,
                    set_hover,
                    heading=f"Second run: {companion.label}",
                    mode_options="[]",
                    needs=[],
                    present=[r for r in present(other, beside) if other.cast[r].name not in named],
                    **linked,
                )
            with solara.Div(classes=["sim-card"]):
                DifferenceMap(film, other, frame, beside, hover, set_hover, linked)
        with solara.Div(classes=["sim-compare"]):
            with solara.Div(classes=["sim-card"]):
                Heading("First difference", "where the two runs part, and how it spreads")
                FirstDifference(model, companion, other, min(film.last, reached))
            with solara.Div(classes=["sim-card", "sim-compare-series"]):
                Cell(
                    model,
                    beside=other,
                    until=reached if behind <= 0 else reached - reached % STEP,
                    ghost_told=f"Dashed: {companion.label}.",
                )


@solara.component
def DifferenceMap(
    film: Film,
    other: Film,
    frame: Frame,
    beside: Frame,
    hover: int,
    set_hover: Callable[[int], None],
    linked: dict[str, Any],
) -> None:
    """What the map of the one run has that the other's has not."""
    scene = solara.use_memo(lambda: scene_text(film.scene), [film])
    cast = joint_cast(film, other)
    text = solara.use_memo(lambda: cast_text(cast), [film, other, len(cast)])
    if not same_land(film, other):
        Heading("Difference", "The two runs are not on the same land.")
        return
    mode = state.mode.value
    apart = int((cells_apart(film, other, frame, beside) & film.scene.grid.study).sum())
    count = int(film.scene.grid.study.sum())
    told = f"{apart:,} of {count:,} cells held by somebody else"
    MapWidget.element(
        heading=f"Difference: {told}",
        scene=scene,
        cast=text,
        layer=difference(film, other, frame, beside, mode),
        hidden=sorted(state.hidden.value),
        mode_options="[]",
        hover=hover,
        on_hover=set_hover,
        facts=facts_apart(film, other, frame, beside, hover),
        caption=f"Map of the difference on {film.scene.day(frame.week)}: {told}.",
        **linked,
    )
