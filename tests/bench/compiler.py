"""C for this machine, compiled when it is wanted."""

from __future__ import annotations

import ctypes
import functools
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

_SOURCES = Path(__file__).parent / "c"
_WIDE = ("-mprefer-vector-width=512",) if platform.machine() in ("x86_64", "AMD64") else ()
FLAGS = (
    "-std=gnu11", "-O3", "-march=native", *_WIDE, "-ffp-contract=off", "-fno-math-errno",
    "-fno-trapping-math", "-Wno-psabi",
)  # fmt: skip
"""None of them changes a bit of a result."""


def available() -> bool:
    """Whether there is a C compiler."""
    return shutil.which("gcc") is not None


@functools.cache
def compiled(source: str, name: str, options: tuple[str, ...] = (), header: str = "") -> Any:
    """Function `name` of a source file in the folder `c`, compiled with a header before it."""
    with tempfile.TemporaryDirectory() as folder:
        given, library = Path(folder) / "given.h", Path(folder) / "run.so"
        given.write_text(header, encoding="utf-8")
        command = ["gcc", *FLAGS, *options, "-shared", "-fPIC", "-include", str(given)]
        subprocess.run([*command, str(_SOURCES / source), "-o", str(library), "-lm"], check=True)
        return getattr(ctypes.CDLL(str(library)), name)


def triad(passes: int = 20_000) -> float:
    """Bytes a second of STREAM's triad over arrays that stay in the cache."""
    function = compiled("triad.c", "triad")
    function.restype = ctypes.c_double
    return max(float(function(passes)) for _ in range(3))
