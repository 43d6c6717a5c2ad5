"""Telling the reader how far something is, not oftener than the eye needs."""

from __future__ import annotations

import time
from collections.abc import Callable

_SECONDS = 0.1


def now_and_then(tell: Callable[[int], None]) -> Callable[[int], None]:
    """The same as `tell`, which is called at once and then at most ten times a second."""
    told = 0.0

    def seldom(reached: int) -> None:
        nonlocal told
        if time.monotonic() - told > _SECONDS:
            told = time.monotonic()
            tell(reached)

    return seldom
