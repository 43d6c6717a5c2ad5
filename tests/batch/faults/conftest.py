from __future__ import annotations

import time

import pytest

from tests.batch.faults.commands import finished
from tests.batch.question import written
from tests.batch.stand_in import contents


@pytest.fixture(scope="package")
def undisturbed_run(tmp_path_factory):
    """Files of the batch when nothing disturbs it, and the seconds that it took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    begun = time.monotonic()
    code, said = finished(written(folder), folder / "out")
    assert code == 0, said
    return contents(folder / "out"), time.monotonic() - begun


@pytest.fixture
def undisturbed(undisturbed_run):
    return undisturbed_run[0]


@pytest.fixture
def seconds(undisturbed_run):
    return undisturbed_run[1]
