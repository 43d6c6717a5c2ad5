"""Scenarios of any size, made by code: how much of everything there is, and nothing else."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sim.scenario.case import Case
from sim.scenario.load import load_case

STRIPES = 4
"""Countries side by side; a people that lives in some of them adds a community to their cells."""


@dataclass(frozen=True)
class Shape:
    """How much of everything a scenario has; bands and communities come out near what is asked."""

    width: int = 80
    height: int = 40
    communities: int = 5_000
    bands: int = 1_500
    actors: int = 8
    weeks: int = 520

    @property
    def cells(self) -> int:
        """Number of cells."""
        return self.width * self.height


BAND = 10
"""Size that actors give their bands."""

FIGHTERS = 7.5
"""Fighters an actor can pay for each band asked for: with what it recruits and what bands split
into, it then has about as many bands as asked for."""


def text(shape: Shape) -> str:
    """The scenario in YAML: two states, and armed groups each in a part of the land."""
    lines = [
        "scenario: synthetic",
        "title: A scenario of a given size",
        f"time: {{start: 2018-01-01, weeks: {shape.weeks}, burn_in: 0}}",
        f"area: {{kind: abstract, width: {shape.width}, height: {shape.height}, "
        f"population: 8000, inequality: 0.8, countries: {STRIPES}}}",
        "groups:",
        *_groups(shape),
        "actors:",
        *(line for a in range(shape.actors) for line in _actor(shape, a)),
    ]
    return "\n".join(lines) + "\n"


def _groups(shape: Shape) -> list[str]:
    """Peoples of equal shares: one lives everywhere, others in as many stripes as it takes."""
    stripes = max(0, round(STRIPES * (shape.communities / shape.cells - 1.0)))
    others = -(-stripes // STRIPES)
    share = 1.0 / (1 + others)
    lines = [f'  g0: {{name: G0, shares: {{"*": {share}}}}}']
    for g in range(others):
        left = stripes - STRIPES * g
        shares = ", ".join(f"{c}: {share if i < left else 0.0}" for i, c in enumerate("ABCD"))
        lines.append(f"  g{g + 1}: {{name: G{g + 1}, shares: {{{shares}}}}}")
    return lines


def _actor(shape: Shape, a: int) -> list[str]:
    """A state, or a rebel group with views of its own, with its part of the bands."""
    cells = min(max(1, shape.bands // shape.actors), shape.cells // shape.actors)
    fighters = round(FIGHTERS * shape.bands / shape.actors)
    west = (shape.width - 1) * a // shape.actors
    east = min(shape.width - 1, west + shape.width // 3)
    state = a < 2
    lines = [
        f"  a{a}:",
        f"    name: A{a}",
        f"    type: {'state_forces' if state else 'rebel_group'}",
        f"    band_size: {BAND}",
        f"    external: {fighters}",
        f"    positions: {{sharia_rigour: {-0.5 if state else 0.8}, takfir: {(a % 3) * 0.4}}}",
    ]
    if state:
        lines += [f"    country: {'AB'[a]}", "    forces:"]
        place = "{}"
    else:
        lines += ["    forces:"]
        place = f"{{longitude: [{west}, {east}]}}"
    mobile = "mobile: true"
    lines.append(f"      - {{place: {place}, fighters: {fighters}, cells: {cells}, {mobile}}}")
    return lines


def case(shape: Shape) -> Case:
    """The scenario, read as any other is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthetic.yaml"
        path.write_text(text(shape), encoding="utf-8")
        return load_case(path)
