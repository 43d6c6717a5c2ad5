"""What the schema declares at a place in a document: section, field, range and unit."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.units import unit_of

_UNIONS = (typing.Union, types.UnionType)


@dataclass(frozen=True)
class Declared:
    """A place in a document as the schema sees it.

    `keys` is the way to it without the schema's own steps (members of unions); `section` the
    innermost section that holds it; `range` its bounds in words, "" where it has none.
    """

    keys: tuple[str | int, ...]
    section: type[BaseModel] | None
    unit: str
    range: str
    kinds: tuple[str, ...]  # of the sections that may stand there, told apart by `kind`


def declared(model: type[BaseModel], steps: Iterable[str | int]) -> Declared:
    """Follow `steps`, the location of a validation error, through the annotations of `model`."""
    annotation: Any = model
    section: type[BaseModel] | None = None
    keys: list[str | int] = []
    metadata: list[Any] = []
    unit = ""
    for step in steps:
        annotation, more = _bare(annotation)
        metadata = [*more] or metadata
        if get_origin(annotation) in _UNIONS:
            annotation = _member(annotation, step)
            continue
        if step == "[key]":
            continue
        keys.append(step)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            section = annotation
            field = annotation.model_fields.get(str(step))
            annotation, metadata = (field.annotation, field.metadata) if field else (None, [])
            unit = unit_of(field) if field else ""
        elif isinstance(step, int):
            annotation = next(iter(get_args(annotation)), None)
        else:
            annotation = get_args(annotation)[-1] if get_args(annotation) else None
    annotation, more = _bare(annotation)
    return Declared(tuple(keys), section, unit, _range(more or metadata), _kinds(annotation))


def _bare(annotation: Any) -> tuple[Any, list[Any]]:
    """An annotation without Annotated and without `| None`, and the metadata it carried."""
    metadata: list[Any] = []
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata += more
        elif get_origin(annotation) in _UNIONS and type(None) in get_args(annotation):
            members = [item for item in get_args(annotation) if item is not type(None)]
            if len(members) > 1:
                return annotation, metadata
            annotation = members[0]
        else:
            return annotation, metadata


def _member(union: Any, tag: str | int) -> Any:
    """Member of a union of sections whose `kind` is `tag`; None in a union of plain types."""
    return next((member for member in get_args(union) if tag in _kind(member)), None)


def _kinds(annotation: Any) -> tuple[str, ...]:
    members = get_args(annotation) if get_origin(annotation) in _UNIONS else ()
    return tuple(kind for member in members for kind in _kind(member))


def _kind(section: Any) -> tuple[str, ...]:
    field = getattr(section, "model_fields", {}).get("kind")
    return get_args(field.annotation) if field is not None else ()


def _range(metadata: Iterable[Any]) -> str:
    bounds: dict[str, Any] = {}
    for item in metadata:
        parts = item.metadata if isinstance(item, FieldInfo) else [item]
        for part in parts:
            for name in ("ge", "gt", "le", "lt"):
                bounds |= {name: getattr(part, name)} if hasattr(part, name) else {}
    low = f"{bounds['ge']}" if "ge" in bounds else f"above {bounds['gt']}" if "gt" in bounds else ""
    high = str(bounds.get("le", ""))
    if low and high:
        return f"{low} to {high}"
    return (f"{low} or more" if "ge" in bounds else low) if low else high and f"up to {high}"
