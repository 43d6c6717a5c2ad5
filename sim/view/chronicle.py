"""What marks the time line: interventions, wars, pacts, accusations, dead leaders."""

from __future__ import annotations

from typing import NamedTuple

from sim.view.film import Film
from sim.view.frame import Development as Happening
from sim.vocabulary import NOBODY, Development


class Mark(NamedTuple):
    """A mark at a week: of what kind, and what it says."""

    week: int
    kind: str
    text: str


_TOLD = {
    Development.WAR: ("war", "{actor} goes to war with {other}"),
    Development.TRUCE: ("peace", "{actor} and {other} end their war"),
    Development.PACT_OFFERED: ("offer", "{actor} offers {other} a pact"),
    Development.PACT_REFUSED: ("offer", "{actor} refuses a pact with {other}"),
    Development.PACT_SIGNED: ("pact", "{actor} accepts a pact with {other}"),
    Development.PACT_LEAKED: ("pact", "The pact of {actor} with {other} becomes known"),
    Development.PACT_BROKEN: ("pact", "{actor} breaks its pact with {other}"),
    Development.ALLIANCE_FORMED: ("pact", "{actor} and {other} form an alliance"),
    Development.ALLIANCE_ENDED: ("pact", "The alliance of {actor} and {other} ends"),
    Development.ACCUSATION: ("accusation", "{actor} {rightly} accuses {other} of treason"),
    Development.LEADER_KILLED: ("leader", "The leader of {actor} is killed"),
    Development.LEADER_SUCCEEDED: ("heir", "{actor} has a new leader"),
    Development.SPLIT: ("split", "{actor} breaks away from {other}"),
    Development.DEFECTION: ("defection", "Fighters of {actor} go over to {other}"),
    Development.MERGER: ("split", "{actor} joins {other} and ends"),
    Development.END: ("split", "{actor} ends"),
}
"""Kind and sentence of each development."""

_UNMARKED = ("offer", "heir", "defection")
"""Kinds that are too many for the time line."""


def planned(film: Film) -> list[Mark]:
    """Interventions of the scenario, and those made by hand."""
    return [
        Mark(each.week, "done", each.told)
        if each.by_hand
        else Mark(each.week, "planned", each.name.replace("_", " ").capitalize())
        for each in film.scene.planned
        if 0 <= each.week <= film.scene.weeks
    ]


def happened(film: Film, first: int) -> list[Mark]:
    """Marks of the weeks from `first` to the newest."""
    return [
        Mark(frame.week, *found)
        for frame in film.since(first)
        for development in frame.developments
        if (found := sentence(film, development)) is not None
    ]


def sentence(film: Film, development: Happening) -> tuple[str, str] | None:
    """Kind of mark and sentence of a development; None where it makes no mark."""
    kind, text = told(film, development)
    return None if kind in _UNMARKED else (kind, text)


def told(film: Film, development: Happening) -> tuple[str, str]:
    """Kind and sentence of a development."""
    kind, text = template(development)
    return kind, text.format(
        actor=_label(film, development.actor), other=_label(film, development.other)
    )


def template(development: Happening) -> tuple[str, str]:
    """Kind of a development and its sentence with places for {actor} and {other}."""
    kind, text = _TOLD[Development(development.kind)]
    if kind == "accusation":
        text = text.format(
            actor="{actor}", other="{other}", rightly="rightly" if development.true else "wrongly"
        )
    return kind, text


def _label(film: Film, row: int) -> str:
    return "nobody known" if row == NOBODY else film.cast[row].label
