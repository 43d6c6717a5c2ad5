"""The folder of a batch: whose it is, who may write there, what was asked for.

One process at a time writes into a folder; only those that each do a share of the batch may do so
together, since no run is of two shares.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sim.batch.files import make_folder, remove_unfinished, write
from sim.batch.share import Share
from sim.batch.store import RUNS
from sim.errors import SimError

PLAN = "plan.json"
LOCK = ".lock"
_MADE_BY = "rival-territories"
_SECONDS_OF_A_GLANCE = 0.5
"""For so long a lock may be held by someone who only looks whether it is held."""


class ForeignFolderError(SimError):
    """The folder holds something else; nothing was written there."""


class BusyFolderError(SimError):
    """Another process is at work in the folder."""

    exit_code = 3


@contextmanager
def opened(folder: Path, provenance: dict[str, Any], share: Share | None = None) -> Iterator[None]:
    """Hold the folder of a batch, made where absent, until the block ends.

    What is asked for is noted before anything else is written. With a `share` others may hold the
    folder at the same time for theirs. Raises ForeignFolderError, with nothing written, where the
    folder is not empty and not of this batch, and BusyFolderError where another process holds it.
    """
    batch: str = provenance["batch"]
    refuse_foreign(folder, batch)
    make_folder(folder)
    with ExitStack() as locks:
        locks.enter_context(_locked(folder / LOCK, alone=share is None))
        refuse_foreign(folder, batch)  # another may have made it its own before it was locked
        if share is None:
            for place in (folder, *(folder / RUNS).glob("*")):
                remove_unfinished(place)
        else:
            own = folder / f"{LOCK}-{share.number}-of-{share.count}"
            locks.enter_context(_locked(own))
        note_plan(folder, provenance)
        yield


@contextmanager
def _locked(path: Path, alone: bool = True) -> Iterator[None]:
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        end = time.monotonic() + _SECONDS_OF_A_GLANCE
        while not _taken(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH):
            if time.monotonic() > end:
                raise BusyFolderError(f"{path.parent}: another process is at work here")
            time.sleep(_SECONDS_OF_A_GLANCE / 10)
        yield
    finally:
        os.close(lock)


def _taken(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_busy(folder: Path) -> bool:
    """Whether a process is at work in a folder; nothing is written to find out."""
    try:
        lock = os.open(folder / LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _taken(lock, fcntl.LOCK_EX)
    finally:
        os.close(lock)


def refuse_foreign(folder: Path, batch: str) -> None:
    """Raise ForeignFolderError where a folder is there and neither empty nor of this batch."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ForeignFolderError(f"{folder}: is not a folder; name another with --out")
    if not any(_is_of_somebody(entry.name) for entry in folder.iterdir()):
        return
    plan = _plan(folder)
    if plan.get("made_by") != _MADE_BY:
        raise ForeignFolderError(
            f"{folder}: holds files that are not results of a batch; name another with --out"
        )
    if plan["batch"] != batch:
        raise ForeignFolderError(
            f"{folder}: holds the results of batch '{plan['batch']}'; name another with --out"
        )


def _is_of_somebody(name: str) -> bool:
    """Whether a file says whose a folder is; locks and a plan half written do not."""
    return not (name.startswith((LOCK, f"{PLAN}.")))


def _plan(folder: Path) -> dict[str, Any]:
    try:
        plan = json.loads((folder / PLAN).read_bytes())
    except (OSError, ValueError):
        return {}
    return plan if isinstance(plan, dict) and isinstance(plan.get("batch"), str) else {}


def asked(folder: Path) -> dict[str, Any]:
    """Provenance of what was last asked for in a folder; ForeignFolderError where nothing was."""
    provenance: dict[str, Any] | None = _plan(folder).get("provenance")
    if provenance is None:
        raise ForeignFolderError(f"{folder}: is not the folder of a batch")
    return provenance


def note_plan(folder: Path, provenance: dict[str, Any], files: Iterable[str] | None = None) -> None:
    """Note what is asked for and which files are the program's own, to be replaced or removed."""
    plan = {
        "made_by": _MADE_BY,
        "batch": provenance["batch"],
        "files": sorted(owned_files(folder) if files is None else files),
        "provenance": provenance,
    }
    text = json.dumps(plan, indent=1)
    if json.loads(text) != _plan(folder):
        write(folder / PLAN, [text.encode() + b"\n"])


def owned_files(folder: Path) -> set[str]:
    """Names of the files noted by `note_plan`."""
    return set(_plan(folder).get("files", ()))
