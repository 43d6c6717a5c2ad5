"""VIEWS' own country ids, which differ from Gleditsch-Ward numbers."""

from __future__ import annotations

import csv
import functools
from importlib import resources


def views_country_id(gwno: int) -> int | None:
    """VIEWS country id of a Gleditsch-Ward number, None where it is not known."""
    return _ids().get(gwno)


@functools.cache
def _ids() -> dict[int, int]:
    text = resources.files("sim.record").joinpath("data/views_countries.csv").read_text("utf-8")
    return {
        int(row["gwno"]): int(row["views_country_id"]) for row in csv.DictReader(text.splitlines())
    }
