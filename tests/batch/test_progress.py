from __future__ import annotations

import pytest

from sim.batch.progress import counted, duration, progress, progress_line


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


def test_without_a_terminal_the_end_is_one_plain_line(capsys):
    with progress(total=2, earlier=0, quiet=False) as report:
        report(1, 0)
        report(2, 0)
    assert capsys.readouterr().err.splitlines()[-1].startswith("2 of 2 runs, ")


def test_one_is_singular():
    assert counted(1, "run") == "1 run"
    assert counted(0, "run") == "0 runs"
    assert counted(2, "process", "processes") == "2 processes"
    assert progress_line(done=1, failed=0, total=1, earlier=1, seconds=1.0) == "1 of 1 run"


def test_quiet_says_nothing(capsys):
    with progress(total=1, earlier=0, quiet=True) as report:
        report(1, 0)
    assert capsys.readouterr() == ("", "")
