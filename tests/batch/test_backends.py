"""Whatever a job does, each gets one answer."""

from __future__ import annotations

import os
import time

import pytest

from sim.batch.backends import Failure, processes, serial


def squared(number: int) -> int:
    return number * number


def raising_at_three(number: int) -> int:
    if number == 3:
        raise ValueError(f"no {number}\nplease")
    return number


def dying_at_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    time.sleep(0.01)
    return number


def test_serial_and_processes_give_the_same_answers():
    expected = [(number, number * number) for number in range(7)]
    assert list(serial(squared, range(7))) == expected
    assert sorted(processes(squared, range(7), workers=2)) == expected


def test_no_jobs_no_answers():
    assert list(serial(squared, [])) == []
    assert list(processes(squared, [], workers=2)) == []


def test_a_job_that_raises_becomes_a_failure_of_one_line_and_stops_no_other():
    answers = dict(serial(raising_at_three, range(5)))
    failure = answers.pop(3)
    assert answers == {0: 0, 1: 1, 2: 2, 4: 4}
    assert isinstance(failure, Failure)
    assert failure.error == "ValueError: no 3 please"
    assert "raising_at_three" in failure.details


def test_only_the_job_that_kills_its_process_fails():
    answers = list(processes(dying_at_three, range(6), workers=2))
    assert sorted(job for job, _ in answers) == [0, 1, 2, 3, 4, 5]
    assert {job for job, answer in answers if isinstance(answer, Failure)} == {3}


def test_workers_are_gone_when_their_consumer_gives_up():
    answers = processes(pid_after_a_while, range(20), workers=2)
    _, pid = next(answers)
    answers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def pid_after_a_while(number: int) -> int:
    time.sleep(0.05)
    return os.getpid()
