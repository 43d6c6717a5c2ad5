"""Where compiled kernels are kept between processes, and why what is kept can never be stale.

numba looks only at the file of the outermost function: an edit in a kernel that it calls, or
another version of a library, would go unseen. So the folder is named by all that compiled code
depends on; another state of anything is another folder. Kernels of plug-ins are kept nowhere.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
import time
from pathlib import Path

LIBRARIES = ("numba", "llvmlite", "numpy")
KEPT = 8
"""Folders of other states that stay, the last used ones; each is about 10 MB."""

READERS = ("__main__", "analysis", "cli", "markdown", "model", "odd", "view", "why")
"""Parts of the package above a batch: they show and explain results, no result depends on them."""

_DAY = 86_400.0


@functools.cache
def source_hash() -> str:
    """First 16 hex digits of the SHA-256 of the Python files that results depend on.

    All of the package but its `READERS`, names of files included.
    """
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package)
        if name.with_suffix("").parts[0] not in READERS:
            digest.update(name.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def state() -> str:
    """Everything that compiled code depends on: source, Python, libraries, processor, options."""
    from importlib import metadata  # late: `sim check` reads this file and asks for no state

    from llvmlite import binding

    parts = [source_hash(), str(sys.implementation.cache_tag), sys.version]
    parts += [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    parts += [binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()]
    parts += sorted(f"{name}={value}" for name, value in os.environ.items() if _is_option(name))
    return "\n".join(parts)


def _is_option(name: str) -> bool:
    """Whether a variable changes what numba compiles, rather than where and on how many threads."""
    return name.startswith("NUMBA_") and name not in ("NUMBA_CACHE_DIR", "NUMBA_NUM_THREADS")


@functools.cache
def cache_folder() -> Path:
    """Folder of the compiled kernels of the present state, made if need be; clears old ones up."""
    digest = hashlib.sha256(state().encode()).hexdigest()[:16]
    folder = _root() / f"kernels-{digest}"
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            clear_up(folder.parent)
        os.utime(folder)
    except OSError:  # numba then says so, or compiles without keeping
        pass
    return folder


def clear_up(root: Path) -> None:
    """Remove the folders of other states, except the last used and those used within a day."""
    from shutil import rmtree

    folders = sorted(root.glob("kernels-*"), key=_last_used, reverse=True)
    for folder in folders[KEPT:]:
        if _last_used(folder) < time.time() - _DAY:
            rmtree(folder, ignore_errors=True)


def _last_used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # another process removed it
        return 0.0


def _root() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rival-territories"
