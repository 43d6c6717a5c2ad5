"""The runs of a batch that are missing, done and stored."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from sim.batch.backends import Failure
from sim.batch.choice import Backend
from sim.batch.log import Log
from sim.batch.progress import counted, progress
from sim.batch.share import Share
from sim.batch.store import keep, set_aside, shard
from sim.batch.warm import is_warm, warm_up
from sim.batch.work import packed_run
from sim.scenario.design import RunPlan


@dataclass(frozen=True)
class Missing:
    """Which runs of a batch, by their place, are not done; `done` of those looked at are."""

    places: bytearray
    done: int

    def __len__(self) -> int:
        return sum(self.places)


def missing(folder: Path, plans: Sequence[RunPlan], share: Share | None, log: Log) -> Missing:
    """Look at every run of a batch or share of it; unsound shards go into quarantine."""
    places, done = bytearray(len(plans)), 0
    for place, plan in enumerate(plans):
        if share and not share.holds(place):
            continue
        if shard(folder, plan.run_id):
            done += 1
            continue
        places[place] = True
        if aside := set_aside(folder, plan.run_id):
            log.say(f"Run {plan.run_id} was damaged on disk; it is done again, see {aside}.")
    return Missing(places, done)


def compute(
    folder: Path, plans: Sequence[RunPlan], wanted: Missing, backend: Backend, log: Log
) -> int:
    """Do and store the runs that are missing; how many failed."""
    if not wanted:
        return 0
    first = "" if is_warm() else " The rules are compiled first, which takes about a minute."
    log.say(f"{counted(len(wanted), 'run')} on {backend}.{first}")
    warm_up()
    done, failed = wanted.done, 0
    with (
        closing(backend.answers(packed_run, compress(plans, wanted.places))) as answers,
        progress(done + len(wanted), done, log) as report,
    ):
        for plan, answer in answers:
            keep(folder, plan.run_id, answer)
            if isinstance(answer, Failure):
                failed += 1
                log.note(f"Run {plan.run_id} failed: {answer.error}")
            else:
                done += 1
            report(done, failed)
    return failed
