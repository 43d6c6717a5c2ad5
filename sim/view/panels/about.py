"""About: the model in plain words, its week, what it is not, its sources."""

from __future__ import annotations

import json
from dataclasses import asdict

import anywidget
import solara

from sim.view import about, assets
from sim.view.session import Session
from sim.view.watched import WatchedModel
from sim.view.widgets import synced


class AboutWidget(anywidget.AnyWidget):
    """A page of text; `told` is JSON text."""

    _esm = assets.text("common.js", "about.js")
    _css = assets.text("about.css")
    told = synced("{}")


@solara.component
def About(session: Session) -> None:
    """What the model is, by which rules, from which sources."""
    model = session.model.value
    text = solara.use_memo(lambda: told(model), [model.film.scene])
    with solara.Div(classes=["sim-body", "sim-scroll"]):
        AboutWidget.element(told=text)


def told(model: WatchedModel) -> str:
    """The page as JSON."""
    scene = model.film.scene
    return json.dumps(
        {
            "purpose": about.PURPOSE,
            "limits": about.LIMITS,
            "scenario": [scene.title, scene.description],
            "week": [asdict(step) for step in about.week(model.case)],
            "data": [asdict(each) for each in about.data()],
            "citation": about.citation(),
            "version": about.version(),
        }
    )
