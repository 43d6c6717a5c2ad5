"""Maps of how often an actor controls each cell: one for each alternative, at a month's end."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import anywidget
import numpy as np
import solara

from sim.view import assets
from sim.view.cast import Member
from sim.view.chances import Chances, month_text
from sim.view.folder import group_text
from sim.view.gathering import Summary
from sim.view.layers import SEQUENTIAL, Layer
from sim.view.packed import as_bytes
from sim.view.panels.map import MapWidget
from sim.view.widgets import synced
from sim.vocabulary import CONTESTED

NAMED = 5
"""Holders that the facts of a cell name."""


class ChooserWidget(anywidget.AnyWidget):
    """Which actor the maps are about, and at the end of which month; `month` counts from 0."""

    _esm = assets.text("common.js", "chooser.js")
    _css = assets.text("chooser.css")
    actor = synced("")
    actors = synced("[]")
    month = synced(0)
    months = synced("[]")


@solara.component
def ChanceMaps(
    chances: Chances,
    summary: Summary,
    groups: Sequence[str],
    month: int | None,
    ask: Callable[[int], None],
) -> None:
    """A map for each group of runs; `month` None is the last one, `ask` chooses another."""
    chosen, set_chosen = solara.use_state("")
    hover = solara.use_reactive(-1)
    cast = [each for each in summary.cast if each.name != CONTESTED]
    months = chances.months
    if not cast or not months:
        solara.Text("The runs read so far tell nothing of cells (table cell_months).")
        return
    actor = next((each for each in cast if each.name == chosen), cast[0])
    at = month if month in months else months[-1]
    ChooserWidget.element(
        actor=actor.name,
        actors=json.dumps([[each.name, each.label] for each in cast]),
        on_actor=set_chosen,
        month=months.index(at),
        months=json.dumps([month_text(each) for each in months]),
        on_month=lambda place: ask(months[place]),
    )
    with solara.Div(classes=["sim-batch-row"]):
        for group in groups:
            ChanceMap(chances, summary, group, actor, at, hover)


@solara.component
def ChanceMap(
    chances: Chances,
    summary: Summary,
    group: str,
    actor: Member,
    month: int,
    hover: solara.Reactive[int],
) -> None:
    """Share of the runs of one group in which an actor controls each cell."""
    layer = solara.use_memo(
        lambda: chance_layer(chances, group, actor.name, month),
        [chances, summary.read, group, actor.name, month],
    )
    name = group_text(group)
    MapWidget.element(
        heading=name,
        scene=chances.ground,
        layer=layer,
        caption=f"Map of {name}: share of {chances.runs.get(group, 0)} runs in which "
        f"{actor.label} controls each cell. {month_text(month)}.",
        hover=hover.value,
        on_hover=hover.set,
        facts=cell_chances(chances, summary, group, hover.value, month),
    )


def chance_layer(chances: Chances, group: str, actor: str, month: int) -> Layer:
    """Probabilities of every cell as the map takes them."""
    values = chances.probability(group, actor, month)
    return {
        "kind": "scale",
        "first": as_bytes(values).tobytes(),
        "second": b"",
        "strength": (values > 0).astype(np.uint8).tobytes(),
        "ramp": SEQUENTIAL,
        "low": "in few runs",
        "high": "in all runs",
        "key": [["nobody", "in none"]],
    }


def cell_chances(
    chances: Chances, summary: Summary, group: str, cell: int, month: int
) -> dict[str, object]:
    """Who controls a cell in how many runs, in words; nothing where there is no cell."""
    if not 0 <= cell < len(chances.places):
        return {}
    found = [
        (float(chances.probability(group, each.name, month)[cell]), each.label)
        for each in summary.cast
    ]
    rows = [
        [label, f"{share:.0%} of runs"] for share, label in sorted(found, reverse=True) if share
    ]
    return {"cell": cell, "title": chances.places[cell], "rows": rows[:NAMED]}
