"""Points that are written out: in the batch, in a file that it names, added or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.errors import InputError, Problem, nearest
from sim.scenario.batch_schema import MOST_POINTS, BatchFile
from sim.scenario.design import Design
from sim.scenario.design_file import read_design
from sim.scenario.document import Document, Keys
from sim.scenario.override import from_document
from sim.scenario.rows import Row, Rows, listed, values_of
from sim.scenario.text_file import WHOLE_FILE, Reader


def given_points(document: Document, file: BatchFile, read: Reader) -> tuple[Design, Rows]:
    """Design and rows where the batch, or a file that it names, holds the points themselves."""
    _refuse_more(document, file)
    if file.design.file is not None:
        return _from_file(document, file.design.file, read)
    return _points(document)


def _refuse_more(document: Document, file: BatchFile) -> None:
    """Points that are written out need no other word on how to choose them."""
    settings = file.design
    own = "file" if settings.file is not None else "points"
    given = {
        ("design", "points"): own == "file" and settings.points is not None,
        ("design", "method"): settings.method is not None,
        ("design", "samples"): settings.samples is not None,
        ("vary",): bool(file.vary),
        ("include",): bool(file.include),
    }
    problems = [
        document.problem(keys, f"has no place beside design.{own}, which gives every point.")
        for keys, is_given in given.items()
        if is_given
    ]
    if problems:
        raise InputError(problems)


def _from_file(document: Document, name: str, read: Reader) -> tuple[Design, Rows]:
    try:
        file = read_design(document.path.parent / name, read)
    except InputError as error:
        [first, *_] = error.problems
        if first.path != WHOLE_FILE or first.line > 1:
            raise
        message = f"'{name}' {first.message}"
        raise InputError([document.problem(("design", "file"), message)]) from None
    if len(file.lines) > MOST_POINTS:
        message = f"holds {len(file.lines):,} points; at most {MOST_POINTS:,} are possible."
        raise InputError([document.problem(("design", "file"), message)])
    rows = Rows(file.paths, file.point, len(file.lines), range(len(file.lines)))
    return Design("file", {path: {"file": name} for path in file.paths}), rows


def _points(document: Document) -> tuple[Design, Rows]:
    rows = _written(document, ("design", "points"))
    paths = [override.path for override in rows[0]]
    told = {path: [values_of(row)[path] for row in rows] for path in paths}
    return Design("list", told), listed(paths, rows)


def included_points(document: Document, rows: Rows) -> Iterator[Row]:
    """Points that the batch adds to those of its design."""
    if document.at(("include",)) and not rows.paths:
        message = "adds to points of a design, and nothing is varied; use design: {points: [...]}."
        raise InputError([document.problem(("include",), message)])
    yield from _written(document, ("include",), rows.paths)


def _written(document: Document, keys: Keys, paths: Sequence[str] = ()) -> list[Row]:
    """Points of a list in a batch file, their values in the order of `paths` or of the first."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for place, given in enumerate(document.at(keys) or ()):
        paths = paths or list(given)
        problems += [
            document.problem((*keys, place), f"has no value for '{path}'; each point has all.")
            for path in paths
            if path not in given
        ]
        problems += [
            document.problem((*keys, place, path), f"is not varied. {nearest(path, paths)}")
            for path in given
            if path not in paths
        ]
        by_path = {item.path: item for item in from_document(document, (*keys, place))}
        rows.append(tuple(by_path[path] for path in paths if path in by_path))
    if not problems and rows and not paths:
        problems = [document.problem((*keys, 0), "is empty; give values by dotted path.")]
    if problems:
        raise InputError(problems)
    return rows


def without_excluded(document: Document, file: BatchFile, rows: Rows, whole: bool) -> Rows:
    """The rows without those that `exclude` names; each exclusion must hit one.

    Of a design that is `whole` none can be left out.
    """
    if not file.exclude:
        return rows
    if whole:
        message = f"cannot be: the points of {file.design.method} belong together."
        raise InputError([document.problem(("exclude",), message)])
    problems = [
        document.problem(("exclude", place, path), f"is not varied. {nearest(path, rows.paths)}")
        for place, condition in enumerate(file.exclude)
        for path in condition
        if path not in rows.paths
    ]
    hit: set[int] = set()

    def unwanted(row: Row) -> bool:
        values = values_of(row)
        met = [n for n, each in enumerate(file.exclude) if each and _agree(values, each)]
        hit.update(met)
        return bool(met)

    left = rows if problems else rows.without(unwanted)
    problems = problems or [
        document.problem(("exclude", place), "leaves out no point; take it out or correct it.")
        for place in range(len(file.exclude))
        if place not in hit
    ]
    if problems:
        raise InputError(problems)
    return left


def _agree(values: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(
        values[path] == value and isinstance(values[path], bool) == isinstance(value, bool)
        for path, value in wanted.items()
    )
