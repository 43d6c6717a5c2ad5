"""Batches on Dask clusters: scheduler and workers are processes of their own, on the loopback."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sim.batch.backends import BackendError
from sim.batch.dask_cluster import refuse_unreachable
from sim.batch.store import stored_ids
from tests.batch.faults.commands import (
    UNCOMPILED,
    begun,
    ended,
    finished,
    killed,
    members,
    until,
)
from tests.batch.question import FATE, written
from tests.batch.stand_in import contents, rows

distributed = pytest.importorskip("distributed", reason="the extra [dask] is not installed")

HOME = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
MANY = ("--set", "seeds.replicates=25")  # 100 runs


class Cluster:
    """A scheduler, and workers that come and go."""

    def __init__(self, folder: Path, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        file = folder / "scheduler.json"
        self.scheduler = self._begun("scheduler", "--port", "0", "--scheduler-file", file)
        until(lambda: file.exists() and file.stat().st_size)
        self.address = json.loads(file.read_text())["address"]

    def worker(self) -> subprocess.Popen[bytes]:
        return self._begun("worker", self.address, "--nthreads", "1", "--no-nanny")

    def nanny(self) -> subprocess.Popen[bytes]:
        """A worker that is started again when it dies."""
        return self._begun("worker", self.address, "--nthreads", "1", "--nanny")

    def _begun(self, *words) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words, *HOME]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=UNCOMPILED, stdout=quiet, stderr=quiet, start_new_session=True
        )
        self._stack.callback(self._end, process)
        return process

    @staticmethod
    def _end(process) -> None:
        for pid in members(process.pid):
            killed(pid)
        process.wait()


@pytest.fixture
def cluster(tmp_path):
    with contextlib.ExitStack() as stack:
        yield Cluster(tmp_path, stack)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    code, said = finished(written(folder), folder / "out", workers=1)
    assert code == 0, said
    return contents(folder / "out")


def on(cluster):
    return "--backend", "dask", "--scheduler", cluster.address


def some_runs_are_stored(out):
    return lambda: len(list(stored_ids(out))) >= 5


def test_a_cluster_gives_the_same_bytes(cluster, question, tmp_path, undisturbed):
    cluster.worker()
    cluster.worker()
    code, said = finished(question, tmp_path / "out", *on(cluster))
    assert code == 0, said
    assert contents(tmp_path / "out") == undisturbed


def test_a_worker_that_is_killed_loses_nothing(cluster, question, tmp_path, undisturbed):
    first = cluster.worker()
    cluster.worker()
    out = tmp_path / "out"
    process = begun(question, out, *on(cluster), *MANY)
    until(some_runs_are_stored(out))
    first.kill()
    assert process.poll() is None, "it ended before the worker was killed"
    code, said = ended(process)
    assert code == 0, said
    assert {row["status"] for row in rows(out / "runs.csv")} == {"done"}
    assert len(rows(out / "runs.csv")) == len(list(stored_ids(out))) == 100
    assert finished(question, out, workers=1)[0] == 0  # the batch as it was, of 12 of the runs
    assert contents(out) == undisturbed


@pytest.mark.slow
def test_the_last_worker_is_killed_and_a_late_one_goes_on(cluster, question, tmp_path):
    first = cluster.worker()
    out = tmp_path / "out"
    process = begun(question, out, *on(cluster), *MANY)
    until(some_runs_are_stored(out))
    first.kill()
    first.wait()
    assert process.poll() is None, "it ended before the worker was killed"
    cluster.worker()
    code, said = ended(process)
    assert code == 0, said
    assert {row["status"] for row in rows(out / "runs.csv")} == {"done"}


@pytest.mark.slow
def test_a_run_that_kills_its_workers_stops_no_other(cluster, question, tmp_path):
    cluster.nanny()
    (tmp_path / "fate.py").write_text(FATE)
    with question.with_name("plain.yaml").open("a") as scenario:
        scenario.write("plugins: {rules: [{file: fate.py, after: control}]}\n")
    question.write_text("batch: fates\nbase: plain.yaml\nvary: {rules.fate.end: [0, 1, 2]}\n")
    code, said = finished(question, tmp_path / "out", *on(cluster))
    assert code == 5, said
    ends = [(row["status"], row["error"]) for row in rows(tmp_path / "out" / "runs.csv")]
    assert ends[:2] == [("done", ""), ("failed", "RuntimeError: fate")]
    assert ends[2][0] == "failed"
    assert ends[2][1].startswith("KilledWorker: ")


@pytest.mark.slow
def test_a_scheduler_that_dies_is_told_and_finished_runs_are_kept(
    cluster, question, tmp_path, undisturbed
):
    cluster.worker()
    out = tmp_path / "out"
    process = begun(question, out, *on(cluster), *MANY)
    until(some_runs_are_stored(out))
    cluster.scheduler.kill()
    code, said = ended(process)
    assert code == 5, said
    assert "run again to continue" in said
    assert len(list(stored_ids(out))) >= 5
    assert finished(question, out, workers=1)[0] == 0
    assert contents(out) == undisturbed


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("127.0.0.1", "no Dask scheduler answers at '127.0.0.1': missing port"),
        ("tls://127.0.0.1:8786", "answers at 'tls://127.0.0.1:8786': TLS expects"),
    ],
)
def test_an_address_that_can_be_none_is_refused_and_nothing_is_written(
    address, told, question, tmp_path
):
    code, said = finished(question, tmp_path / "out", "--backend", "dask", "--scheduler", address)
    assert code == 2, said
    assert told in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("listens", [True, False])
def test_a_port_where_no_scheduler_answers_is_told_when_its_time_is_up(listens, monkeypatch):
    monkeypatch.setattr("sim.batch.dask_cluster._SECONDS_TO_ANSWER", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        if not listens:
            server.close()
        with pytest.raises(BackendError, match=f"answers at '{address}' within 0.5 s"):
            refuse_unreachable(address)


def test_the_address_of_a_worker_is_none_of_a_scheduler(cluster):
    cluster.worker()
    with distributed.Client(cluster.address) as client:
        client.wait_for_workers(1)
        [address] = client.nthreads()
    with pytest.raises(BackendError, match="it is a Worker's address"):
        refuse_unreachable(address)


@pytest.fixture
def local(question, tmp_path):
    """A batch under way on a cluster that was started for it, and its folder."""
    out = tmp_path / "out"
    process = begun(question, out, "--backend", "dask", *MANY)
    yield process, out
    for pid in members(process.pid):
        killed(pid)


def test_a_cluster_of_our_own_listens_on_the_loopback_alone(local):
    process, out = local
    until(some_runs_are_stored(out))
    addresses = {
        address
        for pid in members(process.pid)
        for table in ("tcp", "tcp6")
        for address in listening(Path(f"/proc/{pid}"), table)
    }
    process.kill()
    ended(process)
    assert addresses == {"0100007F"}  # 127.0.0.1


def listening(process: Path, table: str) -> list[str]:
    """Addresses, in hexadecimal, at which a process listens."""
    sockets = {str(fd.readlink()) for fd in (process / "fd").iterdir() if fd.is_symlink()}
    lines = [line.split() for line in (process / "net" / table).read_text().splitlines()[1:]]
    return [
        line[1].partition(":")[0]
        for line in lines
        if line[3] == "0A" and f"socket:[{line[9]}]" in sockets
    ]


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGKILL,
        pytest.param(signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, marks=pytest.mark.slow),
    ],
)
def test_a_cluster_of_our_own_ends_with_the_command(number, local, question, undisturbed):
    process, out = local
    until(some_runs_are_stored(out))
    process.send_signal(number)
    code, said = ended(process)
    its_code = {signal.SIGKILL: -signal.SIGKILL, signal.SIGTERM: 143, signal.SIGINT: 130}
    assert code == its_code[number], said
    assert finished(question, out, workers=1)[0] == 0
    assert contents(out) == undisturbed
