"""What went into a batch: the files as given, the scenarios as run, and where all came from."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sim.record.files import provenance
from sim.scenario.design import Batch

PLUGIN_SUFFIX = ".py"


def _input_files(batch: Batch) -> dict[str, str]:
    """Text of the YAML files as given, by the name under which a copy lies with the results."""
    scenario = batch.points[0].recipe.path
    files = {} if batch.path == scenario else {"batch.yaml": batch.path.read_text("utf-8")}
    return files | {"scenario.yaml": scenario.read_text("utf-8")}


def copies(provenance: dict[str, Any]) -> dict[str, str]:
    """Text of the files that are copied to the results: all inputs but plug-ins."""
    inputs = provenance["inputs"].items()
    return {name: each["text"] for name, each in inputs if not name.endswith(PLUGIN_SUFFIX)}


def resolved(batch: Batch) -> dict[str, Any]:
    """Each alternative's scenario in full, by name, with the first value of all that is varied."""
    scenarios: dict[str, Any] = {}
    for point in batch.points:
        if point.alternative not in scenarios:
            scenarios[point.alternative] = json.loads(point.recipe.content())
    return scenarios


def provenance_of(batch: Batch, sets: Sequence[str]) -> dict[str, Any]:
    """What made the results of a batch; see `sim.record.files.provenance`."""
    recipe = batch.points[0].recipe
    here = recipe.path.parent.resolve()
    plugins = {os.path.relpath(file, here): source for file, source in recipe.sources}
    seeds = {"root": batch.root, "replicates": batch.replicates}
    asked = {
        "batch": batch.name,
        "title": batch.title,
        "alternatives": batch.alternatives,
        "set": list(sets),
        "design": asdict(batch.design),
    }
    return asked | provenance(_input_files(batch) | plugins, seeds)
