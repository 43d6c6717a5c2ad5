"""Whatever a job does, each gets one answer."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import islice

import pytest

from sim.batch.backends import MOST_TRIES, BackendError, Failure, serial, through
from sim.batch.choice import Backend


def processes(work, jobs, workers):
    return Backend("processes", workers).answers(work, jobs)


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
    (failure,) = (answer for _, answer in answers if isinstance(answer, Failure))
    assert dict(answers)[3] == failure
    assert failure.error == "WorkerDiedError: its process ended with exit code 9"


def dying_by_signal(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_the_signal_that_ended_a_process_is_told():
    [(_, failure)] = processes(dying_by_signal, [1], workers=1)
    assert failure.error == "WorkerDiedError: its process was killed by signal 9"


def leaving(number: int) -> int:
    sys.exit(f"no {number}")


def test_a_job_that_leaves_the_program_fails_alone():
    assert [answer.error for _, answer in serial(leaving, [1])] == ["SystemExit: no 1"]


def test_workers_are_gone_when_their_consumer_gives_up():
    answers = processes(pid_after_a_while, range(20), workers=2)
    _, pid = next(answers)
    answers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def pid_after_a_while(number: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def test_any_executor_gives_the_same_answers():
    with ThreadPoolExecutor(3) as threads:
        assert sorted(Backend(threads, 3).answers(squared, range(9))) == [
            (number, number * number) for number in range(9)
        ]


def test_an_executor_that_broke_is_told_and_finished_jobs_are_not_lost():
    answered = []
    with ProcessPoolExecutor(1) as pool, pytest.raises(BackendError, match="run again"):
        for job, _ in Backend(pool, 1).answers(dying_at_three, range(6)):
            answered.append(job)
    assert 0 in answered
    assert 3 not in answered


class Noting:
    """An executor that does its work when it is given, and notes how many jobs came together."""

    def __init__(self, losing=()):
        self.sizes: list[int] = []
        self.lost = 0
        self.losing = set(losing)

    def submit(self, fn, work, jobs):
        self.sizes.append(len(jobs))
        future: Future = Future()
        if self.losing.intersection(jobs):
            self.lost += 1
            future.set_exception(ConnectionError("the worker is lost"))
        else:
            future.set_result(fn(work, jobs))
        return future


def test_quick_jobs_go_out_in_ever_larger_chunks_of_at_most_a_hundred():
    executor = Noting()
    assert len(list(through(executor, lambda: 1, squared, range(500)))) == 500
    assert executor.sizes[:6] == [1, 1, 2, 2, 4, 4]
    assert max(executor.sizes) == 100


def test_slow_jobs_go_out_one_by_one(monkeypatch):
    clock = iter(range(1000))
    monkeypatch.setattr("sim.batch.backends.time.perf_counter", lambda: next(clock))
    executor = Noting()
    assert len(list(through(executor, lambda: 1, squared, range(5)))) == 5
    assert executor.sizes == [1] * 5


def test_a_worker_returns_jobs_for_which_the_time_of_a_chunk_is_up(monkeypatch):
    executor = Noting()
    answers = through(executor, lambda: 1, squared, range(1000))
    earlier = [job for job, _ in islice(answers, 255)]  # the next chunks hold a hundred jobs
    clock = iter(range(100_000))
    monkeypatch.setattr("sim.batch.backends.time.perf_counter", lambda: next(clock))
    assert sorted([*earlier, *(job for job, _ in answers)]) == list(range(1000))
    assert sum(executor.sizes) > 1000  # those that were returned went out again


def test_jobs_lost_with_their_worker_are_given_out_again_alone_and_a_bounded_number_of_times():
    executor = Noting(losing=[7])
    answers = dict(through(executor, lambda: 1, squared, range(60)))
    assert len(answers) == 60
    assert [job for job, answer in answers.items() if isinstance(answer, Failure)] == [7]
    assert answers[7].error == "ConnectionError: the worker is lost"
    assert executor.lost == MOST_TRIES
    assert executor.sizes[:6] == [1, 1, 2, 2, 4, 4]  # 7 was among the first four


def test_jobs_are_taken_only_as_they_are_given_out():
    taken = []

    def endless():
        while True:
            taken.append(len(taken))
            yield taken[-1]

    answers = through(Noting(), lambda: 1, squared, endless())
    for _ in range(1000):
        next(answers)
    answers.close()
    assert len(taken) <= 1300


@pytest.mark.parametrize(
    ("kind", "scheduler", "told"),
    [("proceses", None, "no backend 'proceses'"), ("serial", "tcp://a:1", "for the backend dask")],
)
def test_what_does_not_go_together_is_refused(kind, scheduler, told):
    with pytest.raises(BackendError, match=told):
        Backend(kind, 1, scheduler)
