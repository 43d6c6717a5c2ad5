from __future__ import annotations

from pathlib import Path

import pytest

from sim.batch import compute, work
from tests.batch.question import written
from tests.batch.stand_in import one_row_each


@pytest.fixture
def question(tmp_path: Path) -> Path:
    return written(tmp_path)


@pytest.fixture(scope="module")
def shared_question(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def simulated(monkeypatch):
    """Replace the engine by tables of one row; gives the list of seeds that were asked for."""
    seeds = []

    def simulate(case, seed):
        seeds.append(seed)
        return one_row_each(case)

    monkeypatch.setattr(work, "simulate", simulate)
    monkeypatch.setattr(compute, "warm_up", lambda: None)
    return seeds
