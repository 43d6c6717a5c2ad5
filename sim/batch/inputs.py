"""What went into a batch: the files as given, the scenarios as run, and where all came from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sim.record.files import provenance
from sim.scenario.design import Batch

PLUGIN_SUFFIX = ".py"


def copies(provenance: dict[str, Any]) -> dict[str, str]:
    """Text of the files that are copied to the results: all inputs but plug-ins."""
    inputs = provenance["inputs"].items()
    return {name: each["text"] for name, each in inputs if not name.endswith(PLUGIN_SUFFIX)}


def resolved(batch: Batch) -> dict[str, Any]:
    """Each alternative's scenario in full, by name, with the first value of all that is varied."""
    return {point.alternative: point.recipe.content() for point in batch.firsts}


def provenance_of(batch: Batch, sets: Sequence[str]) -> dict[str, Any]:
    """What made the results of a batch; see `sim.record.files.provenance`."""
    recipes = [point.recipe for point in batch.firsts]
    here = recipes[0].path.parent.resolve()
    sources = {file: source for recipe in recipes for file, source in recipe.sources}
    plugins = {os.path.relpath(file, here): source for file, source in sources.items()}
    seeds = {"root": batch.root, "replicates": batch.replicates}
    asked = {
        "batch": batch.name,
        "title": batch.title,
        "alternatives": batch.alternatives,
        "set": list(sets),
        "design": asdict(batch.design),
    }
    return asked | provenance(batch.inputs | plugins, seeds)
