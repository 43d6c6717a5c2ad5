"""Validation of a document, or a part of it, against a section; errors become problems."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import InputError, Problem, nearest
from sim.scenario.declared import Declared, declared
from sim.scenario.document import Document, Keys

S = TypeVar("S", bound=BaseModel)

MOST_PROBLEMS = 100
"""Problems turned into words; more would only hide the first ones."""

_TYPES = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping of 'key: value' lines",
    "model_type": "a mapping of 'key: value' lines",
    "model_attributes_type": "a mapping of 'key: value' lines",
    "date_type": "a date such as 2018-01-31",
    "date_parsing": "a date such as 2018-01-31",
    "date_from_datetime_parsing": "a date such as 2018-01-31",
}
_NO_MAPPING = (
    "holds no lines of 'key: value'; begin with 'scenario: a_name', or 'batch: a-name' for a batch."
)
_BOUNDS = {"greater_than_equal", "greater_than", "less_than_equal", "less_than"}
_ID_HELP = "use lower-case letters, digits and _, beginning with a letter, at most 40"
_BATCH_ID_HELP = "use lower-case letters, digits, _ and -, beginning with a letter, at most 60"
_TEXT_HELP = (
    "use one line of at most 80 characters that does not begin with a space or = + - @ "
    "and holds none of < > $ | \\"
)


def validated(model: type[S], document: Document, keys: Keys = ()) -> S:
    """The part of a document at `keys` as a section; raises InputError with every problem.

    Types are strict (no text for a number, no 1 for true); lists and ISO dates are understood.
    """
    try:
        return model.model_validate_json(json.dumps(document.at(keys)), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_PROBLEMS]
        found = [_problem(document, model, keys, item) for item in details]
        by_place = {(item.line, item.path): item for item in reversed(found)}
        raise InputError(in_order(by_place.values())) from None


def in_order(problems: Any) -> list[Problem]:
    """Problems without repetitions, file by file and line by line."""
    return sorted(dict.fromkeys(problems), key=lambda item: (item.file, item.line, item.column))


def _problem(
    document: Document, model: type[BaseModel], keys: Keys, error: ErrorDetails
) -> Problem:
    place = declared(model, error["loc"])
    path = (*keys, *place.keys, *(["kind"] if error["type"] == "union_tag_invalid" else []))
    return document.problem(path, _message(error, place, document.at(path)))


def _message(error: ErrorDetails, place: Declared, value: Any) -> str:
    kind = error["type"]
    shown = _shown(value)
    context = error.get("ctx", {})
    unit = f" ({place.unit})" if place.unit else ""
    if kind in _TYPES and not place.keys and not isinstance(value, dict):
        return _NO_MAPPING  # and not a word of what the file holds, which may be a secret one
    if kind == "missing":
        return f"is missing; add it{_meaning(place)}."
    if kind == "extra_forbidden":
        return f"unknown key. {_key_help(str(place.keys[-1])[:80], place)}"
    if kind in _BOUNDS:
        return f"{shown} is out of range; allowed: {place.range}{unit}."
    if kind in _TYPES:
        allowed = f", {place.range}{unit}" if place.range else unit
        return f"{shown} is of the wrong type; allowed: {_TYPES[kind]}{allowed}."
    if kind in ("literal_error", "union_tag_invalid"):
        return _choice(value, context, error)
    if kind == "union_tag_not_found":
        return f"has no 'kind'; add one of: {', '.join(place.kinds)}."
    if kind == "string_pattern_mismatch":
        return f"{_shown(error['input'])} is not a name that can be used; {_name_help(context)}."
    if kind in ("too_short", "too_long", "string_too_short", "string_too_long"):
        return f"{shown} has the wrong length: {error['msg'][0].lower()}{error['msg'][1:]}."
    return f"{shown}: {error['msg'][0].lower()}{error['msg'][1:]}."


def _key_help(key: str, place: Declared) -> str:
    if key.isdigit():  # what `{fighters: 5,000}` means in YAML
        return "Write a number without commas: 5000, not 5,000."
    return nearest(key, place.section.model_fields if place.section else {})


def _name_help(context: dict[str, Any]) -> str:
    pattern = context["pattern"]
    if "a-z" not in pattern[:6]:
        return _TEXT_HELP
    return _BATCH_ID_HELP if "_-]" in pattern else _ID_HELP


def _choice(value: Any, context: dict[str, Any], error: ErrorDetails) -> str:
    expected = context.get("expected") or context.get("expected_tags", "")
    words = [word.strip().strip("'") for word in expected.replace(" or ", ", ").split(",")]
    given = context.get("tag") or (error["input"] if error["loc"][-1] == "[key]" else value)
    message = f"{_shown(given)} is not known here; allowed: {', '.join(words)}."
    guess = nearest(given[:80], words) if isinstance(given, str) else ""
    return f"{message} {guess}" if guess.startswith("Did") else message


def _meaning(place: Declared) -> str:
    fields = place.section.model_fields if place.section else {}
    field = fields.get(str(place.keys[-1]))
    text = (field.description or "").rstrip(".") if field else ""
    return f" ({text[0].lower()}{text[1:]})" if text else ""


def _shown(value: Any) -> str:
    """A value as it may be printed: on one line, without control characters, not too long."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = json.dumps(value) if not isinstance(value, str) else ascii(value)
    if isinstance(value, str) and value.isprintable():
        text = f"'{value}'"
    return text if len(text) <= 50 else f"{text[:45]}...{text[-1]}"
