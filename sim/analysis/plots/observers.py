"""Lines of what each group holds of another, and their key."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sim.analysis.plots.looks import Look
from sim.analysis.plots.panels import band, percent_axis
from sim.analysis.spread import spread


def observers(axes: Axes, here: pd.DataFrame, value: str, known: Mapping[str, Look]) -> None:
    """A share held by every `observer`, by date: median and bands over runs."""
    for observer in pd.unique(here["observer"]):
        mine, look = here[here["observer"] == observer], known[observer]
        band(axes, spread(mine, value, ["date"]), look.ink, look.dash)
    axes.set_ylim(-0.03, 1.03)
    percent_axis(axes)


def observers_key(
    beliefs: pd.DataFrame, held: str, known: Mapping[str, Look]
) -> list[tuple[Artist, str]]:
    """Lines of a legend; `held` says what they show, as in 'Trust of {}'."""
    looks = [known[name] for name in pd.unique(beliefs["observer"])]
    return [
        (Line2D([], [], color=look.ink, ls=look.dash, lw=1.3), held.format(look.label))
        for look in looks
    ]
