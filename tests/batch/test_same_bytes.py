"""The same bytes whoever does the runs, where, in which order and in which surroundings.

What a machine cannot show is skipped with the reason. Files are compared whole, but for the
versions that provenance.json and plan.json name where another Python made them.
"""

from __future__ import annotations

import importlib.util
import json
import locale
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import sim
from tests.batch.faults.commands import ROOT, UNCOMPILED, finished
from tests.batch.question import written
from tests.batch.stand_in import contents

SLOW = pytest.mark.slow


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Files of the batch, done in one process with the uncompiled source."""
    folder = tmp_path_factory.mktemp("expected")
    code, said = finished(written(folder), folder / "out", workers=1)
    assert code == 0, said
    return contents(folder / "out")


# --- who does the runs --------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [2, pytest.param(3, marks=SLOW), pytest.param(7, marks=SLOW)])
def test_any_number_of_workers(workers, question, tmp_path, expected):
    code, said = finished(question, tmp_path / "out", workers=workers)
    assert code == 0, said
    assert contents(tmp_path / "out") == expected


@pytest.mark.parametrize(
    "kind", [ThreadPoolExecutor, pytest.param(ProcessPoolExecutor, marks=SLOW)]
)
def test_any_executor_and_compiled_kernels(kind, question, tmp_path, expected):
    out = tmp_path / "out"
    with kind(3) as executor:
        assert sim.run_batch(question, out, quiet=True, backend=executor) == 0
    assert contents(out) == expected


@pytest.mark.parametrize("count", [pytest.param(2, marks=SLOW), 5])
def test_shares(count, question, tmp_path, expected):
    for number in range(count, 0, -1):
        shard = f"{number}/{count}"
        assert sim.run_batch(question, tmp_path / "out", workers=1, quiet=True, shard=shard) == 0
    assert sim.merge_shards(tmp_path / "out", quiet=True) == 0
    assert contents(tmp_path / "out") == expected


@pytest.mark.slow
def test_dask(question, tmp_path, expected):
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("the extra [dask] is not installed")
    code, said = finished(question, tmp_path / "out", "--backend", "dask")
    assert code == 0, said
    assert contents(tmp_path / "out") == expected


# --- surroundings -------------------------------------------------------------------------------


def missing_locale(name):
    """Whether this machine lacks a locale."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return True
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return False


SURROUNDINGS = [
    pytest.param({"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, id="at once"),
    *(
        pytest.param({name: value}, id=f"{name}={value}", marks=SLOW)
        for name, value in [
            ("PYTHONHASHSEED", "0"),
            ("PYTHONHASHSEED", "4294967295"),
            ("TZ", "America/St_Johns"),
            ("TZ", "Antarctica/Troll"),
            ("LC_ALL", "C"),
            ("LC_ALL", "C.UTF-8"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LC_ALL", "de_DE.UTF-8"),
            ("LC_ALL", "ar_EG.UTF-8"),
            ("PYTHONUTF8", "0"),
            ("PYTHONOPTIMIZE", "2"),
            ("OMP_NUM_THREADS", "3"),
        ]
    ),
]


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_any_surroundings(surroundings, question, tmp_path, expected):
    name = surroundings.get("LC_ALL")
    if name and missing_locale(name):
        pytest.skip(f"this machine has no locale {name}")
    code, said = finished(question, tmp_path / "out", env=surroundings)
    assert code == 0, said
    assert contents(tmp_path / "out") == expected


# --- other machines and Pythons -----------------------------------------------------------------


def digests_by(python: str | Path, **env: str) -> dict[str, object]:
    """Digests of the tables of two scenarios, made by a Python under an environment."""
    command = [python, "-c", "from tests.digests import text; print(text(), end='')"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def stored_digests() -> dict[str, object]:
    return json.loads((ROOT / "tests" / "digests.json").read_text())


def disabled() -> list[str]:
    """What this processor has of AVX-512, by the names that numpy dispatches on."""
    core = np._core._multiarray_umath
    return [
        name
        for name in core.__cpu_dispatch__
        if core.__cpu_features__.get(name) and name.startswith(("AVX512", "X86_V4"))
    ]


@pytest.mark.slow
def test_without_avx_512():
    """numpy's own loops; those of the kernels are of the next test."""
    if not disabled():
        pytest.skip("numpy uses no AVX-512 on this processor")
    off = {"NPY_DISABLE_CPU_FEATURES": " ".join(disabled())}
    check = "import numpy as n; print(n._core._multiarray_umath.__cpu_features__)"
    shown = subprocess.run(
        [sys.executable, "-c", check], env=os.environ | off, capture_output=True, text=True
    )
    assert shown.returncode == 0
    assert all(f"'{name}': False" in shown.stdout for name in disabled())
    assert digests_by(sys.executable, **off) == stored_digests()


@pytest.mark.slow
def test_kernels_compiled_for_any_processor(tmp_path):
    generic = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    cache = {"NUMBA_CACHE_DIR": str(tmp_path)}
    assert digests_by(sys.executable, **generic, **cache) == stored_digests()


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_another_python(version, question, tmp_path, expected):
    """Its own numpy, numba and all; compiled and not."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        pytest.skip("it is this Python")
    python = ROOT / f".venv-{version}" / "bin" / "python"
    if not python.exists():
        make = f"make .venv-{version}/installed-run VENV=.venv-{version} PYTHON=python{version}"
        pytest.skip(f"there is no environment of Python {version}: {make}")
    assert digests_by(python) == stored_digests()
    command = [python, "-m", "sim", "run", question, "--out", tmp_path / "out", "--quiet"]
    subprocess.run(command, cwd=ROOT, env=UNCOMPILED, check=True)
    made = contents(tmp_path / "out")
    versions = {"provenance.json", "plan.json"}
    assert made.keys() == expected.keys()
    assert {name for name in made if made[name] != expected[name]} <= versions
    for name in versions:
        assert without_environment(made[name]) == without_environment(expected[name])


def without_environment(content: bytes) -> dict:
    """A file without the versions of Python and packages that it names."""
    read = json.loads(content)
    read.get("provenance", read)["environment"] = None
    return read
