"""Developments over time: a lane for each kind, in it a bar for each block of weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from sim.analysis.plots.style import INK
from sim.analysis.relations import BLOCK

LANE = 0.15  # inches
FULL = 0.84  # of a lane, the highest bar


def lanes(
    axes: Axes,
    shares: pd.DataFrame,
    order: Sequence[str],
    colours: Mapping[str, str],
    top: float,
) -> None:
    """Bars of `shares` (lane, date, share of runs) in the lanes of `order`, downwards.

    `top` is the share with the highest bar.
    """
    for row, name in enumerate(order):
        here, colour = shares[shares["lane"] == name], colours.get(name, INK)
        axes.axhline(row + 0.5, color="#DDDDDD", lw=0.4, zorder=0)
        axes.bar(
            here["date"], -FULL * here["share"] / top, width=6 * BLOCK, bottom=row + 0.5,
            color=colour, edgecolor=colour, lw=0.3,
        )  # fmt: skip
    axes.set_yticks(range(len(order)), order)
    axes.set_ylim(max(len(order), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=6)
    axes.spines["left"].set_visible(False)


def how_lanes(top: float, runs: int) -> str:
    """How to read the lanes, for a figure's note."""
    if runs == 1:
        return f"Marks: developments in {BLOCK} weeks."
    return (
        f"Marks: share of runs with a development in {BLOCK} weeks, the highest {100 * top:.0f} %."
    )
