"""JSON Schema of the YAML files, from which editors complete and check while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from sim.record.outputs import TABLES
from sim.rules.schedule import WEEK
from sim.scenario.batch_schema import BatchFile, Distribution, Steps
from sim.scenario.schema import Scenario

SCENARIO_FILE = "scenario.json"
BATCH_FILE = "batch.json"
DIALECT = GenerateJsonSchema.schema_dialect

Schema = dict[str, Any]


def scenario_schema() -> Schema:
    """Schema of a scenario, with the parameters of every rule and the names of all tables.

    A plug-in's rules and tables cannot be known here; an editor lets their names pass.
    """
    schema = _schema(Scenario)
    properties = schema["properties"]
    for rule in WEEK:
        own = _schema(rule.parameters)
        own.pop("$schema")
        schema["$defs"] |= own.pop("$defs", {})
        schema["$defs"][f"rule_{rule.name}"] = own | {"title": rule.name, "description": rule.claim}
    references = {rule.name: {"$ref": f"#/$defs/rule_{rule.name}"} for rule in WEEK}
    properties["rules"]["properties"] = references
    settings = {table.name: _table(table.meaning) for table in TABLES}
    properties["outputs"]["properties"] = settings
    return schema


def batch_schema() -> Schema:
    """Schema of a batch."""
    schema = _schema(BatchFile)
    for kind in (Steps, Distribution):
        own = _schema(kind)
        own.pop("$schema")
        schema["$defs"][kind.__name__] = own
    references = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in (Steps, Distribution)]
    listed = {"type": "array", "minItems": 1, "maxItems": 1000}
    schema["properties"]["vary"]["additionalProperties"] = {"anyOf": [listed, *references]}
    settings = {table.name: _table(table.meaning) for table in TABLES}
    schema["properties"]["outputs"]["properties"] = settings
    return schema


def write_schemas(folder: Path) -> list[Path]:
    """Write both schemas into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {SCENARIO_FILE: scenario_schema(), BATCH_FILE: batch_schema()}
    for name, schema in files.items():
        (folder / name).write_text(schema_text(schema), encoding="utf-8")
    return [folder / name for name in files]


def schema_text(schema: Schema) -> str:
    """A schema as it is written to a file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _table(meaning: str) -> Schema:
    return {"$ref": "#/$defs/OutputSettings", "description": meaning}


def _schema(model: type[BaseModel]) -> Schema:
    schema = {"$schema": DIALECT, **model.model_json_schema(schema_generator=_WithoutTitles)}
    _tell_units(schema)
    return schema


def _tell_units(node: Any) -> None:
    """Name the unit in the description, which is what editors show."""
    if isinstance(node, dict):
        unit = node.get("unit")
        if isinstance(unit, str) and "description" in node:
            node["description"] += f" Unit: {unit}."
        for part in node.values():
            _tell_units(part)


class _WithoutTitles(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False
