"""YAML 1.2 read safely: scalars, lists and mappings with the line of each, and nothing else.

The text is taken as parser events, so that limits hold before anything is built: no tags,
anchors, aliases or merge keys, no key twice, bounded size, depth and number of nodes. Scalars
follow the core schema of YAML 1.2: `no` and 1:30 are text, 010 is ten, 1e-3 is a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from sim.errors import InputError, Problem
from sim.scenario.document import Document, Keys, Mark, dotted
from sim.scenario.text_file import WHOLE_FILE, Reader, read_text

MAX_LINE = 10_000
MAX_DEPTH = 40
MAX_NODES = 20_000
"""Keys and values together; the parser takes some 40 microseconds for each."""
LARGEST_INTEGER = 2**63 - 1

_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def read_document(path: Path, read: Reader = read_text) -> Document:
    """Read a YAML file; raises InputError with every problem found."""
    return parse(read(path), path, str(path))


def parse(text: str, path: Path, name: str) -> Document:
    """Parse YAML; `name` stands for the file in the marks, paths in it are relative to `path`."""
    _refuse_long_lines(text, name)
    reader = _Reader(name)
    try:
        data = reader.document(YAML(typ="safe", pure=True).parse(text))
    except InputError:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = " ".join(str(error.problem or error.context).split())
        message = f"is not YAML: {what}; check indentation, colons and quotes."
        raise InputError([Problem(name, line, column, WHOLE_FILE, message)]) from None
    except Exception as error:  # the parser's own slips on odd input are the input's fault
        message = f"is not YAML: {ascii(str(error))[:200]}."
        raise InputError([reader.problem((), message)]) from None
    if reader.problems:
        raise InputError(reader.problems)
    return Document(path, data, reader.marks)


def _refuse_long_lines(text: str, name: str) -> None:
    """The parser's time grows with the square of some lines' length."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            message = f"is longer than {MAX_LINE:,} characters in one line; break it."
            raise InputError([Problem(name, number, 1, WHOLE_FILE, message)])


class _Reader:
    """Builds data from events, noting marks and what is not allowed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[Keys, Mark] = {(): Mark(name, 1, 1)}
        self.problems: list[Problem] = []
        self.here = self.marks[()]
        self.nodes = 0

    def problem(self, keys: Keys, message: str) -> Problem:
        return Problem(self.name, self.here.line, self.here.column, dotted(keys), message)

    def refuse(self, keys: Keys, message: str) -> None:
        self.problems.append(self.problem(keys, message))

    def stop(self, keys: Keys, message: str) -> InputError:
        return InputError([*self.problems, self.problem(keys, message)])

    def next(self, events: Iterator[Any]) -> Any:
        event = next(events)
        self.here = Mark(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
        return event

    def document(self, events: Iterator[Any]) -> Any:
        self.next(events)
        begin = self.next(events)
        if isinstance(begin, StreamEndEvent):
            raise self.stop((), "is empty; begin with 'scenario: a_name' or 'batch: a-name'.")
        if isinstance(begin, DocumentStartEvent) and (begin.version or begin.tags):
            raise self.stop((), "holds a % directive; files are YAML 1.2 without directives.")
        data = self.node(events, self.next(events), ())
        self.next(events)
        if not isinstance(self.next(events), StreamEndEvent):
            raise self.stop((), "holds a second document after '---'; one file is one document.")
        return data

    def node(self, events: Iterator[Any], event: Any, keys: Keys) -> Any:
        self.count(keys)
        if len(keys) > MAX_DEPTH:
            raise self.stop(keys[:4], f"is nested deeper than {MAX_DEPTH} levels.")
        self.marks.setdefault(keys, self.here)
        if isinstance(event, AliasEvent):
            self.refuse(keys, "aliases (*name) are not allowed; write the value out.")
            return None
        if event.anchor is not None:
            self.refuse(keys, "anchors (&name) are not allowed; remove it.")
        if event.ctag is not None:
            self.refuse(keys, "tags (!name) are not allowed; remove it.")
        if isinstance(event, MappingStartEvent):
            return self.mapping(events, keys)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(events, keys)
        return self.scalar(event, keys)

    def count(self, keys: Keys) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.stop(keys, f"is more than {MAX_NODES:,} entries, the most that is read.")

    def mapping(self, events: Iterator[Any], keys: Keys) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := self.next(events), CollectionEndEvent):
            if not isinstance(event, ScalarEvent):
                raise self.stop(keys, "a key must be a plain word.")
            name = str(event.value)
            self.count(keys)
            if event.anchor is not None or event.ctag is not None:
                self.refuse((*keys, name), "anchors and tags are not allowed; remove it.")
            if name == "<<":
                self.refuse(keys, "merge keys (<<) are not allowed; write the values out.")
            if name in data:
                first = self.marks[(*keys, name)].line
                self.refuse((*keys, name), f"is there twice, first in line {first}; keep one.")
                self.node(events, self.next(events), (*keys, name))
                continue
            self.marks[(*keys, name)] = self.here
            data[name] = self.node(events, self.next(events), (*keys, name))
        return data

    def sequence(self, events: Iterator[Any], keys: Keys) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := self.next(events), CollectionEndEvent):
            data.append(self.node(events, event, (*keys, len(data))))
        return data

    def scalar(self, event: ScalarEvent, keys: Keys) -> Any:
        text = str(event.value)
        try:
            return plain(text) if event.implicit[0] else text
        except ValueError as error:
            self.refuse(keys, str(error))
            return 0


def plain(text: str) -> Any:
    """Value of a word that stands without quotes; raises ValueError where it is no use."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        if math.isfinite(value := float(text)):
            return value
        raise ValueError("the number is too large to compute with; give a finite number.")
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text} is not a number to compute with; give a finite number.")
    return text


def _integer(text: str) -> int:
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    value = int(text, base) if len(text) < 40 else LARGEST_INTEGER + 1
    if abs(value) > LARGEST_INTEGER:
        raise ValueError(f"the number is too large; at most {LARGEST_INTEGER} can be used.")
    return value
