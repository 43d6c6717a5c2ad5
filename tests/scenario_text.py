"""A small good scenario as text, and what the reader says of a text."""

from __future__ import annotations

from pathlib import Path

from sim.errors import InputError
from sim.scenario.load import load_case

GOOD = """\
scenario: small
title: Two groups and a state
time: {start: 2018-01-01, weeks: 6, burn_in: 2}
area: {kind: abstract, width: 8, height: 6}
groups:
  herders: {name: Herders, shares: {"*": 0.5}}
  farmers: {name: Farmers, shares: {"*": 0.5}}
actors:
  state: {name: State, type: state_forces, country: A}
  reds:
    name: Reds
    type: rebel_group
    forces: [{place: {longitude: [0, 3]}, fighters: 300, cells: 6}]
  blues: {name: Blues, type: rebel_group}
"""


def written(folder: Path, text: str, name: str = "case.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def complaints(folder: Path, text: str, *sets: str) -> list[str]:
    """Problems found in a text, as 'line: path: message'; empty where it is good."""
    path = written(folder, text)
    try:
        load_case(path, sets)
    except InputError as error:
        return [f"{item.line}: {item.path}: {item.message}" for item in error.problems]
    return []
