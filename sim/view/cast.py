"""The actors of a run as they are drawn and named, those born in it too."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.analysis.plots.looks import blend, ink, lightness, looks
from sim.vocabulary import ACTOR_TYPES
from sim.world.actors import Actors

SEEN_ON_DARK = 55.0
"""Least CIE lightness of a colour that is seen on a dark ground."""

TYPES = {kind.code: name for name, kind in ACTOR_TYPES.items()}


@dataclass(frozen=True)
class Member:
    """An actor: its names and its colours on a light and on a dark ground."""

    name: str
    label: str
    type: str
    fill: str
    ink: str
    fill_dark: str
    insurgent: bool


def cast_of(actors: Actors) -> tuple[Member, ...]:
    """Everybody named so far, in the order of the arrays."""
    parents = [actors.names[parent] if parent >= 0 else "" for parent in actors.parent.tolist()]
    table = pd.DataFrame(
        {
            "actor": actors.names,
            "name": actors.labels,
            "type": [TYPES[code] for code in actors.type.tolist()],
            "parent": parents,
            "born_in_run": actors.born.astype(int),
        }
    )
    known = looks(table)
    return tuple(
        Member(
            name,
            known[name].label,
            ACTOR_TYPES[known[name].type].label,
            known[name].fill,
            ink(known[name].fill),
            lighter(known[name].fill),
            ACTOR_TYPES[known[name].type].insurgent,
        )
        for name in actors.names
    )


def lighter(colour: str) -> str:
    """The colour, lightened until it is seen on a dark ground."""
    while lightness(colour) < SEEN_ON_DARK:
        colour = blend(colour, "#FFFFFF", 0.08)
    return colour
