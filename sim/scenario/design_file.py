"""Points of a design from a CSV file: the first line names dotted paths, each other is a point."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InputError, Problem
from sim.scenario.batch_schema import MOST_PATHS
from sim.scenario.document import Mark
from sim.scenario.override import Override
from sim.scenario.text_file import WHOLE_FILE, Reader
from sim.scenario.yaml_text import plain

_MOST_PROBLEMS = 20
_LONGEST_CELL = 1000


@dataclass(frozen=True)
class DesignFile:
    """Paths and points of a design file; cells are text until a point is asked for."""

    name: str
    paths: tuple[str, ...]
    lines: list[tuple[int, list[str]]]  # number of the line, its cells

    def point(self, place: int) -> tuple[Override, ...]:
        """The values of a point; raises InputError where a cell is no value."""
        number, cells = self.lines[place]
        return tuple(
            Override(path, _value(cell, mark := Mark(self.name, number, column), path), {(): mark})
            for column, (path, cell) in enumerate(zip(self.paths, cells, strict=True), 1)
        )


def read_design(path: Path, read: Reader) -> DesignFile:
    """Read a design file; raises InputError with every line that does not fit the first one.

    In marks of this file the column is the number of the cell in its line.
    """
    name = str(path)
    reader = csv.reader(io.StringIO(read(path), newline=""), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        _refuse_head(name, head)
        lines = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        raise _refusal(name, reader.line_num, f"is not CSV: {error}.") from None
    if not lines:
        raise _refusal(name, 1, "holds no point; below the first line each line is one.")
    problems = list(_ragged(name, head, lines))
    if problems:
        raise InputError(problems[:_MOST_PROBLEMS])
    return DesignFile(name, tuple(head), lines)


def _refuse_head(name: str, head: list[str]) -> None:
    """The first line must name a different path in every cell."""
    if len(head) == 1 and (";" in head[0] or "\t" in head[0]):
        raise _refusal(name, 1, "is not parted by commas; save it as comma-separated text.")
    if len(head) > MOST_PATHS:
        message = f"names {len(head):,} columns; at most {MOST_PATHS} paths can be varied."
        raise _refusal(name, 1, message)
    for column, path in enumerate(head, 1):
        if not path:
            raise _refusal(name, 1, "a column has no name; name a dotted path.", column)
        if path in head[: column - 1]:
            raise _refusal(name, 1, f"'{path[:80]}' is there twice; keep one column.", column)
    if not head:
        raise _refusal(name, 1, "is empty; name dotted paths in the first line.")


def _ragged(name: str, head: list[str], lines: list[tuple[int, list[str]]]) -> Iterator[Problem]:
    for number, cells in lines:
        if len(cells) != len(head):
            message = f"has {len(cells)} cells where the first line names {len(head)} columns."
            yield Problem(name, number, 1, WHOLE_FILE, f"the line {message}")


def _value(cell: str, mark: Mark, path: str) -> object:
    text = cell.strip()
    if not text or len(text) > _LONGEST_CELL:
        message = f"the cell is {'too long' if text else 'empty; give a value'}."
        raise InputError([Problem(mark.file, mark.line, mark.column, path, message)])
    try:
        return plain(text)
    except ValueError as error:
        raise InputError([Problem(mark.file, mark.line, mark.column, path, str(error))]) from None


def _refusal(name: str, line: int, message: str, column: int = 1) -> InputError:
    return InputError([Problem(name, line, column, WHOLE_FILE, message)])
