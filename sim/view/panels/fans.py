"""Territory over time in many runs: a chart for each actor, alternatives over each other."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import anywidget
import numpy as np
import solara

from sim.analysis.plots.looks import ALTERNATIVES
from sim.analysis.spread import QUANTILES
from sim.view import assets
from sim.view.cast import Member, lighter
from sim.view.folder import group_text
from sim.view.gathering import Summary
from sim.view.widgets import synced

SEEN = 0.005
"""Share from which an actor has a chart."""


class FansWidget(anywidget.AnyWidget):
    """Charts of medians and bands; `asked` is the week that is clicked.

    `bands` holds float32 by group of runs, actor, quantile and week.
    """

    _esm = assets.text("common.js", "chart.js", "fans.js")
    _css = assets.text("fans.css")
    groups = synced("[]")
    actors = synced("[]")
    bands = synced(b"")
    weeks = synced(0)
    start = synced("2000-01-01")
    asked = synced(-1)


@solara.component
def Fans(summary: Summary, groups: Sequence[str], start: str, ask: Callable[[int], None]) -> None:
    """Median share of the study area and the bands that hold 50 % and 90 % of the runs."""
    actors, bands, weeks = solara.use_memo(lambda: drawn(summary, groups), [summary, groups])
    FansWidget.element(
        groups=json.dumps(group_looks(groups)),
        actors=actors,
        bands=bands,
        weeks=weeks,
        start=start,
        asked=-1,
        on_asked=ask,
    )


def drawn(summary: Summary, groups: Sequence[str]) -> tuple[str, bytes, int]:
    """Actors that hold anything, as JSON, their bands, and how many weeks there are."""
    found = {group: summary.bands[group] for group in groups if group in summary.bands}
    weeks = max((line.shape[1] for own in found.values() for line in own.values()), default=0)
    shown = [member for member in summary.cast if _held(found, member)]
    bands = np.full((len(groups), len(shown), len(QUANTILES), weeks), np.nan, np.float32)
    for row, group in enumerate(groups):
        for column, member in enumerate(shown):
            line = found.get(group, {}).get(member.name)
            if line is not None:
                bands[row, column, :, : line.shape[1]] = line
    return member_text(shown), bands.tobytes(), weeks


def _held(found: dict[str, dict[str, np.ndarray]], member: Member) -> bool:
    lines = [own[member.name] for own in found.values() if member.name in own]
    return any(bool(np.nanmax(line) >= SEEN) for line in lines)


def member_text(cast: Sequence[Member]) -> str:
    """Names and colours as JSON."""
    fields = ("name", "label", "fill", "fill_dark")
    return json.dumps([{field: getattr(member, field) for field in fields} for member in cast])


def group_looks(groups: Sequence[str]) -> list[dict[str, object]]:
    """Name, colours and dashes of each group of runs, by its place among those shown."""
    looks: list[dict[str, object]] = []
    for number, group in enumerate(groups):
        ink, dash = ALTERNATIVES[number % len(ALTERNATIVES)]
        pattern = [] if isinstance(dash, str) else [3 * length for length in dash[1]]
        label = group_text(group)
        looks.append(
            {"name": group, "label": label, "ink": ink, "dark": lighter(ink), "dash": pattern}
        )
    return looks
