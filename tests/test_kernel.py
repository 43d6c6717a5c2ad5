"""Compiled kernels: kept for the next process, and never those of another state of anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

import sim
from sim import kernel_cache
from sim.kernel import COMPILED, KERNELS, kernel
from sim.kernel_cache import KEPT, READERS, clear_up, state

PACKAGE = Path(sim.__file__).parent
DAY = 86_400


def answer(code, package, cache, **environment):
    """What a new process prints that imports the package from where it is told."""
    every = os.environ | {"PYTHONPATH": str(package), "XDG_CACHE_HOME": str(cache)} | environment
    done = subprocess.run(
        [sys.executable, "-c", code], env=every, cwd=cache, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_an_edit_in_a_kernel_that_another_file_calls_is_seen(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    code = "from sim.randomness import lognormal; print(lognormal(2.0, 0.5, 0.5))"
    assert float(answer(code, tmp_path, tmp_path)) == pytest.approx(2.0)
    assert float(answer(code, tmp_path, tmp_path)) == pytest.approx(2.0)

    source = tmp_path / "sim" / "arithmetic.py"
    last = "    return float(_exp_of_rest(r) * np.int64(power).view(np.float64))\n"
    assert last in source.read_text()
    source.write_text(source.read_text().replace(last, last.replace("float(", "float(3.0 * ")))
    assert float(answer(code, tmp_path, tmp_path)) == pytest.approx(6.0)


def test_kernels_are_kept_by_state_wherever_numba_keeps_those_of_others(tmp_path):
    code = (
        "import numba; from sim.arithmetic import exp\n"
        "print(numba.config.CACHE_DIR, getattr(exp, 'stats', None) and exp.stats.cache_path)"
    )
    theirs = tmp_path / "theirs"
    others, ours = answer(code, PACKAGE.parent, tmp_path, NUMBA_CACHE_DIR=str(theirs)).split()
    assert others == str(theirs)
    assert ours.startswith(str(tmp_path / "rival-territories")) if COMPILED else ours == "None"


def test_an_edit_of_what_only_reads_results_leaves_the_state_alone(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    code = "from sim.kernel_cache import source_hash; print(source_hash())"
    before = answer(code, tmp_path, tmp_path)
    (tmp_path / "sim" / "view" / "film.py").write_text("")
    assert answer(code, tmp_path, tmp_path) == before
    (tmp_path / "sim" / "engine.py").write_text("")
    assert answer(code, tmp_path, tmp_path) != before


def test_what_only_reads_results_is_all_that_no_batch_may_import():
    contracts = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text())["tool"]
    layers = contracts["importlinter"]["contracts"][0]["layers"]
    above = " | ".join(layers[: layers.index("batch")])
    assert sorted(above.replace("(", "").replace(")", "").split(" | ")) == list(READERS)


def test_another_library_processor_option_or_source_is_another_state(monkeypatch):
    before = state()
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"next {name}")
    libraries = state()
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_name", lambda: "another")
    processor = state()
    monkeypatch.setenv("NUMBA_OPT", "0")
    option = state()
    monkeypatch.setattr(kernel_cache, "source_hash", lambda: "edited")
    assert len({before, libraries, processor, option, state()}) == 5
    assert all(f"next {name}" in libraries for name in ("numba", "llvmlite", "numpy"))


def test_the_number_of_threads_and_the_place_of_the_cache_are_no_part_of_the_state(monkeypatch):
    before = state()
    monkeypatch.setenv("NUMBA_NUM_THREADS", "1")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/elsewhere")
    assert state() == before


def test_folders_of_other_states_go_but_the_last_used(tmp_path):
    for days in range(KEPT + 3):
        folder = tmp_path / f"kernels-{days:02d}"
        (folder / "rules").mkdir(parents=True)
        os.utime(folder, ns=(0, kernel_cache.time.time_ns() - days * DAY * 10**9))
    clear_up(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"kernels-{days:02d}" for days in range(KEPT)
    ]


def test_what_was_used_today_stays_however_much_there_is(tmp_path):
    for number in range(KEPT + 3):
        (tmp_path / f"kernels-{number}").mkdir()
    clear_up(tmp_path)
    assert len(list(tmp_path.iterdir())) == KEPT + 3


def test_kernels_from_outside_the_package_are_kept_nowhere():
    @kernel
    def double(x):
        return 2 * x

    assert double(np.int64(2)) == 4
    if COMPILED:
        assert KERNELS.pop().stats.cache_path is None
