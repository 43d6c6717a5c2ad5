"""A batch as its runs: alternatives, then the grid of varied values, then replicates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from sim.randomness import run_seed
from sim.scenario.case import Case
from sim.scenario.recipe import Recipe


@dataclass(frozen=True)
class Point:
    """One scenario of a batch: an alternative with one value of everything that is varied.

    `number` is the row of the design, from 1; points of all alternatives with the same varied
    values share it. `control` is what the point is compared with; None for a control itself.
    """

    number: int
    alternative: str
    parameters: dict[str, Any]  # varied values by dotted path
    recipe: Recipe
    control: Recipe | None = None


@dataclass(frozen=True)
class Design:
    """How the points of a batch were chosen.

    `vary` holds, by dotted path, the list of values. `control` names the alternative with which
    all others are compared.
    """

    method: str
    vary: dict[str, Any]
    samples: int | None = None
    control: str | None = None


@dataclass(frozen=True)
class Batch:
    """A checked batch. A plain scenario is a batch of one point and one replicate."""

    name: str
    title: str
    path: Path
    root: int
    replicates: int
    alternatives: dict[str, str]  # title by name
    design: Design
    points: tuple[Point, ...]


@dataclass(frozen=True)
class RunPlan:
    """One run to be made; everything another process needs to make it.

    `replicate` counts from 1. Runs of the same replicate share their seed, so alternatives are
    compared on the same chance. `control_run_id` is the run that this one is compared with, ""
    for a control and where nothing is compared.
    """

    run_id: str
    point: int
    control_run_id: str
    alternative: str
    replicate: int
    parameters: dict[str, Any]
    seed: int
    recipe: Recipe

    def case(self) -> Case:
        """The case to run, made once in a process."""
        return self.recipe.case()


@dataclass(frozen=True)
class Plans(Sequence[RunPlan]):
    """Every run of a batch, in order, each made when it is asked for."""

    batch: Batch

    def __len__(self) -> int:
        return len(self.batch.points) * self.batch.replicates

    @overload
    def __getitem__(self, place: int) -> RunPlan: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[RunPlan, ...]: ...
    def __getitem__(self, place: int | slice) -> RunPlan | tuple[RunPlan, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(len(self))[place])
        number, before = divmod(range(len(self))[place], self.batch.replicates)
        return _plan(self.batch, self.batch.points[number], before + 1)


def _plan(batch: Batch, point: Point, replicate: int) -> RunPlan:
    seed = run_seed(batch.root, replicate)
    return RunPlan(
        run_id=point.recipe.run_id(seed),
        point=point.number,
        control_run_id=point.control.run_id(seed) if point.control else "",
        alternative=point.alternative,
        replicate=replicate,
        parameters=point.parameters,
        seed=seed,
        recipe=point.recipe,
    )


def expand(batch: Batch) -> Plans:
    """Every run of a batch, in order."""
    return Plans(batch)
