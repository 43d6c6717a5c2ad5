from __future__ import annotations

import contextlib
import io
import os
import re
from itertools import pairwise

import pytest

from sim.batch.log import logged
from sim.batch.progress import counted, duration, progress, progress_line
from sim.batch.share import Share


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (59.6, "1:00 min"), (750, "12:30 min"), (11_100, "3:05 h")],
)
def test_durations_read_as_people_say_them(seconds, words):
    assert duration(seconds) == words


def test_the_rate_counts_only_runs_of_this_session():
    line = progress_line(done=30, failed=0, total=40, earlier=10, seconds=10.0)
    assert line == "30 of 40 runs, 2.00 runs/s, 5 s left"


def test_failed_runs_are_told():
    line = progress_line(done=3, failed=1, total=4, earlier=0, seconds=2.0)
    assert line == "3 of 4 runs, 1 failed, 2.00 runs/s, 0 s left"


def test_nothing_is_promised_before_the_first_run():
    assert progress_line(done=10, failed=0, total=40, earlier=10, seconds=3.0) == "10 of 40 runs"


def test_without_a_terminal_the_end_is_one_plain_line(tmp_path, capsys):
    with logged(tmp_path, None, quiet=False) as log, progress(2, 0, log) as report:
        report(1, 0)
        report(2, 0)
    assert capsys.readouterr().err.splitlines()[-1].startswith("2 of 2 runs, ")


def test_lines_come_every_five_seconds_at_first_and_every_minute_in_the_end(
    tmp_path, monkeypatch, capsys
):
    now = 0.0
    monkeypatch.setattr("sim.batch.progress.time.monotonic", lambda: now)
    told = []
    with logged(tmp_path, None, quiet=False) as log, progress(10_000, 0, log) as report:
        for second in range(1, 3600):
            now = float(second)
            report(second, 0)
            if capsys.readouterr().err:
                told.append(second)
    between = [later - sooner for sooner, later in pairwise(told)]
    assert told[:3] == [5, 10, 15]
    assert set(between[-10:]) == {60}
    assert between == sorted(between)


def test_the_time_that_workers_take_to_begin_does_not_count(tmp_path, monkeypatch, capsys):
    now = 0.0
    monkeypatch.setattr("sim.batch.progress.time.monotonic", lambda: now)
    with logged(tmp_path, None, quiet=False) as log, progress(3, 0, log) as report:
        for done in (1, 2, 3):
            now = 8.0 + 2.0 * done
            report(done, 0)
    assert capsys.readouterr().err.splitlines() == [
        "1 of 3 runs",
        "3 of 3 runs, 0.50 runs/s, 0 s left",
    ]


def test_one_is_singular():
    assert counted(1, "run") == "1 run"
    assert counted(0, "run") == "0 runs"
    assert counted(2, "process", "processes") == "2 processes"
    assert progress_line(done=1, failed=0, total=1, earlier=1, seconds=1.0) == "1 of 1 run"


def test_quiet_says_nothing_but_to_the_log(tmp_path, capsys):
    with logged(tmp_path, None, quiet=True) as log, progress(1, 0, log) as report:
        report(1, 0)
        log.show(["Written"])
    assert capsys.readouterr() == ("", "")
    lines = (tmp_path / "log.txt").read_text().splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Begun, by source [0-9a-f]{16}\.", lines[0])
    assert lines[1].endswith("1 of 1 run")
    assert lines[-1].endswith("Ended.")


def test_the_log_says_why_a_batch_ended_early(tmp_path):
    with (
        pytest.raises(KeyboardInterrupt),
        logged(tmp_path, Share(1, 3), quiet=True),
    ):
        raise KeyboardInterrupt
    last = (tmp_path / "log-1-of-3.txt").read_text().splitlines()[-1]
    assert last.endswith("Ended early: KeyboardInterrupt")


def test_a_reader_that_goes_away_stops_nothing(tmp_path, monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone, logged(tmp_path, None, quiet=False) as log:
        monkeypatch.setattr("sys.stderr", gone)
        log.say("told")
        with contextlib.suppress(BrokenPipeError):
            gone.close()
    assert "told" in (tmp_path / "log.txt").read_text()


def test_a_terminal_that_cannot_write_a_name_stops_nothing(tmp_path, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, "ascii", errors="strict"))
    with logged(tmp_path, None, quiet=False) as log:
        log.show(["Ségou"])
        log.note("not \udcff text")
    assert written.getvalue() == b"S\\xe9gou\n"
    assert "not \\udcff text" in (tmp_path / "log.txt").read_text()
