"""Rows of one run at a time, of tables of any size."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pandas as pd


class RunRows:
    """A stored table from which the rows of single runs are read.

    Only the place at which each run begins is held in memory. The rows of a run stand together,
    as `sim run` writes them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            header = file.readline()
            self._columns = header.decode().strip().split(",")
            place, mine, starts = len(header), b"", {}
            for line in file:
                if not mine or not line.startswith(mine):
                    mine = line[: line.index(b",") + 1]
                    starts[mine[:-1].decode()] = place
                place += len(line)
        self._places = dict(zip(starts, pairwise([*starts.values(), place]), strict=True))

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
