"""Who fights whom: the bloodiest pairs of the last weeks, what they are to each other, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.view.film import Film
from sim.view.frame import Frame
from sim.vocabulary import NOBODY, HostilityDriver, Stance

WEEKS = 12
"""Weeks over which the dead are counted."""

MOST = 5

MOST_OWN = 2
"""Wars that the run itself made come first, since their causes can be told; so many at most.

Of these, wars of insurgent groups with each other come before others.
"""

CAUSES = {
    HostilityDriver.GRIEVANCE: "grievance over land and dead",
    HostilityDriver.AFFINITY: "opposed aims",
    HostilityDriver.BELIEF: "belief in a secret deal",
    HostilityDriver.OPPORTUNITY: "being the stronger",
    HostilityDriver.VULNERABILITY: "losing ground",
    HostilityDriver.ALLIES: "enemies of allies",
}
"""What raises hostility, in plain words."""

LEAST = 0.25
"""Log-odds of hostility below which a cause is not worth a word."""


@dataclass(frozen=True)
class Fight:
    """One pair; `other` is -1 where civilians are attacked."""

    actor: int
    other: int
    deaths: int
    weekly: tuple[int, ...]
    stance: str
    why: str


def fights(film: Film, frame: Frame) -> list[Fight]:
    """The pairs with most dead up to a week, after at most `MOST_OWN` wars that the run made."""
    weekly: dict[tuple[int, int], list[int]] = {}
    first = max(frame.week - WEEKS + 1, 0)
    for past in film.since(first, frame.week):
        events = past.events
        sides = zip(events.side_a.tolist(), events.side_b.tolist(), strict=True)
        for (a, b), deaths in zip(sides, events.deaths.tolist(), strict=True):
            pair = (a, b) if b == NOBODY else (min(a, b), max(a, b))
            counts = weekly.setdefault(pair, [0] * (frame.week - first + 1))
            counts[past.week - first] += deaths
    dead = {pair: sum(counts) for pair, counts in weekly.items()}
    bloodiest = sorted(dead, key=lambda pair: (-dead[pair], pair))
    own = sorted(
        (pair for pair in {*weekly, *_begun(frame, first)} if _made_in_run(frame, *pair)),
        key=lambda pair: (not _rivals(film, *pair), -dead.get(pair, 0), pair),
    )[:MOST_OWN]
    chosen = own + [pair for pair in bloodiest if pair not in own and dead[pair]]
    none = [0] * (frame.week - first + 1)
    return [
        Fight(a, b, sum(counts), tuple(counts), *_relation(film, frame, a, b))
        for a, b in chosen[:MOST]
        for counts in [weekly.get((a, b), none)]
    ]


def _begun(frame: Frame, first: int) -> list[tuple[int, int]]:
    """Pairs whose war began in the week `first` or since."""
    held = frame.relations
    begun = np.triu((held.stance == Stance.WAR) & (held.since >= max(first, 1)), 1)
    return [(int(a), int(b)) for a, b in np.argwhere(begun)]


def _made_in_run(frame: Frame, a: int, b: int) -> bool:
    """Whether two exist and are at war by causes that arise in the run."""
    held = frame.relations
    if b == NOBODY or held.stance[a, b] != Stance.WAR or not frame.alive[[a, b]].all():
        return False
    return bool(held.drivers.array()[:, [a, b], [b, a]].any())


def _rivals(film: Film, a: int, b: int) -> bool:
    """Whether both are insurgent groups."""
    return film.cast[a].insurgent and film.cast[b].insurgent


def _relation(film: Film, frame: Frame, a: int, b: int) -> tuple[str, str]:
    """What two actors are to each other since when, and the main causes."""
    if b == NOBODY:
        return "attacks on civilians", ""
    held = frame.relations
    stance, since = Stance(int(held.stance[a, b])), int(held.since[a, b])
    told = {Stance.WAR: "at war", Stance.PACT: "in a pact", Stance.TRUCE: "in a truce"}
    words = told.get(stance, stance.name.lower())
    when = f" since {film.scene.day(since)}" if since > 0 else " from the start"
    return words + when, _why(frame, a, b)


def _why(frame: Frame, a: int, b: int) -> str:
    """Main causes of the greater hostility of the two, where the run itself makes it."""
    held = frame.relations
    if held.hostility[b, a] > held.hostility[a, b]:
        a, b = b, a
    drivers = held.drivers.array()[:, a, b]
    raised = [
        (float(drivers[driver]), name)
        for driver, name in CAUSES.items()
        if drivers[driver] >= LEAST
    ]
    names = [name for _, name in sorted(raised, reverse=True)[:2]]
    return ", ".join(names)
