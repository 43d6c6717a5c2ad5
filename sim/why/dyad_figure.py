"""The figure of a directed pair, in the folder of its results."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.analysis.plots.about import about_run
from sim.analysis.plots.folder import write_figure
from sim.analysis.plots.style import Mark
from sim.analysis.plots.why_dyad import why_dyad
from sim.record.files import WHY_FIGURE
from sim.record.results import Results
from sim.vocabulary import Development
from sim.why.dyad import Dyad
from sim.why.dyad_story import story, turning
from sim.why.runs import label

MOST_MARKS = 8
UNMARKED = tuple(
    kind.name.lower()
    for kind in (
        Development.LEADER_KILLED,
        Development.LEADER_SUCCEEDED,
        Development.PACT_OFFERED,
        Development.PACT_REFUSED,
    )
)
"""Developments that are too many to be marked; the page tells them."""


def draw_dyad(results: Results, dyad: Dyad) -> Path:
    """Draw the pair's figure and give its file, figures/why-<actor>-<other>.png."""
    told = story(dyad)
    happened, _ = turning(told, dyad.pair, MOST_MARKS)
    happened = happened[~happened["development"].isin(UNMARKED)]
    sides = {*happened["actor"], *happened["other"], *dyad.pair}
    names = {name: label(results, dyad.run.alternative, "actors", name) for name in sides}
    figure = why_dyad(
        told.relations,
        told.reverse,
        told.beliefs,
        told.fights,
        (names[dyad.pair[0]], names[dyad.pair[1]]),
        [Mark(row["date"], _words(row, names)) for _, row in happened.iterrows()],
        about=about_run(results, dyad.run.alternative, dyad.run.name),
    )
    return write_figure(figure, results.folder, f"{WHY_FIGURE}{'-'.join(dyad.pair)}.png")


def _words(row: pd.Series, names: dict[str, str]) -> str:
    sides = " and ".join(names[name] for name in (row["actor"], row["other"]) if name)
    return f"{row['development'].replace('_', ' ')}, {sides}"
