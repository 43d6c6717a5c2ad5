"""What of a case never changes in a run: the land, its peoples, what the scenario plans."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.plots.maps import Land, land
from sim.analysis.plots.style import MONTHS
from sim.scenario.schema import Scenario
from sim.view.deeds import deed
from sim.world.grid import Grid
from sim.world.state import Rows

if TYPE_CHECKING:
    from sim.view.watched import WatchedModel


@dataclass(frozen=True)
class Planned:
    """A dated intervention: of the scenario, or made by hand while the run was watched."""

    week: int
    name: str
    told: str
    by_hand: bool


@dataclass(frozen=True)
class Scene:
    """The fixed part of a run. Axes: K cells, C communities."""

    name: str
    title: str
    description: str
    start: date
    weeks: int
    seed: int
    grid: Grid
    land: Land
    groups: tuple[str, ...]  # ids of peoples
    group_labels: tuple[str, ...]  # their names
    community_cell: Rows  # C
    community_group: Rows  # C
    planned: tuple[Planned, ...]

    def date(self, week: int) -> date:
        """First day of a week."""
        return self.start + timedelta(weeks=week)

    def day(self, week: int) -> str:
        """The same as it is written, in English wherever the program runs."""
        date = self.date(week)
        return f"{date.day} {MONTHS[date.month - 1]} {date.year}"

    def place(self, cell: int) -> str:
        """A cell in words: the town in it or the nearest division, and the country."""
        grid = self.grid
        country = grid.country_names[grid.country[cell]]
        if grid.planar:
            return f"Cell {grid.x[cell]}, {grid.y[cell]} in {country}"
        town = next((name for name, at, *_ in grid.towns if at == cell), None)
        division = grid.admin1_names[grid.admin1[cell]].partition("/")[2]
        where = f"{division}, {country}" if division else country
        return f"{town} ({where})" if town else where


def scene_of(model: WatchedModel) -> Scene:
    """The scene of a model's case."""
    scenario: Scenario = model.case.scenario
    world = model.world
    grid = world.grid
    cells = pd.DataFrame(
        {
            "longitude": grid.longitude,
            "latitude": grid.latitude,
            "country": np.array(grid.countries)[grid.country],
            "study": grid.study,
        }
    )
    people = world.communities
    return Scene(
        name=scenario.scenario,
        title=scenario.title or scenario.scenario,
        description=scenario.description or "",
        start=world.clock.start,
        weeks=scenario.time.weeks,
        seed=scenario.seed,
        grid=grid,
        land=land(cells),
        groups=people.groups,
        group_labels=tuple(scenario.groups[name].name or name for name in people.groups),
        community_cell=people.cell.copy(),
        community_group=people.group.copy(),
        planned=planned(model),
    )


def picture_text(scene: Scene, week: int, what: str) -> str:
    """What a picture of a panel is called and headed, as JSON."""
    return json.dumps(
        {
            "name": f"{scene.name}-{what}-{scene.date(week)}",
            "title": scene.title,
            "about": f"{scene.day(week)}; a simulated run, seed {scene.seed}",
        }
    )


def planned(model: WatchedModel) -> tuple[Planned, ...]:
    """Interventions of a run, past and to come, in order of time."""
    by_hand, scenario = model.setup.by_hand, model.setup.scenario
    return tuple(
        Planned(week, each.name, deed(scenario, scenario.timeline[each.name]), each.name in by_hand)
        for week, several in sorted(model.world.timeline.items())
        for each in several
    )
