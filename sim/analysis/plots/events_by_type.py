"""Events and deaths of each type of violence, month by month."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.plots.looks import VIOLENCE
from sim.analysis.plots.panels import alternatives_legend, bands, count_axis, shown, time_axis
from sim.analysis.plots.style import PLAIN, About, how_bands, sheet, styled
from sim.analysis.spread import alternatives_of, as_runs, monthly, months_of, spread

COUNTS = {"events": "Events a month", "deaths": "Deaths a month"}


@styled
def events_by_type(
    events: pd.DataFrame, runs: pd.DataFrame | None = None, *, about: About = PLAIN
) -> Figure:
    """Events (left) and deaths (right) a month by UCDP type of violence, alternatives overlaid.

    `events` is the table events or a real UCDP GED; `runs` names runs without any event.
    """
    events = as_runs(events)
    runs = events if runs is None else runs
    alternatives = shown(alternatives_of(runs))
    kinds = pd.DataFrame({"type_of_violence": list(VIOLENCE)})
    counts = monthly(events, kinds, runs, months_of(events, about.period))
    figure = sheet(
        "Violence by type",
        4.1,
        f"{how_bands(runs)}Whole months only; UCDP's types of violence. Each panel has its own "
        "scale, from zero.",
        about,
    )
    grid = figure.subplots(len(VIOLENCE), len(COUNTS), sharex=True, squeeze=False)
    for row, (kind, (name, colour)) in enumerate(VIOLENCE.items()):
        of_kind = counts[counts["type_of_violence"] == kind]
        for column, (measure, label) in enumerate(COUNTS.items()):
            axes = grid[row, column]
            edges = spread(of_kind, measure, ["alternative", "date"])
            bands(axes, edges, alternatives, colour)
            numbered = row == 0 and bool(about.marks)
            axes.set_title(f"{name}: {label.lower()}", pad=9 if numbered else 4)
            count_axis(axes)
            time_axis(axes, about.marks, numbered)
    alternatives_legend(figure, alternatives)
    return figure
