"""Scenarios and batches read from YAML files, checked whole before anything runs."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.errors import InputError, Problem, nearest
from sim.scenario.batch_schema import BatchFile
from sim.scenario.case import Case
from sim.scenario.checked import checked
from sim.scenario.design import Batch, Design, Point
from sim.scenario.document import Document, Keys, Mark
from sim.scenario.override import Override, from_arguments, from_document, overridden, written
from sim.scenario.problems import in_order, validated
from sim.scenario.recipe import Recipe
from sim.scenario.text_file import Reader, read_text
from sim.scenario.yaml_text import parse, read_document

OF_THE_BATCH = {"batch", "seeds"}
"""Sections that `--set` changes in the batch; all others it changes in the scenario."""

MOST_POINTS = 10_000


def load_case(path: Path | str, sets: Sequence[str] = ()) -> Case:
    """The case of a scenario file with `sets`, each 'path=value'; InputError if it is wrong."""
    document = read_document(Path(path))
    if _is_batch(document):
        message = "is a batch, and one scenario is wanted; give the file named in its 'base'."
        raise InputError([document.problem(("batch",), message)])
    return checked(overridden(document, from_arguments(sets))).case()


def load_batch(path: Path | str, sets: Sequence[str] = (), read: Reader = read_text) -> Batch:
    """The batch of a batch file or of a plain scenario; InputError if anything is wrong.

    `read` gives the text of each file: it is other than `read_text` where the files lie elsewhere.
    """
    path = Path(path)
    document = read_document(path, read)
    overrides = from_arguments(sets)
    ours = [item for item in overrides if item.path.partition(".")[0] in OF_THE_BATCH]
    last = [item for item in overrides if item not in ours]
    if _is_batch(document):
        batch = overridden(document, ours)
        file = validated(BatchFile, batch)
        start = _start(_base(batch, file, read), read)
    else:
        start = _start(document, read)
        batch = overridden(_batch_of(start), ours)
        file = validated(BatchFile, batch)
    points = _points(start, batch, file, last)
    scenario = points[0].recipe.case().scenario
    return Batch(
        name=file.batch,
        title=file.title or scenario.title,
        path=path,
        root=scenario.seed if file.seeds.root is None else file.seeds.root,
        replicates=file.seeds.replicates,
        alternatives={name: item.title or name for name, item in file.alternatives.items()}
        or {"base": scenario.title},
        design=Design("grid", file.vary, control=file.compare.to if file.compare else None),
        points=points,
    )


@dataclass(frozen=True)
class _Start:
    """The scenario that a batch starts from, good in itself."""

    document: Document
    recipe: Recipe
    read: Reader

    def changed(self, overrides: list[Override]) -> Recipe:
        if not overrides:
            return self.recipe
        return checked(overridden(self.document, overrides), self.read)


def _start(document: Document, read: Reader) -> _Start:
    return _Start(document, checked(document, read), read)


def _is_batch(document: Document) -> bool:
    return isinstance(document.data, dict) and "batch" in document.data


def _batch_of(start: _Start) -> Document:
    """The document of a batch of one scenario alone."""
    document = start.document
    name = start.recipe.case().scenario.scenario
    marks: dict[Keys, Mark] = {(): document.marks[()]}
    return replace(document, data={"batch": name, "base": document.path.name}, marks=marks)


def _base(batch: Document, file: BatchFile, read: Reader) -> Document:
    """The document of the scenario that a batch names."""
    path = batch.path.parent / file.base
    try:
        text = read(path)
    except InputError as error:
        message = f"'{file.base}' {error.problems[0].message}"
        raise InputError([batch.problem(("base",), message)]) from None
    base = parse(text, path, str(path))
    if _is_batch(base):
        message = "is a batch itself; give the file of a scenario."
        raise InputError([batch.problem(("base",), message)])
    return base


def _points(
    start: _Start, batch: Document, file: BatchFile, last: list[Override]
) -> tuple[Point, ...]:
    """Every scenario of the batch, checked; raises InputError with the problems of all."""
    _refuse_too_many(batch, file)
    _refuse_contradictions(batch, file, last)
    _refuse_unknown_control(batch, file)
    points: list[Point] = []
    problems: list[Problem] = []
    for alternative, overrides in _alternatives(batch, file):
        for number, (parameters, varied) in enumerate(_grid(batch, file), 1):
            try:
                recipe = start.changed([*overrides, *varied, *last])
                points.append(Point(number, alternative, parameters, recipe))
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(in_order(problems))
    _refuse_repetitions(batch, points)
    return tuple(_compared(points, file.compare.to)) if file.compare else tuple(points)


def _compared(points: list[Point], to: str) -> Iterator[Point]:
    """Each point with its control: the one of alternative `to` in the same row of the design."""
    controls = {point.number: point.recipe for point in points if point.alternative == to}
    for point in points:
        is_control = point.alternative == to
        yield point if is_control else replace(point, control=controls[point.number])


def _alternatives(batch: Document, file: BatchFile) -> Iterator[tuple[str, list[Override]]]:
    """Each alternative with its overrides: those of all first, its own last."""
    shared = from_document(batch, ("set",))
    for section in ("outputs", "outcomes"):
        for name in getattr(file, section):
            shared.append(written(batch, (section, name), f"{section}.{name}"))
    for name in file.alternatives or ["base"]:
        yield name, [*shared, *from_document(batch, ("alternatives", name, "set"))]


def _grid(batch: Document, file: BatchFile) -> Iterator[tuple[dict[str, object], list[Override]]]:
    """Every combination of varied values; the last one named changes fastest."""
    axes = [
        [written(batch, ("vary", path, number), path) for number in range(len(values))]
        for path, values in file.vary.items()
    ]
    for combination in itertools.product(*axes):
        yield {item.path: item.value for item in combination}, list(combination)


def _refuse_too_many(batch: Document, file: BatchFile) -> None:
    size = math.prod(len(values) for values in file.vary.values())
    size *= max(1, len(file.alternatives))
    if size > MOST_POINTS:
        message = f"makes {size:,} scenarios; at most {MOST_POINTS:,} are possible, vary fewer."
        raise InputError([batch.problem(("vary",), message)])


def _refuse_unknown_control(batch: Document, file: BatchFile) -> None:
    if file.compare and file.compare.to not in file.alternatives:
        message = f"'{file.compare.to}' is no alternative of this batch. "
        message += nearest(file.compare.to, file.alternatives)
        raise InputError([batch.problem(("compare", "to"), message)])


def _refuse_contradictions(batch: Document, file: BatchFile, last: list[Override]) -> None:
    """A value that is varied cannot be set by an alternative or by `--set` as well."""
    own: list[tuple[Keys, str]] = [
        (("alternatives", name, "set", path), path)
        for name, alternative in file.alternatives.items()
        for path in alternative.set
    ]
    problems = [
        batch.problem(keys, f"'{path}' is varied as well; take it out of one of the two.")
        for keys, path in own
        if path in file.vary
    ]
    problems += [
        Problem("--set", 1, 1, item.path, "is varied by the batch; take it out of 'vary' first.")
        for item in last
        if item.path in file.vary
    ]
    if problems:
        raise InputError(problems)


def _refuse_repetitions(batch: Document, points: list[Point]) -> None:
    """Two scenarios of the same content would be the same runs."""
    seen: dict[str, Point] = {}
    for point in points:
        content = point.recipe.content()
        if content in seen:
            message = f"makes the same scenario as {_named(seen[content])}; change or remove it."
            keys: Keys = ("alternatives", point.alternative)
            keys = keys if point.alternative != seen[content].alternative else ("vary",)
            raise InputError([batch.problem(keys, message)])
        seen[content] = point


def _named(point: Point) -> str:
    values = [f"{path}={value}" for path, value in point.parameters.items()]
    return ", ".join([f"'{point.alternative}'", *values])[:200]
