"""Runs as they are stored: one zip file each, the shard, which is all that says a run is done.

The shard of run ab12... is runs/ab/ab12....zip. Where a run failed, a file beside its place says
why. A shard that is not sound is moved into quarantine/ and its run is done again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim.batch.backends import Failure
from sim.batch.files import make_folder, sync_folder, write

RUNS = "runs"
QUARANTINE = "quarantine"
_RECORD = "run.json"
_DIGEST_LENGTH = 32


@dataclass(frozen=True)
class Shard:
    """A sound shard: a small record of the run, and its tables."""

    record: dict[str, Any]
    members: zipfile.ZipFile

    def table(self, name: str) -> bytes:
        """Rows of one table as CSV; none where the run does not write it."""
        member = f"{name}.csv"
        return self.members.read(member) if member in self.members.NameToInfo else b""


def packed(record: dict[str, Any], tables: dict[str, bytes]) -> bytes:
    """Content of a shard: record and tables in a zip file that ends in its own digest.

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


def keep(folder: Path, run_id: str, answer: bytes | Failure) -> None:
    """Store the shard of a run, or why it failed; once this returns it is so, come what may."""
    make_folder(_place(folder, run_id, "zip").parent)
    failed = _place(folder, run_id, "failed")
    if isinstance(answer, Failure):
        write(failed, [json.dumps(asdict(answer)).encode()])
    else:
        write(_place(folder, run_id, "zip"), [answer])
        failed.unlink(missing_ok=True)


def shard(folder: Path, run_id: str) -> Shard | None:
    """Shard of a run that is done, every byte of it looked at; None where it is not sound."""
    try:
        content = _place(folder, run_id, "zip").read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return None
    if hashlib.sha256(content[:-_DIGEST_LENGTH]).digest() != content[-_DIGEST_LENGTH:]:
        return None
    try:
        members = zipfile.ZipFile(io.BytesIO(content))
        record = json.loads(members.read(_RECORD))
        return Shard(record, members) if record["run_id"] == run_id else None
    except (zipfile.BadZipFile, LookupError, TypeError, ValueError):
        return None


def failure(folder: Path, run_id: str) -> Failure | None:
    """Why a run failed when it was last tried; None where it did not."""
    try:
        return Failure(**json.loads(_place(folder, run_id, "failed").read_bytes()))
    except (FileNotFoundError, TypeError, ValueError):
        return None


def set_aside(folder: Path, run_id: str) -> Path | None:
    """Move the unsound shard of a run out of the way and say where to; None if there is none."""
    path = _place(folder, run_id, "zip")
    aside = folder / QUARANTINE / path.name
    if not path.exists():
        return None
    make_folder(aside.parent)
    with contextlib.suppress(FileNotFoundError):
        path.replace(aside)
        sync_folder(path.parent)
        sync_folder(aside.parent)
    return aside


def stored_ids(folder: Path) -> Iterator[str]:
    """Ids of all runs of a folder that have a shard, sound or not, of whatever plan."""
    for place in (folder / RUNS).glob("??/*.zip"):
        yield place.stem


def failed_ids(folder: Path) -> Iterator[str]:
    """Ids of all runs of a folder that failed when they were last tried."""
    for place in (folder / RUNS).glob("??/*.failed"):
        yield place.stem


def has_shard(folder: Path, run_id: str) -> bool:
    """Whether a run has a shard; that it is sound is not looked at."""
    return _place(folder, run_id, "zip").is_file()


def _place(folder: Path, run_id: str, ending: str) -> Path:
    return folder / RUNS / run_id[:2] / f"{run_id}.{ending}"
