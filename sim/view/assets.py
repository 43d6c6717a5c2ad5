"""The page's scripts and styles, which the browser gets from this package alone."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"


def text(*names: str) -> str:
    """The named files put end to end: widgets share scripts without importing each other."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)
