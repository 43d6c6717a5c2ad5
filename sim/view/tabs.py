"""The tabs of the page. A new one is a component of a `Session` and a line in `TABS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import solara

from sim.view import state
from sim.view.panels.about import About
from sim.view.panels.batch import Batch
from sim.view.panels.compare import Compare
from sim.view.panels.feed import Events
from sim.view.panels.fights import Fights
from sim.view.panels.intervene import Intervene
from sim.view.panels.map import Map
from sim.view.panels.pair import Pair
from sim.view.panels.relations import Relations
from sim.view.panels.series import Cell
from sim.view.panels.set_up import SetUp
from sim.view.session import Session


@dataclass(frozen=True)
class Tab:
    """A tab: its name in the state, its label, and what it shows above the time line.

    `timed` says whether the time line belongs to it; else it is hidden, and the run goes on.
    """

    name: str
    label: str
    show: Callable[[Session], object]
    timed: bool = True


@solara.component
def Watch(session: Session) -> None:
    """Who fights whom, where, since when."""
    model = session.model.value
    with solara.Div(classes=["sim-body"]):
        with solara.Div(classes=["sim-strip"]):
            Fights(model)
        with solara.Div(classes=["sim-watch"]):
            with solara.Div(classes=["sim-card", "sim-map-card"]):
                Map(model)
            with solara.Div(classes=["sim-card", "sim-series-card"]):
                if state.intervening.value:
                    Intervene(session)
                else:
                    Cell(model)


@solara.component
def Ties(session: Session) -> None:
    """What all are to each other, and one pair in full."""
    model = session.model.value
    with solara.Div(classes=["sim-ties"]):
        with solara.Div(classes=["sim-card"]):
            Relations(model)
        with solara.Div(classes=["sim-card", "sim-pair-card"]):
            Pair(model)


@solara.component
def Happened(session: Session) -> None:
    """What happened and what was claimed, and where."""
    model = session.model.value
    with solara.Div(classes=["sim-events"]):
        with solara.Div(classes=["sim-card"]):
            Events(model)
        with solara.Div(classes=["sim-card", "sim-map-card"]):
            Map(model)


TABS = (
    Tab("watch", "Watch", Watch),
    Tab("relations", "Relations", Ties),
    Tab("events", "Events", Happened),
    Tab("setup", "Set up", SetUp),
    Tab("compare", "Compare", Compare),
    Tab("batch", "Batch", Batch, timed=False),
    Tab("about", "About", About, timed=False),
)


def chosen_tab() -> Tab:
    """The tab that is shown."""
    return next(tab for tab in TABS if tab.name == state.tab.value)


@solara.component
def Tabs() -> None:
    """The names of the tabs; nothing where there is one alone."""
    offered: tuple[Tab, ...] = TABS if len(TABS) > 1 else ()
    with solara.Div(classes=["sim-tabs"]):
        for tab in offered:
            chosen = tab.name == state.tab.value
            solara.Button(
                tab.label,
                on_click=partial(state.tab.set, tab.name),
                text=True,
                classes=["sim-tab", "sim-tab-chosen"] if chosen else ["sim-tab"],
                attributes={"aria-pressed": str(chosen).lower()},
            )
