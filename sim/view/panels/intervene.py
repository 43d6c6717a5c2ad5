"""Intervening in the run, or in a branch of it from a past week."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import anywidget
import solara
from mesa.visualization.utils import force_update, update_counter

from sim.errors import InputError, Problem, SimError
from sim.view import assets, state
from sim.view.deeds import deed
from sim.view.kinds import event_of, kinds
from sim.view.panels.controls import by_path
from sim.view.places import places
from sim.view.session import Session, Wanted
from sim.view.setup import TIMELINE
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


class InterveneWidget(anywidget.AnyWidget):
    """Form of `kinds` (JSON) and list of `deeds` (JSON); `asked` is what the reader has done."""

    _esm = assets.text("common.js", "intervene.js")
    _css = assets.text("controls.css", "intervene.css")
    kinds = synced("[]")
    when = synced("")
    act = synced("")
    deeds = synced("[]")
    asked = synced({})
    problems = synced({})
    said = synced("")
    week = synced(-1)
    closed = synced(0)


@solara.component
def Intervene(session: Session) -> None:
    """What can be done, when it takes effect, and all that was done or is planned."""
    update_counter.get()
    model = session.model.value
    film, pinned = model.film, state.pinned.value
    problems, set_problems = solara.use_state({})
    said, set_said = solara.use_state("")
    looked_at = film.at(state.week.value).week
    offered = solara.use_memo(
        lambda: kinds(model.setup.scenario, places(film.scene, pinned)), [model, pinned]
    )

    def carry_out(asked: Mapping[str, Any]) -> None:
        kind = next(each for each in offered if each.name == asked["kind"])
        event = event_of(kind, asked["values"])
        try:
            if looked_at < film.last:
                _branch(session, event, looked_at)
            else:
                model.intervene(event)
        except InputError as error:
            set_problems(by_path(map(_within, error.problems)))
            set_said("")
        except SimError as error:
            set_said(str(error))
        else:
            set_problems({})
            set_said(f"Noted: {_last_deed(session)}.")
            force_update()

    when, act = _when(session, looked_at)
    InterveneWidget.element(
        kinds=solara.use_memo(lambda: json.dumps([asdict(each) for each in offered]), [offered]),
        when=when,
        act=act,
        deeds=deeds_text(model),
        asked={},
        on_asked=carry_out,
        problems=problems,
        said=said,
        week=-1,
        on_week=state.week.set,
        closed=0,
        on_closed=lambda _: state.intervening.set(False),
    )


def _branch(session: Session, event: Mapping[str, Any], week: int) -> None:
    """Have the run computed again up to a past week and go another way from there."""
    setup = session.model.value.setup.until(week).with_intervention(event, week + 1)
    _ = setup.recipe
    session.wanted.set(Wanted(setup, week))


def _last_deed(session: Session) -> str:
    wanted = session.wanted.value
    setup = wanted.setup if wanted else session.model.value.setup
    name = list(setup.by_hand)[-1]
    return deed(setup.scenario, setup.scenario.timeline[name])


def _when(session: Session, week: int) -> tuple[str, str]:
    """When what is done takes effect, and what doing it is called; "" where nothing can be."""
    if session.wanted.value is not None:
        return "The run is being computed anew …", ""
    film = session.model.value.film
    day = film.scene.day(week + 1)
    if week < film.last:
        words = (
            f"You look back at {film.scene.day(week)}. From there the run branches: what you do "
            f"takes effect on {day}, all later weeks are computed anew, and the run as it was "
            "stays as dashed lines."
        )
        return words, "Branch from here"
    if film.finished:
        return "The run has ended. Look back at an earlier week to go another way from there.", ""
    return f"Takes effect next week, on {day}, and is noted in the run's scenario.", "Do it"


def deeds_text(model: WatchedModel) -> str:
    """All interventions as JSON: week, date, sentence, whether by hand."""
    scene = model.film.scene
    deeds = [(each.week, scene.day(each.week), each.told, each.by_hand) for each in scene.planned]
    return json.dumps(deeds)


def _within(problem: Problem) -> Problem:
    """A problem with the path as the form has it, without the section and the made-up name."""
    section, _, rest = problem.path.partition(".")
    path = rest.partition(".")[2] if section == TIMELINE else problem.path
    return Problem(problem.file, problem.line, problem.column, path or "kind", problem.message)
