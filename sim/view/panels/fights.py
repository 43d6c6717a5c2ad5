"""Who fights whom and why, in a strip of cards."""

from __future__ import annotations

import json

import anywidget
import solara
from mesa.visualization.utils import update_counter

from sim.view import assets, state
from sim.view.fights import WEEKS, Fight, fights
from sim.view.film import Film
from sim.view.state import Sift
from sim.view.watched import WatchedModel
from sim.view.widgets import synced
from sim.vocabulary import CIVILIANS, NOBODY


class FightsWidget(anywidget.AnyWidget):
    """Cards of pairs; `told` is JSON text, `asked` holds the ids on the card that was clicked."""

    _esm = assets.text("common.js", "fights.js")
    _css = assets.text("fights.css")
    told = synced("{}")
    asked = synced([])


@solara.component
def Fights(model: WatchedModel) -> None:
    """The bloodiest pairs of the last weeks."""
    update_counter.get()
    film = model.film
    frame = film.at(state.week.value)
    found = fights(film, frame)
    weeks = min(WEEKS, frame.week + 1)
    FightsWidget.element(
        told=json.dumps({"weeks": weeks, "fights": [_card(film, fight) for fight in found]}),
        asked=[],
        on_asked=explain,
    )


def explain(names: list[str]) -> None:
    """Show why two fight: their relation, or the attacks of one on civilians."""
    one, other = names
    if other == CIVILIANS:
        state.sift.set(Sift(one, CIVILIANS))
        state.tab.set("events")
    else:
        state.pair.set((one, other))
        state.tab.set("relations")


def _card(film: Film, fight: Fight) -> dict[str, object]:
    return {
        "sides": [_side(film, fight.actor), _side(film, fight.other)],
        "deaths": fight.deaths,
        "weekly": fight.weekly,
        "stance": fight.stance,
        "why": fight.why,
    }


def _side(film: Film, row: int) -> dict[str, str]:
    if row == NOBODY:
        return {"name": CIVILIANS, "label": "Civilians", "fill": "", "fill_dark": ""}
    fields = ("name", "label", "fill", "fill_dark")
    return {field: getattr(film.cast[row], field) for field in fields}
