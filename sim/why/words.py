"""How the pages write amounts, dates, lists and tables."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Sequence
from datetime import date

WIDTH = 100
MOST_LINES = 60
LEAST = 0.05
"""Amounts that would be written as 0.0 are no causes."""


def signed(amount: float) -> str:
    """An amount with its sign and one decimal; nothing where there is none."""
    if amount != amount:
        return ""
    return f"{amount:+.1f}" if abs(amount) >= LEAST else "0"


def counted(number: int, one: str, more: str = "") -> str:
    """A number and what it counts; `more` is the plural where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def in_week(week: int, day: date | str) -> str:
    """A week with its date."""
    return f"week {week}, {str(day)[:10]}"


Amounts = dict[str, float]
"""Amounts by what they are of."""


def difference(now: Amounts, before: Amounts) -> Amounts:
    """What has been added since before."""
    return {name: amount - before[name] for name, amount in now.items()}


def raising(amounts: Amounts) -> Amounts:
    """The amounts above zero."""
    return {name: amount for name, amount in amounts.items() if amount > 0}


def lowering(amounts: Amounts) -> Amounts:
    """The amounts below zero."""
    return {name: amount for name, amount in amounts.items() if amount < 0}


def causes(amounts: Amounts, most: int = 3, share: float = 0.15) -> str:
    """The largest amounts by name, with their signs.

    Left out are those of less than `share` of all, and any after the first `most`.
    """
    whole = sum(abs(amount) for amount in amounts.values())
    ordered = sorted(amounts.items(), key=lambda item: -abs(item[1]))
    large = [
        f"{name} ({signed(amount)})"
        for name, amount in ordered[:most]
        if abs(amount) >= max(LEAST, share * whole)
    ]
    return listed(large) or "nothing that is recorded"


def wrapped(text: str, indent: str = "") -> list[str]:
    """A text in lines of the page's width."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def table(rows: Iterable[Sequence[str]], left: Collection[int] = (0,)) -> list[str]:
    """Rows in columns, those of text (`left`) flush left, the others right; indented by two."""
    whole = [list(row) for row in rows]
    widths = [max(len(row[column]) for row in whole) for column in range(len(whole[0]))]
    return [
        cut(
            "  ".join(
                ["", *(_cell(row[c], widths[c], c in left) for c in range(len(row)))]
            ).rstrip()
        )
        for row in whole
    ]


def cut(line: str) -> str:
    """A line at most as long as the page is wide."""
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}..."


def _cell(text: str, width: int, left: bool) -> str:
    return text.ljust(width) if left else text.rjust(width)


def page(parts: Iterable[Sequence[str]]) -> list[str]:
    """Parts with an empty line between them, those without lines left out."""
    lines: list[str] = []
    for part in parts:
        if part:
            lines += ["", *part] if lines else list(part)
    return lines
