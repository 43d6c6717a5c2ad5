"""Lines of what each group holds of another, named at their ends."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten

import pandas as pd
from matplotlib.axes import Axes

from sim.analysis.plots.looks import Look
from sim.analysis.plots.panels import band, end_labels, percent_axis
from sim.analysis.spread import spread


def observers(axes: Axes, here: pd.DataFrame, value: str, known: Mapping[str, Look]) -> None:
    """A share held by every `observer`, by date: median and bands over runs."""
    for observer in pd.unique(here["observer"]):
        mine, look = here[here["observer"] == observer], known[observer]
        band(axes, spread(mine, value, ["date"]), look.ink, look.dash)
    axes.set_ylim(-0.03, 1.03)
    percent_axis(axes)


def name_observers(axes: Axes, here: pd.DataFrame, value: str, known: Mapping[str, Look]) -> None:
    """Names of the observers beside the ends of their lines, once the figure is laid out."""
    last = here[here["week"] == here["week"].max()]
    ends = last.groupby("observer", sort=False)[value].median()
    labels = {name: shorten(known[name].label, 16, placeholder="…") for name in ends.index}
    end_labels(axes, [(labels[name], float(y), known[name].ink) for name, y in ends.items()])
