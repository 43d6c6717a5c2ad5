"""What every actor is to every other in a week, and what of it is worth telling first."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.view.film import Film
from sim.view.frame import Frame
from sim.view.packed import as_bytes
from sim.vocabulary import Stance
from sim.world.state import Flags, Floats

SURE = 0.5
"""From this probability on an actor is said to believe in a secret deal."""

ORDER = (
    "Rebel group", "Political militia", "Identity militia", "State forces", "External forces",
)  # fmt: skip
"""Types in the order of the table: insurgent groups, whose relations change most, come first."""


class Look(NamedTuple):
    """How a stance is named and drawn, on light and on dark ground; `sign` tells it in grey."""

    label: str
    sign: str
    words: str
    fill: str
    fill_dark: str


STANCES: dict[Stance, Look] = {
    Stance.WAR: Look("War", "✖", "at war", "#C4573A", "#B5492E"),
    Stance.RIVALRY: Look("Rivals", "−", "rivals", "#F3D9C3", "#5A4233"),
    Stance.NEUTRAL: Look("Neutral", "", "neutral", "#F1F0EC", "#2A2F35"),
    Stance.TRUCE: Look("Truce", "○", "in a truce", "#D5E6F0", "#2C4354"),
    Stance.PACT: Look("Pact", "◆", "in a pact", "#8FC0DE", "#3F7397"),
    Stance.ALLIANCE: Look("Allies", "★", "allies", "#2E6C9E", "#86BDE3"),
}


def present(film: Film, frame: Frame) -> list[int]:
    """Actors alive in a week, in the order of the table."""
    alive = np.flatnonzero(frame.alive).tolist()
    return sorted(alive, key=lambda row: (ORDER.index(film.cast[row].type), row))


def table(film: Film, frame: Frame) -> dict[str, Any]:
    """Rows of the table and, as bytes of rows x rows, what each actor holds of each other."""
    rows = present(film, frame)
    chosen = np.ix_(rows, rows)
    held = frame.relations
    return {
        "rows": rows,
        "stance": held.stance[chosen].tobytes(),
        "since": held.since[chosen].astype(np.int32).tobytes(),
        "hostility": as_bytes(held.hostility[chosen]).tobytes(),
        "belief": as_bytes(probability(held.belief[chosen])).tobytes(),
        "deal": deals(film, frame)[chosen].astype(np.uint8).tobytes(),
    }


def suspecting(film: Film, frame: Frame) -> Flags:
    """Whether the first may believe the second to have a secret deal: insurgent groups (A A)."""
    size = len(frame.alive)
    rebels = np.array([member.insurgent for member in film.cast[:size]]) & frame.alive
    found: Flags = rebels[:, None] & rebels[None] & ~np.eye(size, dtype=np.bool_)
    return found


def deals(film: Film, frame: Frame) -> Flags:
    """Whether the second is in truth at peace with an enemy of the first, where that is asked."""
    found: Flags = np.logical_and(suspecting(film, frame), frame.relations.true_pact)
    return found


def arising(frame: Frame) -> Flags:
    """Pairs (A A) whose relations arise in the run: hostility has causes one way or the other."""
    caused = np.any(frame.relations.drivers.array(), axis=0)
    found: Flags = np.logical_or(caused, caused.T)
    return found


def probability(log_odds: Any) -> Floats:
    """The same as a share."""
    found: Floats = 1 / (1 + np.exp(-np.asarray(log_odds, np.float64)))
    return found


class Item(NamedTuple):
    """A pair worth telling and what is told."""

    actor: int
    other: int
    note: str


class Section(NamedTuple):
    """Pairs under a heading; `rest` tells of those that are not listed."""

    title: str
    items: list[Item]
    rest: str


def overview(film: Film, frame: Frame) -> list[Section]:
    """What is worth telling of a week: wars, what is wrongly or rightly believed, partners."""
    return [
        _wars(film, frame),
        _suspicions(film, frame, held=False),
        _suspicions(film, frame, held=True),
        _unknown(film, frame),
        _partners(film, frame),
    ]


def stance_words(film: Film, frame: Frame, a: int, b: int) -> str:
    """What two actors are to each other and since when."""
    words = STANCES[Stance(int(frame.relations.stance[a, b]))].words
    return f"{words} {since_words(film, frame, a, b)}"


def since_words(film: Film, frame: Frame, a: int, b: int) -> str:
    """Since when two actors are what they are to each other."""
    since = int(frame.relations.since[a, b])
    return f"since {film.scene.day(since)}" if since > 0 else "from the start"


def _pairs(which: Flags, frame: Frame) -> list[tuple[int, int]]:
    """Pairs of the living, each once, those of the latest change first."""
    there = np.triu(which & frame.alive[:, None] & frame.alive[None], 1)
    found = [(int(a), int(b)) for a, b in np.argwhere(there)]
    return sorted(found, key=lambda pair: (-int(frame.relations.since[pair]), pair))


def _wars(film: Film, frame: Frame) -> Section:
    war = frame.relations.stance == Stance.WAR
    caused = arising(frame)
    own = [
        Item(a, b, since_words(film, frame, a, b))
        for a, b in _pairs(war & caused, frame)
        if frame.relations.since[a, b] > 0
    ]
    rest = len(_pairs(war, frame)) - len(own)
    return Section("Wars that arose in the run", own, f"and {rest} others" if rest else "")


def _partners(film: Film, frame: Frame) -> Section:
    held = frame.relations
    partners = _pairs(held.stance >= Stance.TRUCE, frame)
    items = [
        Item(
            a,
            b,
            f"{STANCES[Stance(int(held.stance[a, b]))].words} {since_words(film, frame, a, b)}",
        )
        for a, b in partners
        if held.since[a, b] > 0
    ]
    rest = len(partners) - len(items)
    return Section(
        "Pacts, alliances, truces", items, f"and {rest} others from the start" if rest else ""
    )


def _suspicions(film: Film, frame: Frame, *, held: bool) -> Section:
    believed = probability(frame.relations.belief)
    true = frame.relations.true_pact
    which = suspecting(film, frame) & (believed >= SURE) & (true if held else ~true)
    items = [
        Item(int(a), int(b), f"{100 * believed[a, b]:.0f} % sure")
        for a, b in sorted(np.argwhere(which).tolist(), key=lambda pair: -believed[tuple(pair)])
    ]
    return Section(f"{'Rightly' if held else 'Wrongly'} suspected of a secret deal", items, "")


def _unknown(film: Film, frame: Frame) -> Section:
    believed = probability(frame.relations.belief)
    which = deals(film, frame) & (believed < SURE)
    items = [
        Item(int(a), int(b), f"{100 * believed[a, b]:.0f} % sure") for a, b in np.argwhere(which)
    ]
    return Section("Secret deals that are not suspected", items, "")
