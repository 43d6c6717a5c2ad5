"""Setting up: what the run is made of, and scenarios of one's own."""

from __future__ import annotations

import solara

from sim.view.panels.controls import Controls
from sim.view.panels.own import Own
from sim.view.panels.take import Take
from sim.view.session import Session


@solara.component
def SetUp(session: Session) -> None:
    """The controls, and beside them what is opened and taken away."""
    with solara.Div(classes=["sim-setup"]):
        with solara.Div(classes=["sim-card", "sim-setup-main"]):
            Controls(session)
        with solara.Div(classes=["sim-setup-side"]):
            with solara.Div(classes=["sim-card"]):
                Take(session)
            with solara.Div(classes=["sim-card"]):
                Own()
