"""The plane of Morris: how strong effects are, and how much they depend on other parameters."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.analysis.plots.looks import ALTERNATIVES
from sim.analysis.plots.panels import spread_out
from sim.analysis.plots.style import FAINT

COLOUR = ALTERNATIVES[0][0]
NAMED = 6
"""Parameters of a panel that are named, those that matter most; the others are dots."""
WEAK = 0.05
"""Share of the strongest effect below which a parameter is not named."""
GAP = 0.075  # between names, of the height of a panel

READ_EFFECTS = (
    "Across: mean size of the effect of a step over a parameter's whole range (mu*), in the "
    "outcome's unit, with its 95 % interval. Up: how much the effect differs with the other "
    "parameters (sigma). Dotted: sigma = mu*; near the lower edge effects are the same everywhere. "
    f"Named are up to {NAMED} parameters of most effect. "
)


def draw_effects(axes: Axes, part: pd.DataFrame, paths: list[str]) -> None:
    """Parameters of one outcome as dots; `part` holds its rows of the table sensitivity."""
    wide = part.pivot(index="parameter", columns="measure", values="value").reindex(paths)
    ends = part[part["measure"] == "mu_star"].set_index("parameter").reindex(paths)
    if "sigma" not in wide or wide["mu_star"].isna().all():
        axes.set_xticks([])
        axes.set_yticks([])
        axes.annotate("too few trajectories", (0.5, 0.5), xycoords="axes fraction", ha="center")
        return
    axes.hlines(wide["sigma"], ends["low"].clip(lower=0), ends["high"], color=COLOUR, lw=0.8)
    axes.plot(wide["mu_star"], wide["sigma"], ls="", marker="o", ms=3.5, color=COLOUR)
    most = max(float(ends["high"].max()), float(wide["sigma"].max()), 1e-12)
    axes.plot([0, most], [0, most], color=FAINT, lw=0.8, ls=(0, (1, 1.5)), zorder=1)
    axes.set(xlim=(0, 1.05 * most), ylim=(0, 1.08 * most), xlabel="mu*", ylabel="sigma")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=4))
    strongest = wide.sort_values("mu_star", ascending=False, kind="stable").head(NAMED)
    strongest = strongest[strongest["mu_star"] > WEAK * strongest["mu_star"].max()]
    heights = spread_out((strongest["sigma"] + GAP * most / 2).to_list(), GAP * most)
    for path, x, height in zip(strongest.index, strongest["mu_star"], heights, strict=True):
        _name(axes, str(path), x, height, left=x > 0.55 * most)


def _name(axes: Axes, path: str, x: float, height: float, left: bool) -> None:
    """The last words of a path beside its dot."""
    axes.annotate(
        ".".join(path.split(".")[-2:]), (x, height), xytext=(-4 if left else 4, 0),
        textcoords="offset points", ha="right" if left else "left", va="center", fontsize=5.5,
    )  # fmt: skip
