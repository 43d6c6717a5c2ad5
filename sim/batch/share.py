"""A share of a batch, such as one task of a job array does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.errors import SimError


class ShareError(SimError):
    """A text that names no share."""


@dataclass(frozen=True)
class Share:
    """Every `count`-th run of a batch, from the `number`-th on; numbers begin at 1."""

    number: int
    count: int

    def holds(self, place: int) -> bool:
        """Whether the run at a place of the batch, from 0, is of this share."""
        return place % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def parsed(text: str) -> Share:
    """The share that a text such as 3/10 names; ShareError where it names none."""
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise ShareError(f"'{text}' is no share; write 3/10 for the third of ten")
    return Share(int(match[1]), int(match[2]))
