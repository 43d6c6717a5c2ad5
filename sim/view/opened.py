"""What `sim view` was asked to open; set once, before the first page is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sim.batch.stored import StoredRun, stored_runs
from sim.errors import SimError
from sim.view.setup import Setup, setup_of_file, setup_of_run

SCENARIOS = Path("scenarios")
"""Where scenarios are looked for if none is named."""


class ViewError(SimError):
    """The page cannot be shown."""


@dataclass(frozen=True)
class Source:
    """Something that can be watched, and what its run is made of; InputError where it is wrong."""

    label: str
    setup: Callable[[], Setup]


sources: tuple[Source, ...] = ()
"""What the page offers; a new browser tab begins with the first."""


def sources_of(path: Path | None) -> tuple[Source, ...]:
    """What a path holds: a scenario, or the runs of a folder of results; else all scenarios here.

    InputError or ViewError where there is nothing that can be watched.
    """
    if path is None:
        found = tuple(map(_scenario, sorted(SCENARIOS.glob("*.yaml"))))
        nothing = f"There is no folder '{SCENARIOS}' with scenarios here. Name a scenario."
    elif path.is_dir():
        found = tuple(map(_run, stored_runs(path)))
        nothing = f"{path} holds no run that is done."
    else:
        setup_of_file(path)  # what is wrong with it is said here, not in a browser
        found, nothing = (_scenario(path),), ""
    if not found:
        raise ViewError(nothing)
    return found


def _scenario(path: Path) -> Source:
    return Source(path.stem, partial(setup_of_file, path))


def _run(run: StoredRun) -> Source:
    label = f"{run.plan.alternative}, replicate {run.plan.replicate}"
    return Source(label, partial(setup_of_run, run))
