"""Texts of the files that a batch is made of, as they were when they were read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.scenario.text_file import Reader

BATCH_COPY = "batch.yaml"
DESIGN_COPY = "design.csv"


def scenario_copy(number: int, count: int) -> str:
    """Name of the copy of the scenario file with this number, from 1, of so many."""
    return "scenario.yaml" if count == 1 else f"scenario-{number}.yaml"


class InputTexts:
    """Reads each file once and keeps its text."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._texts: dict[Path, str] = {}

    def read(self, path: Path) -> str:
        """Text of a file, the same each time."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def copies(self, first: Path, scenarios: Sequence[Path]) -> dict[str, str]:
        """Texts of batch, scenarios and design by the names of their copies beside results."""
        names = {} if first in scenarios else {first: BATCH_COPY}
        for number, path in enumerate(scenarios, 1):
            names[path] = scenario_copy(number, len(scenarios))
        names |= {path: DESIGN_COPY for path in self._texts if path.suffix == ".csv"}
        return {name: self._texts[path] for path, name in names.items()}
