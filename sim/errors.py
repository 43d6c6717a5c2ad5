"""What can go wrong by the user's doing, told apart from our own mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class SimError(Exception):
    """A fault that the user can mend; the command line prints it and ends with `exit_code`."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing wrong in an input file: where, what, what is allowed, the cure."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.path}: {self.message}"


class InputError(SimError):
    """Bad input; carries every `Problem` found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """Sentence that proposes the known word closest to `word`, or lists what is known."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Known: {', '.join(names)}." if names else "Nothing is known here."
