"""Digests of every table of two tiny scenarios, which any machine and Python must give alike.

A change of the model changes them; `python -m tests.digests` then writes tests/digests.json anew.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sim.engine import simulate
from sim.record.files import table_csv
from sim.scenario.load import load_case
from tests.state import CONTRACT

FILE = Path(__file__).parent / "digests.json"
SCENARIOS = {"contract": CONTRACT, "small": Path(__file__).parent / "scenarios" / "small.yaml"}


def digests() -> dict[str, dict[str, str]]:
    """SHA-256 of each table's CSV text by scenario and table."""
    return {name: _of(path) for name, path in SCENARIOS.items()}


def _of(path: Path) -> dict[str, str]:
    case = load_case(path)
    run = simulate(case, case.scenario.seed)
    return {
        output.name: hashlib.sha256(table_csv(output.columns, run.tables[output.name])).hexdigest()
        for output, _ in case.outputs
    }


def text() -> str:
    """The digests as they stand in the file."""
    return json.dumps(digests(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
    print(f"Wrote {FILE.name}. Commit it with the change of the model that called for it.")
