"""Values set by dotted path: `--set time.weeks=52`, and `set`, `vary` and others of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem, nearest
from sim.scenario.document import Document, Keys, Mark
from sim.scenario.yaml_text import MAX_DEPTH, parse

NAMED = {"actors", "constituents", "groups", "outcomes", "timeline"}
"""Sections whose keys are the user's own names: a path into one must name what is there."""


@dataclass(frozen=True)
class Override:
    """A value for a dotted path, with the marks of where it was written."""

    path: str
    value: Any
    marks: dict[Keys, Mark]


def from_arguments(arguments: Iterable[str]) -> list[Override]:
    """Overrides of the command line, 'path=value' each, the value written as in YAML."""
    return [_from_argument(argument) for argument in arguments]


def _from_argument(argument: str) -> Override:
    path, equals, text = argument.partition("=")
    if not equals or not path.strip():
        message = "is not understood; write path=value, such as time.weeks=52."
        raise InputError([Problem("--set", 1, 1, ascii(argument), message)])
    if not text.strip():
        raise InputError([Problem("--set", 1, 1, path, "has no value; write path=value.")])
    document = parse(text, Path(), "--set")
    return Override(path.strip(), document.data, document.marks)


def from_document(document: Document, keys: Keys) -> list[Override]:
    """Overrides written in a batch file as a mapping of dotted paths to values."""
    return [written(document, (*keys, path), path) for path in document.at(keys) or {}]


def written(document: Document, keys: Keys, path: str) -> Override:
    """The value at `keys` of a document as an override of `path`."""
    value = document.at(keys)
    ways = [way for way in _ways(value) if (*keys, *way) in document.marks]
    return Override(path, value, {way: document.marks[(*keys, *way)] for way in ways})


def _ways(value: Any) -> Iterator[Keys]:
    """Keys of a value and of everything in it, seen from the value itself."""
    yield ()
    if isinstance(value, (dict, list)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in items:
            yield from ((key, *way) for way in _ways(part))


def overridden(document: Document, overrides: Iterable[Override]) -> Document:
    """The document with every override applied in order; raises InputError with all that fail."""
    problems: list[Problem] = []
    for override in overrides:
        try:
            document = _applied(document, override)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return document


def _applied(document: Document, override: Override) -> Document:
    keys = keys_of(document, override)
    depth = len(keys)
    marks = dict(document.marks)
    for way in _ways(document.at(keys)):
        marks.pop(keys + way, None)
    for above in range(1, depth):
        marks.setdefault(keys[:above], override.marks[()])
    marks |= {keys + key: mark for key, mark in override.marks.items()}
    data = with_value(document.data, keys, override.value)
    return replace(document, data=data, marks=marks, replaced=document.replaced | {override.path})


def keys_of(document: Document, override: Override) -> Keys:
    """Keys of a dotted path; new keys are for the schema to judge, except in `NAMED` and lists."""
    keys: list[str | int] = []
    words = override.path.split(".")
    if len(words) > MAX_DEPTH:
        raise _unknown(override, f"names {len(words)} levels; there are at most {MAX_DEPTH}.")
    for number, word in enumerate(words):
        node = document.at(tuple(keys))
        if isinstance(node, list):
            if not word.isdecimal() or int(word) >= len(node):
                known = f"a place in the list, 0 to {len(node) - 1}" if node else "an empty list"
                raise _unknown(override, f"'{word}' is not there; allowed: {known}.")
            keys.append(int(word))
            continue
        if node is not None and not isinstance(node, dict):
            above = ".".join(words[:number])
            raise _unknown(override, f"'{above}' is a single value and holds no '{word}'.")
        inside_named = bool(keys) and keys[-1] in NAMED and number < len(words) - 1
        if inside_named and word not in (node or {}):
            raise _unknown(override, f"'{word}' is not there. {nearest(word, node or {})}")
        keys.append(word)
    return tuple(keys)


def _unknown(override: Override, message: str) -> InputError:
    mark = override.marks[()]
    return InputError([Problem(mark.file, mark.line, mark.column, override.path, message)])


def with_value(node: Any, keys: Keys, value: Any) -> Any:
    """A copy of `node` with `value` at `keys`; what lies beside is shared, not copied."""
    if not keys:
        return value
    key, *rest = keys
    if isinstance(node, list):
        return [with_value(v, tuple(rest), value) if i == key else v for i, v in enumerate(node)]
    return {**(node or {}), key: with_value((node or {}).get(key), tuple(rest), value)}
