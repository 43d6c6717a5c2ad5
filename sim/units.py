"""How a number that a user may set is declared: once, with unit, range, default and source.

Schema, error messages, editor completion, documentation and sliders all read it from here.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

REQUIRED: Any = ...
"""Default of a field that the user must give."""


class Section(BaseModel):
    """A mapping of the YAML: unknown keys, NaN and infinity are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


class Parameters(Section):
    """Parameters of a rule; a subclass declares each once, with `parameter`.

    Defaults take the declared type too: a kernel is compiled anew for a 1 in place of a 1.0.
    """

    model_config = ConfigDict(validate_default=True)

    enabled: bool = Field(True, description="Whether the rule takes part in the week.")


def parameter(
    default: Any,
    description: str,
    *,
    unit: str,
    source: str = "",
    ge: float | None = None,
    le: float | None = None,
    gt: float | None = None,
) -> Any:
    """Declare a number: default, one sentence, unit, range, and where the default comes from.

    `source` names a publication, or says "own design" or "calibrated" with the reason; it may be
    empty only where the user gives the value and there is no default to justify.
    """
    extra: dict[str, Any] = {"unit": unit, "source": source}
    return Field(default, description=description, ge=ge, le=le, gt=gt, json_schema_extra=extra)


def unit_of(field: FieldInfo) -> str:
    """Unit of a declared field, "" where it has none."""
    extra = field.json_schema_extra
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def source_of(field: FieldInfo) -> str:
    """Source of a declared field's default, "" where none was given."""
    extra = field.json_schema_extra
    return str(extra.get("source", "")) if isinstance(extra, dict) else ""
