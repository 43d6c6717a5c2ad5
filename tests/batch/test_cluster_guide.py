"""The commands of docs/cluster.md do what the page says, as far as one machine can tell."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main
from tests.batch.faults.commands import UNCOMPILED, members, until
from tests.batch.stand_in import contents
from tests.test_guides import ROOT, blocks, run_file

BIN = Path(sys.executable).parent


@pytest.fixture
def here(question, monkeypatch):
    """The folder of the batch as the current one, and the result that is expected there."""
    monkeypatch.chdir(question.parent)
    assert main(["run", "question.yaml", "--out", "expected", "--workers", "1", "--quiet"]) == 0
    return question.parent, contents(question.parent / "expected")


def shell(script: str, here: Path, **env: str) -> str:
    """What a script says that ends well, with the commands of this environment."""
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    process = subprocess.Popen(
        ["bash", "-e", "-c", script],
        cwd=here,
        env=UNCOMPILED | path | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said, _ = process.communicate(timeout=300)
    until(lambda: not members(process.pid))
    assert process.returncode == 0, said
    return said


def test_a_job_array_and_its_merge(here):
    """Of 3 tasks instead of 20; `srun`, which SLURM has, is a function."""
    folder, expected = here
    script = blocks("cluster.md")["array.sh"]
    assert "--array=1-20" in script
    script = 'srun() { shift; "$@"; }\n' + script.replace("/20", "/3")
    for task in (2, 3, 1):
        shell(script, folder, SLURM_ARRAY_TASK_ID=str(task), SLURM_CPUS_PER_TASK="1")
    page = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    [merge] = re.findall(r"^    (sim merge .*)$", page, re.MULTILINE)
    shell(merge, folder)
    assert contents(folder / "results" / "question") == expected


def test_a_dask_cluster_on_the_loopback(here):
    pytest.importorskip("distributed", reason="the extra [dask] is not installed")
    folder, expected = here
    script = blocks("cluster.md")["cluster.sh"]
    for port in ("8786", "8787"):
        script = script.replace(port, free_port())
    shell(f"set -m\n{script}", folder)
    assert contents(folder / "results" / "question") == expected


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_an_executor_from_python(here):
    folder, expected = here
    (folder / "__main__.py").write_text(blocks("cluster.md")["threads.py"])
    run_file(folder / "__main__.py")
    assert contents(folder / "results" / "question") == expected


def test_exit_codes_of_the_page_are_those_of_the_program():
    from sim.batch.backends import BackendLostError
    from sim.batch.ending import INTERRUPTED, SOME_FAILED, TERMINATED, DiskError
    from sim.batch.folder import BusyFolderError, ForeignFolderError

    page = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    told = [
        int(code)
        for cell in re.findall(r"^\| ([\d, ]+) \|", page, re.MULTILINE)
        for code in cell.split(",")
    ]
    assert told == [
        0,
        ForeignFolderError.exit_code,
        BusyFolderError.exit_code,
        DiskError.exit_code,
        SOME_FAILED,
        INTERRUPTED,
        TERMINATED,
    ]
    assert BackendLostError.exit_code == SOME_FAILED
