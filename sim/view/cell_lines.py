"""The history of one cell, as charts."""

from __future__ import annotations

import numpy as np

from sim.view.film import Film
from sim.view.frame import NO_ACTOR, Frame
from sim.view.lines import Chart, Line, Values, deaths, of_cast
from sim.vocabulary import Violence


def cell_charts(film: Film, cell: int) -> tuple[Chart, ...]:
    """Who held the cell, whose influence it was, who died, who lived there."""
    here = np.flatnonzero(film.scene.community_cell == cell)

    def holder(frame: Frame) -> Values:
        held = frame.holder[cell]
        return [np.nan if held == NO_ACTOR else float(held), float(frame.contested[cell])]

    def killed(frame: Frame) -> Values:
        own = frame.events.cell == cell
        return [frame.events.deaths[own & (frame.violence == kind)].sum() for kind in Violence]

    def people(frame: Frame) -> Values:
        return [frame.people.array()[here].sum(), frame.displaced.array()[here].sum()]

    held = (Line("held", "Held by", "", "", ""), Line("contested", "Contested", "", "", ""))
    lived = (
        Line("people", "All people", "", "#1F5F8B", "#7FB5DC"),
        Line("displaced", "Displaced among them", "", "#B5731A", "#F0BE62"),
    )
    return (
        Chart("held", "Held by", "striped where contested", "actor", held, holder, "strip"),
        Chart(
            "influence", "Influence", "share of all in the cell", "share",
            of_cast(film.cast, "influence"),
            lambda frame: frame.influence.array()[:, cell] / 255,
        ),
        deaths("Deaths here", killed),
        Chart("people", "People", "who live here", "count", lived, people),
    )  # fmt: skip
