"""Playing the run: Mesa's own controller and creator, with speed and seed."""

from __future__ import annotations

from typing import Any

import solara
from mesa.visualization.solara_viz import ModelController, ModelCreator

from sim.view.session import Session

SPEEDS = {"1 week/s": 950, "3 weeks/s": 280, "Fast": 1}
USUAL_SPEED = "Fast"


@solara.component
def Run(session: Session, keywords: dict[str, Any]) -> None:
    """Reset, play, step; how fast, and from which seed the next Reset begins.

    `keywords` made the first model and make those after it, but for the seed.
    """
    speed, set_speed = solara.use_state(USUAL_SPEED)
    pause = solara.use_reactive(SPEEDS[speed])
    weeks_a_frame, threads = solara.use_reactive(1), solara.use_reactive(False)
    parameters = session.parameters

    def choose(name: str) -> None:
        set_speed(name)
        pause.set(SPEEDS[name])

    with solara.Div(classes=["sim-run"]):
        with solara.Div(classes=["sim-controller"]):
            ModelController(
                session.model,
                model_parameters=parameters,
                play_interval=pause,
                render_interval=weeks_a_frame,
                use_threads=threads,
            )
            ModelCreator(session.model, keywords, model_parameters=parameters)
        with solara.Div(classes=["sim-settings"]):
            solara.Select("Speed", list(SPEEDS), value=speed, on_value=choose, dense=True)
            solara.InputInt(
                "Seed after Reset",
                value=parameters.value.get("seed", session.model.value.seed),
                on_value=lambda seed: parameters.set({**parameters.value, "seed": seed}),
            )
