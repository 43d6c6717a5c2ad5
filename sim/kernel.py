"""The `kernel` decorator: numba where wanted, the same Python source where not.

A process that only reads a scenario (`sim check`) or that tests the uncompiled source sets the
environment variable SIM_COMPILE=0 before any rule is imported; kernels then stay plain functions.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from sim.kernel_cache import cache_folder

P = ParamSpec("P")
R = TypeVar("R")

COMPILED = os.environ.get("SIM_COMPILE", "1") != "0"

KERNELS: list[Any] = []
"""Every compiled kernel imported so far, as numba's dispatchers."""


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function over arrays and numbers as compiled; with SIM_COMPILE=0 it is left as it is.

    The body may use loops, basic arithmetic, sqrt and the functions of `sim.arithmetic` and
    `sim.randomness` only: those give the same bits on every machine, compiled or not.
    """
    if COMPILED:
        return _compiled(function)
    return _interpreted(function)


def source(compiled: Any) -> Callable[..., Any]:
    """The function that a kernel was made of; where it has no branches it takes whole arrays."""
    made_of: Callable[..., Any] = compiled.py_func if COMPILED else compiled.__wrapped__
    return made_of


def compilations() -> list[str]:
    """Kernels that this process compiled itself because the cache did not hold them."""
    return [
        f"{each.py_func.__module__}.{each.py_func.__name__}"
        for each in KERNELS
        if sum(each.stats.cache_misses.values())
    ]


def _compiled(function: Callable[P, R]) -> Callable[P, R]:
    import numba

    ours = function.__module__.partition(".")[0] == __package__
    config: Any = numba.config
    before = config.CACHE_DIR
    try:
        if ours:  # numba reads it here and now; others' kernels go where they say
            config.CACHE_DIR = str(cache_folder())
        compiled = numba.njit(cache=ours, nogil=True, error_model="numpy", forceinline=True)(
            function
        )
    finally:
        config.CACHE_DIR = before
    KERNELS.append(compiled)
    result: Callable[P, R] = compiled
    return result


def _interpreted(function: Callable[P, R]) -> Callable[P, R]:
    import numpy as np

    @functools.wraps(function)
    def quiet(*args: P.args, **kwargs: P.kwargs) -> R:
        with np.errstate(over="ignore"):  # unsigned integers wrap around on purpose
            return function(*args, **kwargs)

    return quiet
