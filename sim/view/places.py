"""Places of a map that an intervention can be about."""

from __future__ import annotations

import json
from typing import Any

from sim.view.kinds import Option
from sim.view.scene import Scene

NEAR_KM = 60


def places(scene: Scene, pinned: int | None) -> tuple[Option, ...]:
    """The pinned cell, anywhere, countries studied, their divisions and the towns on the map."""
    grid = scene.grid
    study = sorted(set(grid.country[grid.study].tolist()))
    found = (
        []
        if pinned is None
        else [_place(f"The cell pinned: {scene.place(pinned)}", _cell(scene, pinned))]
    )
    found.append(_place("Anywhere", {}))
    found += [_place(grid.country_names[each], {"country": grid.countries[each]}) for each in study]
    for name in grid.admin1_names:
        country, _, division = name.partition("/")
        if division and country in [grid.countries[each] for each in study]:
            label = f"{division}, {grid.country_names[grid.countries.index(country)]}"
            found.append(_place(label, {"country": country, "admin1": division}))
    for town in scene.land.towns:
        near = {"near": town.name, "within_km": NEAR_KM}
        found.append(_place(f"Within {NEAR_KM} km of {town.name}", near))
    return tuple(found)


def _cell(scene: Scene, cell: int) -> dict[str, Any]:
    """A cell alone: the span around its centre, which no other centre lies in."""
    grid, span = scene.grid, scene.grid.resolution / 4
    return {
        "longitude": [float(grid.longitude[cell]) - span, float(grid.longitude[cell]) + span],
        "latitude": [float(grid.latitude[cell]) - span, float(grid.latitude[cell]) + span],
    }


def _place(label: str, place: dict[str, Any]) -> Option:
    return Option(json.dumps(place), label)
