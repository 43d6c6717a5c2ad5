"""What the command prints: lines to standard output, problems to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from sim.errors import InputError, SimError

MOST_LINES = 50
"""Problems printed; the rest is counted."""


def print_lines(lines: Iterable[str]) -> None:
    """Print each line."""
    for line in lines:
        print(line)


def complain(error: SimError) -> None:
    """Print every problem of a user's mistake, those after the first fifty only counted."""
    lines = (
        [str(item) for item in error.problems] if isinstance(error, InputError) else [str(error)]
    )
    for line in lines[:MOST_LINES]:
        print(_printable(line), file=sys.stderr)
    if len(lines) > MOST_LINES:
        print(f"... and {len(lines) - MOST_LINES} more", file=sys.stderr)


def _printable(line: str) -> str:
    """The line with control characters escaped: names of files and keys may hold any."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
