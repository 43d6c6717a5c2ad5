"""One pair of actors: what each holds of the other and why, and what happened between them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.analysis.plots.rivals import DRIVER_FILLS
from sim.analysis.plots.why_dyad import BELIEF_FILLS
from sim.view.cast import lighter
from sim.view.film import Film
from sim.view.frame import Frame
from sim.view.past import Past
from sim.view.relations import arising, deals, probability, stance_words, suspecting
from sim.vocabulary import BeliefDriver, HostilityDriver

Names = tuple[str, str]
"""Ids of two actors; they stay where a Reset makes another film."""

LEAST = 0.05
"""Log-odds that would be written as 0.0 are no cause."""

CAUSES = {
    HostilityDriver.GRIEVANCE: "grievance over land and dead",
    HostilityDriver.BELIEF: "belief in a secret deal",
    HostilityDriver.AFFINITY: "what they stand for",
    HostilityDriver.OPPORTUNITY: "being the stronger",
    HostilityDriver.VULNERABILITY: "losing ground",
    HostilityDriver.ALLIES: "enmity of allies",
    HostilityDriver.WEARINESS: "weariness of war",
    HostilityDriver.INERTIA: "usual restraint",
}
"""Drivers of hostility in plain words, in the order in which they are told."""

REASONS = {
    BeliefDriver.ATTACKS: "how often states attack it",
    BeliefDriver.SECOND_FRONT: "attacks together with a state",
    BeliefDriver.CLAIMS: "what others claim",
    BeliefDriver.LEAK: "a pact that leaked",
    BeliefDriver.FORGETTING: "forgetting",
    BeliefDriver.BOUNDS: "limits of belief",
}
"""Drivers of belief in plain words, in the order in which they are told."""


class Part(NamedTuple):
    """One part of a sum of log-odds, with its colours on light and dark ground."""

    label: str
    amount: float
    fill: str
    fill_dark: str


def hostility_fill(driver: HostilityDriver) -> str:
    """Colour of a driver of hostility, as in figures; lighter grey would not be seen on white."""
    return "#A9A9A9" if driver == HostilityDriver.INERTIA else DRIVER_FILLS[driver][1]


def belief_fill(driver: BeliefDriver) -> str:
    """Colour of a driver of belief, as in figures."""
    fill = BELIEF_FILLS[f"by_{driver.name.lower()}"][1]
    return "#8F8F8F" if driver == BeliefDriver.BOUNDS else fill


def rows_of(film: Film, names: Names) -> tuple[int, int] | None:
    """Where the two stand in a film's cast; None where it lacks one, or for one and the same."""
    known = {member.name: row for row, member in enumerate(film.cast)}
    a, b = known.get(names[0]), known.get(names[1])
    return None if a is None or b is None or a == b else (a, b)


def there(frame: Frame, a: int, b: int) -> bool:
    """Whether both exist in a week."""
    return max(a, b) < len(frame.alive) and bool(frame.alive[a] and frame.alive[b])


def pair_told(film: Film, frame: Frame, past: Past) -> dict[str, Any]:
    """The pair in a week, for the page: both directions, with the parts of each sum."""
    a, b = past.a, past.b
    past.upto(frame.week)
    sides = [film.cast[a], film.cast[b]]
    return {
        "sides": [
            {field: getattr(side, field) for field in ("name", "label", "fill", "fill_dark")}
            for side in sides
        ],
        "relation": _relation(film, frame, a, b),
        "views": [_view(film, frame, past, way) for way in (0, 1)] if there(frame, a, b) else [],
        "moments": [moment for moment in past.moments if moment[0] <= frame.week],
    }


def _relation(film: Film, frame: Frame, a: int, b: int) -> str:
    if not there(frame, a, b):
        return "not both there in this week"
    return stance_words(film, frame, a, b)


def _view(film: Film, frame: Frame, past: Past, way: int) -> dict[str, Any]:
    """What the first holds of the second (`way` 0) or the second of the first (1)."""
    a, b = (past.a, past.b) if way == 0 else (past.b, past.a)
    held = frame.relations
    causes = _causes(frame, a, b) if arising(frame)[a, b] else []
    suspects = bool(suspecting(film, frame)[a, b])
    return {
        "hostility": float(held.hostility[a, b]),
        "causes": [*map(list, causes)],
        "called": float(probability(sum(part.amount for part in causes))),
        "suspects": suspects,
        "belief": float(probability(held.belief[a, b])),
        "deal": bool(deals(film, frame)[a, b]),
        **(_reasons(past, way, frame.week) if suspects else {}),
        "words": _words(film, a, b, causes),
    }


def _causes(frame: Frame, a: int, b: int) -> list[Part]:
    """Drivers of the first's hostility to the second in a week."""
    drivers = frame.relations.drivers.array()[:, a, b]
    return [
        Part(label, float(drivers[driver]), fill, lighter(fill))
        for driver, label in CAUSES.items()
        for fill in [hostility_fill(driver)]
    ]


def _reasons(past: Past, way: int, week: int) -> dict[str, Any]:
    """What moved a belief since it was last at its lowest."""
    doubting = past.doubting(way, week)
    sums = past.moved[way][week] - past.moved[way][doubting]
    reasons = [
        Part(label, float(sums[driver]), fill, lighter(fill))
        for driver, label in REASONS.items()
        for fill in [belief_fill(driver)]
    ]
    return {
        "doubting": doubting,
        "before": past.belief[way][doubting],
        "log_odds": past.belief[way][week],
        "reasons": [*map(list, reasons)],
    }


def _words(film: Film, a: int, b: int, causes: list[Part]) -> str:
    """Main causes in a sentence."""
    one, other = film.cast[a].label, film.cast[b].label
    if not causes:
        return (
            f"What {one} holds of {other} follows from the scenario, from pacts and from "
            "alliances; it has no causes of its own."
        )
    ordered = sorted(causes, key=lambda part: -abs(part.amount))
    raising = [part.label for part in ordered if part.amount >= LEAST][:2]
    lowering = [part.label for part in ordered if part.amount <= -LEAST][:2]
    more = f"drives {one} against {other}: {' and '.join(raising)}" if raising else ""
    less = f"holds it back: {' and '.join(lowering)}" if lowering else ""
    if not more:
        return f"Nothing drives {one} against {other}. What {less}." if less else ""
    return f"What {more}. What {less}." if less else f"What {more}."
