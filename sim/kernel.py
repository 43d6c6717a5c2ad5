"""The `kernel` decorator: numba where wanted, the same Python source where not.

A process that only reads a scenario (`sim check`) or that tests the uncompiled source sets the
environment variable SIM_COMPILE=0 before any rule is imported; kernels then stay plain functions.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

COMPILED = os.environ.get("SIM_COMPILE", "1") != "0"


@functools.cache
def source_hash() -> str:
    """First 16 hex digits of the SHA-256 of every Python file of the package, names included."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    """Folder of compiled kernels, one for each state of the source and version of Python.

    numba looks only at the file of the outermost function, so an edit in a kernel that it calls
    would go unseen; a folder named by the content of the whole package cannot be stale.
    """
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    version = f"{sys.version_info.major}{sys.version_info.minor}"
    return Path(root) / "rival-territories" / f"kernels-{source_hash()}-py{version}"


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function over arrays and numbers as compiled; with SIM_COMPILE=0 it is left as it is.

    The body may use loops, basic arithmetic, sqrt and the functions of `sim.arithmetic` and
    `sim.randomness` only: those give the same bits on every machine, compiled or not.
    """
    if COMPILED:
        return _compiled(function)
    return _interpreted(function)


def _compiled(function: Callable[P, R]) -> Callable[P, R]:
    os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))
    import numba

    ours = function.__module__.partition(".")[0] == __package__
    compiled: Callable[P, R] = numba.njit(cache=ours, nogil=True, error_model="numpy")(function)
    return compiled


def _interpreted(function: Callable[P, R]) -> Callable[P, R]:
    import numpy as np

    @functools.wraps(function)
    def quiet(*args: P.args, **kwargs: P.kwargs) -> R:
        with np.errstate(over="ignore"):  # unsigned integers wrap around on purpose
            return function(*args, **kwargs)

    return quiet
