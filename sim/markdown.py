"""Pieces of pages in Markdown: tables, paragraphs of docstrings, fields of a section."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.declared import declared
from sim.units import source_of, unit_of


def table(header: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Lines of a table; `header` is its columns, divided by commas."""
    columns = header.split(", ")
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def sentences(text: str | None) -> str:
    """A docstring as one paragraph for each of its own."""
    paragraphs = inspect.cleandoc(text or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def fields(section: type[BaseModel], but: Iterable[str] = ()) -> Iterator[str]:
    """Lines of a table of what a section of the YAML may hold."""
    rows = [_field(section, name) for name in section.model_fields if name not in but]
    if rows:
        yield from table("field, kind, unit, range, default, meaning, source", rows)


def _field(section: type[BaseModel], name: str) -> tuple[str, ...]:
    field = section.model_fields[name]
    return (
        f"`{name}`",
        _kind(field.annotation),
        unit_of(field),
        declared(section, (name,)).range,
        _default(field),
        field.description or "",
        source_of(field),
    )


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    if value is None or value in ("", [], {}) or isinstance(value, BaseModel):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _kind(annotation: Any) -> str:
    """An annotation in words of YAML."""
    inner = [item for item in get_args(annotation) if item is not type(None)]
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if get_origin(annotation) is list:
        return f"list of {_kind(inner[0])}"
    if get_origin(annotation) is tuple:
        return f"list of {len(inner)} {_kind(inner[0])}"
    if get_origin(annotation) is dict:
        return f"map to {_kind(inner[-1])}"
    if hasattr(annotation, "__metadata__"):
        return _kind(inner[0])
    if inner:
        return " or ".join(_kind(item) for item in inner)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return _PLAIN.get(annotation, "any")


_PLAIN: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    date: "date",
}
