"""What `sim view` was asked to open; set once, before the first page is served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sim.errors import SimError
from sim.view.folder import Folder, open_folder
from sim.view.setup import Setup, setup_of_file, setup_of_run

SCENARIOS = Path("scenarios")
"""Where scenarios are looked for if none is named."""


class ViewError(SimError):
    """The page cannot be shown."""


@dataclass(frozen=True)
class Source:
    """Something that can be watched, and what its run is made of; InputError where it is wrong.

    `place` is that of a run in its batch.
    """

    label: str
    setup: Callable[[], Setup]
    place: int | None = None


sources: tuple[Source, ...] = ()
"""What the page offers; a new browser tab begins with the first."""

folder: Folder | None = None
"""The folder of results, if one was opened."""


def open_path(path: Path | None) -> None:
    """Open a scenario, a folder of results, or all scenarios here; SimError where that fails."""
    global sources, folder
    folder = open_folder(path) if path is not None and path.is_dir() else None
    sources = sources_of(path) if folder is None else (run_of(folder, folder.first),)


def sources_of(path: Path | None) -> tuple[Source, ...]:
    """The scenario of a path, or all scenarios here; SimError where there is none."""
    if path is None:
        found = tuple(map(_scenario, sorted(SCENARIOS.glob("*.yaml"))))
        nothing = f"There is no folder '{SCENARIOS}' with scenarios here. Name a scenario."
    else:
        setup_of_file(path)  # what is wrong with it is said here, not in a browser
        found, nothing = (_scenario(path),), ""
    if not found:
        raise ViewError(nothing)
    return found


def _scenario(path: Path) -> Source:
    return Source(path.stem, partial(setup_of_file, path))


def run_of(folder: Folder, place: int) -> Source:
    """A run of a batch, done or not, to be computed from its seed."""
    label = f"{folder.batch.name}: {folder.label(place)}"
    return Source(label, lambda: setup_of_run(folder.run(place)), place)
