"""A document as plain data that knows where each of its nodes stands in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.errors import Problem
from sim.scenario.text_file import WHOLE_FILE

Keys = tuple[str | int, ...]
"""Way from the top of a document to a node: keys of mappings, places in lists."""


@dataclass(frozen=True)
class Mark:
    """Where a node stands; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True)
class Document:
    """A YAML text as plain data, with the mark of every node (of its key, where it has one).

    `replaced` names the dotted paths whose values came from elsewhere than the file.
    """

    path: Path
    data: Any
    marks: dict[Keys, Mark]
    replaced: frozenset[str] = field(default=frozenset())

    def problem(self, keys: Keys, message: str) -> Problem:
        """What is wrong at `keys`; a node that is not there is placed at the nearest above it."""
        known = keys
        while known not in self.marks:
            known = known[:-1]
        mark = self.marks[known]
        return Problem(mark.file, mark.line, mark.column, dotted(keys), message)

    def at(self, keys: Keys) -> Any:
        """Data of the node at `keys`, None where there is none."""
        node = self.data
        for key in keys:
            if isinstance(node, dict):
                node = node.get(key)
            elif isinstance(node, list) and isinstance(key, int) and key < len(node):
                node = node[key]
            else:
                return None
        return node


def dotted(keys: Keys) -> str:
    """Dotted path of a node, as `--set` takes it."""
    return ".".join(str(key)[:80] for key in keys) or WHOLE_FILE
