"""Rows of one run at a time, of tables of any size."""

from __future__ import annotations

import io
import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import pandas as pd


class RunRows:
    """A stored table from which the rows of single runs are read.

    Only the place at which each run begins is held in memory. The rows of a run stand together,
    as `sim run` writes them.
    """

    def __init__(self, path: Path, runs: Iterable[str]) -> None:
        self._path = path
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            end = text.find(b"\n")
            self._columns = text[:end].decode().split(",")
            starts: dict[str, int] = {}
            for run in runs:
                row = b"\n%s," % run.encode()
                found = text.find(row, end)  # in the order of the plan, as a rule
                found = text.find(row) if found < 0 else found
                if found >= 0:
                    starts[run] = found + 1
                    end = found
            ends = [*sorted(starts.values())[1:], len(text)]
        self._places = {
            run: (start, stop)
            for (run, start), stop in zip(
                sorted(starts.items(), key=lambda item: item[1]), ends, strict=True
            )
        }

    def rows(self, run: str, columns: Sequence[str]) -> pd.DataFrame:
        """Some columns of the rows of a run, numbers as numbers; none where it has no rows."""
        if run not in self._places:
            return pd.DataFrame(columns=list(columns))
        start, stop = self._places[run]
        with self._path.open("rb") as file:
            file.seek(start)
            text = file.read(stop - start)
        return pd.read_csv(
            io.BytesIO(text), header=None, names=self._columns,
            usecols=cast("Any", list(columns)), keep_default_na=False,
        )  # fmt: skip
