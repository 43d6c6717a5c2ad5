"""Events of a run, or of the present week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sim.record.notes import Notes
from sim.vocabulary import Violence
from sim.world.actors import Actors
from sim.world.state import Counts, Flags, arrays
from sim.world.world import World


@dataclass(frozen=True)
class Happened:
    """Events in order of time; fields as in `world.Events`, side a being the actor that acted.

    `note` is the number of the note, from 0.
    """

    note: Counts
    kind: Counts
    side_a: Counts
    side_b: Counts
    cell: Counts
    group: Counts
    deaths_a: Counts
    deaths_b: Counts
    deaths_civilians: Counts
    selective: Counts

    @property
    def deaths(self) -> Counts:
        """All dead of each event, UCDP's best estimate."""
        return self.deaths_a + self.deaths_b + self.deaths_civilians


_FIELDS = tuple(item.name for item in fields(Happened))


def happened(notes: Notes) -> Happened:
    """All events of the weeks noted; for outputs that note "events"."""
    return _happened(notes["events"])


def happened_now(world: World) -> Happened:
    """The events of the present week."""
    log = world.events
    now = {item.name: getattr(log, item.name)[: log.count] for item in arrays(log)}
    return _happened({"note": np.zeros(log.count), **now})


def _happened(entries: Mapping[str, Any]) -> Happened:
    return Happened(*(entries[name].astype(np.int64) for name in _FIELDS))


def violence(actors: Actors, happened: Happened) -> Counts:
    """UCDP's type of violence of each event: a state or its guest makes it state-based."""
    state = state_side(actors)
    types = np.where(
        state[happened.side_a] | state[happened.side_b], Violence.STATE_BASED, Violence.NON_STATE
    )
    types[happened.side_b < 0] = Violence.ONE_SIDED
    return types.astype(np.int64)


def state_side(actors: Actors) -> Flags:
    """Actors that fight on the side of a government: states and foreign forces."""
    return actors.governs | actors.foreign
