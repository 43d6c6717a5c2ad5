"""Tables for a terminal: words to the left, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence

Cell = str | float


def text(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A table with its title; numbers with three digits that count."""
    lines = [[*columns], *([shown(value) for value in row] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    aligned = [
        "  ".join(
            value.ljust(width) if i == 0 else value.rjust(width)
            for i, (value, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([title, "-" * len(title), *aligned, ""])


def shown(value: Cell) -> str:
    """A number as short as three digits allow."""
    if isinstance(value, str):
        return value
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
