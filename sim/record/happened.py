"""Events of a run, noted week by week and put end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.vocabulary import Violence
from sim.world.actors import Actors
from sim.world.logs import Log
from sim.world.state import Counts, Flags
from sim.world.world import World

_FIELDS = (
    "kind",
    "side_a",
    "side_b",
    "cell",
    "group",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "selective",
)


@dataclass(frozen=True)
class Happened:
    """Events in order of time; fields as in `world.Events`, side a being the actor that acted."""

    week: Counts
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


def week_events(world: World) -> Counts:
    """Copy of this week's events: one row for each field, one column for each event."""
    return copied(world.events, _FIELDS)


def copied(log: Log, fields: Sequence[str]) -> Counts:
    """Copy of this week's rows of a log: one row for each field, one column for each entry."""
    copy = np.empty((len(fields), log.count), np.int64)
    if log.count:
        for row, name in enumerate(fields):
            copy[row] = getattr(log, name)[: log.count]
    return copy


def put_together(noted: list[tuple[int, Counts]]) -> Happened:
    """All events of the weeks noted with `week_events`."""
    weeks = np.repeat([week for week, _ in noted], [copy.shape[1] for _, copy in noted])
    empty = np.empty((len(_FIELDS), 0), np.int64)
    together = np.concatenate([empty, *(copy for _, copy in noted)], axis=1)
    return Happened(weeks.astype(np.int64), *together)


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
