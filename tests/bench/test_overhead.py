"""What a batch costs beside its runs is measured, and its memory does not grow."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import main
from tests.bench.overhead import peak_megabytes


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_runs():
    assert peak_megabytes(10_000) < peak_megabytes(1000) + 15


@pytest.mark.slow
def test_the_part_prints_its_tables(capsys):
    main(["overhead", "--tiny", "--repeats", "1"])
    printed = capsys.readouterr().out
    assert all(words in printed for words in ("processes", "dask", "clock", "MB"))
