"""The page: one model a browser tab, panels around its film."""

from __future__ import annotations

from typing import Any

import anywidget
import solara
import solara.lab

from sim.errors import InputError
from sim.view import assets, opened, state
from sim.view.panels.run import Run
from sim.view.panels.timeline import Timeline
from sim.view.session import Session, Wanted
from sim.view.tabs import Tabs, chosen_tab
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


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
    own = (state.own.value,) if state.own.value else ()
    offered = (*opened.sources, *own)
    source = state.source.value or offered[0]

    def begun() -> WatchedModel:
        return WatchedModel(source.setup())

    labels = [each.label for each in offered]
    solara.use_effect(lambda: state.tab.set("batch") if opened.folder else None, [])
    task = solara.lab.use_task(begun, dependencies=[source], raise_error=False)
    with solara.Div(classes=["sim-page"]):
        if len(labels) > 1 and opened.folder is None:
            with solara.Div(classes=["sim-sources"]):
                solara.Select(
                    "Watch",
                    labels,
                    value=source.label,
                    on_value=lambda label: state.watch(offered[labels.index(label)]),
                    dense=True,
                )
        if task.error:
            Failure(task.exception)
        elif task.finished:
            Board(task.value).key(str(id(task.value)))
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
def Board(first: WatchedModel) -> None:
    """Header with tabs, the chosen tab, and the time line around a model that others replace."""
    model: solara.Reactive[WatchedModel] = solara.use_reactive(first)
    wanted: solara.Reactive[Wanted | None] = solara.use_reactive(None)
    session = Session(model, wanted)
    keep_ghost(model.value)
    with solara.Div(classes=["sim-board"]):
        with solara.Div(classes=["sim-head"]):
            with solara.Div(classes=["sim-name"]):
                solara.v.Html(tag="h1", children=[model.value.film.scene.title])
                Replayed()
            Tabs()
            Theme()
        tab = chosen_tab()
        tab.show(session)
        aside = [] if tab.timed else ["sim-aside"]
        with solara.Div(classes=["sim-card", "sim-time-card", *aside]):
            Run(session)
            Timeline(model.value)


@solara.component
def Replayed() -> None:
    """Which run of the batch is watched, where one is open."""
    if opened.folder is not None:
        source = state.source.value or opened.sources[0]
        solara.Text(source.label, classes=["sim-replayed"])


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
        past = before.current
        old, new = past.film, model.film
        if old is new:
            return
        before.current = model
        state.before.set(past.setup)
        same = (old.scene.name, old.scene.seed) == (new.scene.name, new.scene.seed)
        state.ghost.set(old if same and old.last > 0 else None)
        state.week.set(None)

    solara.use_effect(follow, [id(model)])
