"""Memory that a run frees is kept for its next week and for the next run of the process.

What was given back to the system and is asked for again comes page by page, each with a fault:
6 to 12 a week of the Sahel scenario, 3 to 7 % of a run of 520 weeks.
"""

from __future__ import annotations

import ctypes
import functools
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # as malloc.h of glibc has them
_LARGEST = 32 * 2**20  # array that glibc may take from what is kept
_KEPT = 256 * 2**20  # bytes; what is free beyond them is given back


@functools.cache
def keep_freed() -> None:
    """Let this process keep freed memory from now on; only glibc (Linux) can be told so."""
    libc = ctypes.CDLL(None)
    if sys.platform == "linux" and hasattr(libc, "mallopt"):
        libc.mallopt(_MMAP_THRESHOLD, _LARGEST)
        libc.mallopt(_TRIM_THRESHOLD, _KEPT)
