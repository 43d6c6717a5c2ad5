"""A scenario that a batch starts from, good in itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.scenario.checked import checked
from sim.scenario.document import Document
from sim.scenario.override import Override, overridden
from sim.scenario.recipe import Recipe
from sim.scenario.text_file import Reader


@dataclass(frozen=True)
class Start:
    """The document of a scenario, what it makes as it is, and how its files are read."""

    document: Document
    recipe: Recipe
    read: Reader

    def changed(self, overrides: Sequence[Override]) -> Recipe:
        """What it makes with other values; raises InputError where they are no good."""
        if not overrides:
            return self.recipe
        return checked(overridden(self.document, overrides), self.read)


def start_of(document: Document, read: Reader) -> Start:
    """A start from a document; raises InputError with every problem found."""
    return Start(document, checked(document, read), read)
