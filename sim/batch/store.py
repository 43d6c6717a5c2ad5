"""The folder of a batch: who may write there, which runs are done, how files appear whole.

A run is done when its shard, one zip file, is there and sound; nothing else says so. Only the
process that holds the lock writes, and every file appears at once under its name or not at all.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.errors import SimError

PLAN = "plan.json"
_LOCK = ".lock"
_RECORD = "run.json"
_UNFINISHED = ".unfinished"
_DIGEST_LENGTH = 32
_MADE_BY = "rival-territories"


class ForeignFolderError(SimError):
    """The folder holds something else; nothing was written there."""


class BusyFolderError(SimError):
    """Another process is at work in the folder."""

    exit_code = 3


@contextmanager
def opened(folder: Path, batch: str) -> Iterator[None]:
    """Hold the folder of a batch, made where absent, until the block ends.

    Raises ForeignFolderError, with nothing written, where the folder is not empty and not of this
    batch, and BusyFolderError where another process holds it.
    """
    _refuse_foreign(folder, batch)
    folder.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    lock = os.open(folder / _LOCK, flags, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyFolderError(f"{folder}: another process is at work here") from None
        if not (folder / PLAN).exists():
            own_files(folder, batch, ())
        for leftover in folder.rglob(f"*{_UNFINISHED}"):
            leftover.unlink()
        yield
    finally:
        os.close(lock)


def _refuse_foreign(folder: Path, batch: str) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ForeignFolderError(f"{folder}: is not a folder; name another with --out")
    if {entry.name for entry in folder.iterdir()} <= {_LOCK, PLAN + _UNFINISHED}:
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


def _plan(folder: Path) -> dict[str, Any]:
    try:
        plan = json.loads((folder / PLAN).read_bytes())
    except (OSError, ValueError):
        return {}
    return plan if isinstance(plan, dict) and isinstance(plan.get("batch"), str) else {}


def own_files(folder: Path, batch: str, names: Iterable[str]) -> None:
    """Note which files of the folder are the program's own, to be replaced or removed by it."""
    plan = {"made_by": _MADE_BY, "batch": batch, "files": sorted(names)}
    write(folder / PLAN, [json.dumps(plan, indent=1).encode() + b"\n"])


def owned_files(folder: Path) -> set[str]:
    """Names of the files noted by `own_files`."""
    return set(_plan(folder).get("files", ()))


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that is there whole and for good when this returns, and not at all before."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def packed(record: dict[str, Any], tables: dict[str, bytes]) -> bytes:
    """Shard of a run: its record and its tables as CSV in a zip file that ends in its own digest.

    The digest is the zip file's comment, so that any tool opens it.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as shard:
        members = {f"{name}.csv": text for name, text in tables.items()}
        members[_RECORD] = json.dumps(record).encode()
        for name, data in members.items():
            shard.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, compresslevel=1)
        shard.comment = bytes(_DIGEST_LENGTH)
    body = content.getvalue()[:-_DIGEST_LENGTH]
    return body + hashlib.sha256(body).digest()


def keep(folder: Path, run_id: str, shard: bytes) -> None:
    """Store the shard of a run; once this returns the run is done, come what may."""
    path = _shard(folder, run_id)
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
        _sync_folder(path.parent.parent)
        _sync_folder(folder)
    write(path, [shard])


def is_done(folder: Path, run_id: str) -> bool:
    """Whether the shard of a run is there and sound, every byte of it looked at."""
    try:
        shard = _shard(folder, run_id).read_bytes()
    except FileNotFoundError:
        return False
    sound = hashlib.sha256(shard[:-_DIGEST_LENGTH]).digest() == shard[-_DIGEST_LENGTH:]
    return sound and bool(record(folder, run_id)["run_id"] == run_id)


def record(folder: Path, run_id: str) -> dict[str, Any]:
    """Record of a run that is done."""
    with zipfile.ZipFile(_shard(folder, run_id)) as shard:
        content: dict[str, Any] = json.loads(shard.read(_RECORD))
    return content


def table(folder: Path, run_id: str, name: str) -> bytes:
    """Rows of one table of a run that is done; none where the run does not write the table."""
    with zipfile.ZipFile(_shard(folder, run_id)) as shard:
        member = f"{name}.csv"
        return shard.read(member) if member in shard.namelist() else b""


def _shard(folder: Path, run_id: str) -> Path:
    return folder / "runs" / run_id[:2] / f"{run_id}.zip"
