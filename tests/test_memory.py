"""What a run frees lies at hand for the next."""

from __future__ import annotations

import ctypes
import resource

import numpy as np
import pytest

from sim.memory import keep_freed


def faults_of_filling(mebibytes: int) -> int:
    """Pages that the system has to bring while an array is filled and let go again."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    np.ones(mebibytes * 2**17)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="it is not glibc's memory")
def test_memory_that_was_freed_is_taken_again_without_a_fault_for_each_page():
    keep_freed()
    faults_of_filling(20)
    assert faults_of_filling(20) < 100  # of 5,120 pages
