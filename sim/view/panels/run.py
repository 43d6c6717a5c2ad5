"""Playing the run: Mesa's own controller and creator, and how fast; computing another run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import solara
import solara.lab
from mesa.visualization.solara_viz import ModelController, ModelCreator

from sim.view import state
from sim.view.progress import now_and_then
from sim.view.session import Session, Wanted
from sim.view.watched import WatchedModel, computed

SPEEDS = {"1 week/s": 950, "3 weeks/s": 280, "Fast": 1}
USUAL_SPEED = "Fast"


@solara.component
def Run(session: Session) -> None:
    """Reset, play, step; how fast."""
    speed, set_speed = solara.use_state(USUAL_SPEED)
    pause = solara.use_reactive(SPEEDS[speed])

    def choose(name: str) -> None:
        set_speed(name)
        pause.set(SPEEDS[name])

    model, wanted = session.model.value, session.wanted.value
    with solara.Div(classes=["sim-run"]):
        if wanted is None:
            Player(model, session, pause).key(str(id(model)))
        else:
            Computing(session, wanted)
        with solara.Div(classes=["sim-settings"]):
            solara.Select("Speed", list(SPEEDS), value=speed, on_value=choose, dense=True)
            solara.Button("Intervene", on_click=intervene, outlined=True, classes=["sim-poke"])


def intervene() -> None:
    """Open the form for interventions."""
    state.tab.set("watch")
    state.intervening.set(True)


@solara.component
def Player(model: WatchedModel, session: Session, pause: solara.Reactive[int]) -> None:
    """Mesa's buttons around one model.

    Another model gets other buttons: Mesa's would go on playing, or stay at the end, as they were.
    """
    own = solara.use_reactive(model, on_change=session.model.set)
    parameters = solara.use_reactive({})
    weeks_a_frame, threads = solara.use_reactive(1), solara.use_reactive(False)

    def play() -> Callable[[], None]:
        model.left = False
        return partial(setattr, model, "left", True)

    solara.use_effect(play, [])
    with solara.Div(classes=["sim-controller"]):
        ModelController(
            own,
            model_parameters=parameters,
            play_interval=pause,
            render_interval=weeks_a_frame,
            use_threads=threads,
        )
        ModelCreator(own, {"case": model.setup.until(0)}, model_parameters=parameters)


@solara.component
def Computing(session: Session, wanted: Wanted) -> None:
    """Computes the run that is wanted, shows how far it is, and puts it in its place."""
    week, set_week = solara.use_state(0)

    def compute() -> None:
        session.model.set(computed(wanted.setup, wanted.week, now_and_then(set_week)))
        session.wanted.set(None)
        if state.tab.value == "setup":  # not before: the old run would be drawn once more
            state.tab.set("watch")

    task = solara.lab.use_task(compute, dependencies=[wanted], raise_error=False)
    if task.error:
        solara.Text(str(task.exception), classes=["sim-problem"])
        solara.Button("Back", on_click=lambda: session.wanted.set(None))
        return
    with solara.Div(classes=["sim-computing"], attributes={"role": "status"}):
        share = 100 * week / wanted.week if wanted.week else None
        solara.ProgressLinear(share if share else True)
        solara.Text(f"Computing week {week} of {wanted.week} …" if wanted.week else "Setting up …")
