"""Numbers and small tables as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isinf, isnan


def laid_out(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of a table, the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join(["", first.ljust(widths[0]), *cells])


def number(value: float, sign: str = "") -> str:
    """Three digits, without exponent where it is short enough; '-' where there is none."""
    if isnan(value):
        return "-"
    if isinf(value):
        return "never"
    text = f"{value:{sign}.0f}" if 1000 <= abs(value) < 1e7 else f"{value:{sign}.3g}"
    return "0" if value == 0 else text
