"""A batch as its runs: scenarios that are compared, then rows of the design, then replicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, overload

from sim.randomness import run_seed
from sim.scenario.case import Case
from sim.scenario.recipe import Recipe, id_of_run


@dataclass(frozen=True)
class Design:
    """How the points of a batch were chosen.

    `vary` holds, by dotted path, the list of values, the distribution as {name: numbers}, or the
    file as {"file": name}. `points` is the number of rows, `samples` what was asked for, in the
    method's own unit. `control` names the alternative with which others are compared.
    """

    method: str
    vary: dict[str, Any]
    points: int = 1
    samples: int | None = None
    control: str | None = None


@dataclass(frozen=True)
class Point:
    """One scenario of a batch: an alternative with one value of everything that is varied.

    `number` is the row of the design, from 1; points of all alternatives with the same varied
    values share it. `control` is the place, among the points of the batch, of what the point is
    compared with; None for a control itself. `make` gives the recipe, checked.
    """

    number: int
    alternative: str
    parameters: dict[str, Any]  # varied values by dotted path
    control: int | None
    make: Callable[[], Recipe]

    @property
    def recipe(self) -> Recipe:
        """What the point is made of; made anew each time, so that a million fit into memory."""
        return self.make()


@dataclass(frozen=True)
class Batch:
    """A checked batch. A plain scenario is a batch of one point and one replicate.

    `points` are made when they are asked for.
    """

    name: str
    title: str
    path: Path
    root: int
    replicates: int
    alternatives: dict[str, str]  # title by name
    design: Design
    paths: tuple[str, ...]  # what is varied
    points: Sequence[Point]
    firsts: tuple[Point, ...]  # the first of each alternative
    inputs: dict[str, str]  # text of every file as given, by the name of its copy
    digest: Callable[[], Sequence[bytes]] = tuple

    @cached_property
    def digests(self) -> Sequence[bytes]:
        """Digests of the contents of the points, in order; none if it was not read to be run."""
        return self.digest()


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
    make: Callable[[], Recipe]

    @property
    def recipe(self) -> Recipe:
        """What the run is made of."""
        return self.make()

    def case(self) -> Case:
        """The case to run, made once in a process."""
        return self.recipe.case()

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process gets the recipe itself, not the files it is made from."""
        fields = [getattr(self, name) for name in self.__dataclass_fields__]
        return RunPlan, (*fields[:-1], partial(_itself, self.recipe))


def _itself(recipe: Recipe) -> Recipe:
    return recipe


class Plans(Sequence[RunPlan]):
    """Every run of a batch, in order, each made when it is asked for."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._seeds = [run_seed(batch.root, number + 1) for number in range(batch.replicates)]

    def __len__(self) -> int:
        return len(self._batch.digests) * len(self._seeds)

    @overload
    def __getitem__(self, place: int) -> RunPlan: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[RunPlan]: ...
    def __getitem__(self, place: int | slice) -> RunPlan | Sequence[RunPlan]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number, replicate = divmod(range(len(self))[place], len(self._seeds))
        return self._plan(number, self._batch.points[number], replicate)

    def __iter__(self) -> Iterator[RunPlan]:
        for number, point in enumerate(self._batch.points):
            once = replace(point, make=cache(point.make))  # for all its replicates
            for replicate in range(len(self._seeds)):
                yield self._plan(number, once, replicate)

    def _plan(self, number: int, point: Point, replicate: int) -> RunPlan:
        digests, seed = self._batch.digests, self._seeds[replicate]
        return RunPlan(
            run_id=id_of_run(digests[number], seed),
            point=point.number,
            control_run_id="" if point.control is None else id_of_run(digests[point.control], seed),
            alternative=point.alternative,
            replicate=replicate + 1,
            parameters=point.parameters,
            seed=seed,
            make=point.make,
        )


def expand(batch: Batch) -> Plans:
    """Every run of a batch, in order."""
    return Plans(batch)
