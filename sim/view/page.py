"""The page: one model a browser tab, panels around its film."""

from __future__ import annotations

from typing import Any

import anywidget
import solara
import solara.lab
from mesa.visualization.solara_viz import ModelController, ModelCreator

from sim.errors import InputError
from sim.view import assets, opened, state
from sim.view.panels.map import Map
from sim.view.panels.series import Series
from sim.view.panels.timeline import Timeline
from sim.view.watched import WatchedModel
from sim.view.widgets import synced

SPEEDS = {"1 week a second": 900, "3 weeks a second": 250, "As fast as it goes": 1}
USUAL_SPEED = "As fast as it goes"


class ThemeWidget(anywidget.AnyWidget):
    """Button for light and dark; begins with the reader's choice or the system's."""

    _esm = assets.text("common.js", "theme.js")
    dark = synced(False)


@solara.component
def Layout(children: list[Any]) -> None:
    """The page without Solara's own bars and margins."""
    solara.Style(assets.text("tokens.css", "page.css"))
    solara.v.Html(tag="div", class_="sim-root", children=children)


@solara.component
def Page() -> None:
    """The page of one browser tab: sets up its own model, then shows the board."""
    path = opened.scenario
    task = solara.lab.use_task(lambda: WatchedModel(str(path)), dependencies=[path])
    if task.error:
        Failure(task.exception)
    elif task.value is not None:
        Board(task.value, str(path))
    else:
        Waiting()


@solara.component
def Waiting() -> None:
    """Shown while the first model is set up."""
    with solara.Div(classes=["sim-waiting"]):
        solara.v.ProgressCircular(indeterminate=True, size=42, width=4)
        solara.Text("Setting up the world …", classes=["sim-waiting-title"])
        solara.Text("The first time the rules are compiled, which can take a minute.")


@solara.component
def Failure(error: BaseException | None) -> None:
    """What went wrong, in words."""
    problems = error.problems if isinstance(error, InputError) else (error,)
    with solara.Div(classes=["sim-waiting"]):
        solara.Text("The scenario cannot be shown", classes=["sim-waiting-title"])
        for problem in problems:
            solara.Text(str(problem), classes=["sim-problem"])


@solara.component
def Board(first: WatchedModel, path: str) -> None:
    """Header, panels and time line around a model that Reset replaces."""
    model: solara.Reactive[WatchedModel] = solara.use_reactive(first)
    parameters: solara.Reactive[dict[str, Any]] = solara.use_reactive({})
    keep_ghost(model.value)
    scene = model.value.film.scene
    with solara.Div(classes=["sim-page"]):
        with solara.Div(classes=["sim-head"]):
            with solara.Div(classes=["sim-name"]):
                solara.v.Html(tag="h1", children=[scene.title])
            Theme()
        with solara.Div(classes=["sim-watch"]):
            with solara.Div(classes=["sim-card", "sim-map-card"]):
                Map(model.value)
            with solara.Div(classes=["sim-card", "sim-series-card"]):
                Series(model.value)
        with solara.Div(classes=["sim-card", "sim-time-card"]):
            Run(model, parameters, path)
            Timeline(model.value)


@solara.component
def Run(
    model: solara.Reactive[WatchedModel], parameters: solara.Reactive[dict[str, Any]], path: str
) -> None:
    """Mesa's controller and creator, with speed and seed."""
    speed, set_speed = solara.use_state(USUAL_SPEED)
    interval = solara.use_reactive(SPEEDS[speed])
    weeks_a_frame, threads = solara.use_reactive(1), solara.use_reactive(False)

    def choose(name: str) -> None:
        set_speed(name)
        interval.set(SPEEDS[name])

    with solara.Div(classes=["sim-run"]):
        with solara.Div(classes=["sim-controller"]):
            ModelController(
                model,
                model_parameters=parameters,
                play_interval=interval,
                render_interval=weeks_a_frame,
                use_threads=threads,
            )
        solara.Select("Speed", list(SPEEDS), value=speed, on_value=choose)
        ModelCreator(model, {"case": path}, model_parameters=parameters)
        solara.InputInt(
            "Seed, from the next Reset on",
            value=parameters.value.get("seed", model.value.seed),
            on_value=lambda seed: parameters.set({**parameters.value, "seed": seed}),
        )


@solara.component
def Theme() -> None:
    """Light or dark."""
    dark, set_dark = solara.use_state(False)

    def choose(chosen: bool) -> None:
        set_dark(chosen)
        solara.lab.theme.dark = chosen

    ThemeWidget.element(dark=dark, on_dark=choose)


def keep_ghost(model: WatchedModel) -> None:
    """Keep the film of the model before, for the series, where case and seed are the same."""
    before = solara.use_ref(model)

    def follow() -> None:
        old, new = before.current.film, model.film
        if old is new:
            return
        before.current = model
        same = (old.scene.name, old.scene.seed) == (new.scene.name, new.scene.seed)
        state.ghost.set(old if same and old.last > 0 else None)
        state.week.set(None)

    solara.use_effect(follow, [id(model)])
