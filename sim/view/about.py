"""What a stranger should know of the model, told from the code wherever the code knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from sim import geography
from sim.record.files import PACKAGE
from sim.scenario.case import Case

PURPOSE = (
    "Rival armed groups, the states they fight, foreign troops and the peoples they live among "
    "divide a territory between them. The model asks what makes that division move.",
    "The land is a map of cells. In each live peoples, each more or less loyal to each actor. "
    "Actors own bands of fighters, which move, recruit, fight, merge and scatter. Who holds a cell "
    "follows from the support of its peoples and from who is there to enforce it.",
    "Time goes in weeks. In every week the rules on this page are applied in their order, each one "
    "a mechanism that research on civil war proposes. Rival groups come to resent each other, "
    "suspect each other of secret deals, go to war and make truce by these rules, not by a script.",
    "Chance takes part: another seed is another course of events. So one run tells a story, and "
    "many runs, as on the page Batch, tell what usually follows.",
)
"""The model in plain words, a paragraph each."""

LIMITS = (
    ("It predicts nothing.", "Runs show what follows from assumptions; no date, place or number of "
     "dead in them is a forecast."),
    ("It says nothing of real peoples.", "Peoples carry stylised traits, most of them our own "
     "guesses, which are there to be varied."),
    ("It is not for operations.", "Not for choosing targets, planning military or police action, "
     "profiling anybody, or deciding on aid, asylum or return. It holds nothing tactical."),
    ("It is no source of facts.", "Population is a modelled surface, numbers of fighters are "
     "orders of magnitude, places are partly from memory. Cite the sources, not the model."),
)  # fmt: skip
"""What it must not be taken for: a heading and a sentence each."""


@dataclass(frozen=True)
class Step:
    """A rule in its place in the week; `on` says whether the scenario applies it."""

    name: str
    claim: str
    source: str
    on: bool


@dataclass(frozen=True)
class Data:
    """Shipped data: what it is, from where, under which licence, and how sure it is."""

    what: str
    source: str
    licence: str
    certainty: str


def week(case: Case) -> tuple[Step, ...]:
    """The rules of a case in the order in which a week applies them, those of plug-ins too."""
    return tuple(
        Step(rule.name.replace("_", " "), rule.claim, rule.source, own.enabled)
        for rule, own in case.rules
    )


def data() -> tuple[Data, ...]:
    """The data that the package ships, from the table that lies beside them."""
    text = (Path(geography.__file__).parent / "data" / "README.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    return tuple(Data(*(_plain(cell) for cell in row[1:])) for row in rows)


def _plain(cell: str) -> str:
    return re.sub(r"[*`]", "", cell).strip()


def version() -> str:
    """Version of the package."""
    return metadata.version(PACKAGE)


def citation() -> str:
    """How to cite the software."""
    told = metadata.metadata(PACKAGE)
    title = f"{told['Name']}: {told['Summary'][0].lower()}{told['Summary'][1:]}"
    return f"{told['Author']}. {title}. Version {version()}. Licence {told['License-Expression']}."
