"""Which values the `where` of an outcome can ask for in the tables of the package.

An actor born in a run has the id of the constituent that broke away, or that of its parent with
`vocabulary.SPLINTER` behind it, so those can be asked for too.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sim.scenario.schema import Scenario
from sim.vocabulary import ACTOR_TYPES, CIVILIANS, CONTESTED, NOBODY_NAME, SPLINTER, Development
from sim.world.grid import Grid

# Columns by table, with what stands there beside the ids; other tables are not looked into.
_ACTORS: dict[tuple[str, str], tuple[str, ...]] = {
    ("actor_weeks", "actor"): (),
    ("actors", "actor"): (),
    ("actors", "parent"): ("",),
    ("beliefs", "observer"): (),
    ("beliefs", "about"): (),
    ("cell_months", "controller"): (NOBODY_NAME,),
    ("claims", "claimant"): (),
    ("claims", "actor_a"): (),
    ("claims", "actor_b"): (CIVILIANS,),
    ("dyad_weeks", "actor_a"): (),
    ("dyad_weeks", "actor_b"): (),
    ("events", "actor_a"): (),
    ("events", "actor_b"): (CIVILIANS,),
    ("events", "initiator"): (),
    ("events", "striker"): ("",),
    ("leaders", "actor"): (),
    ("leaders", "killer"): ("",),
    ("loyalty", "actor"): (),
    ("loyalty_causes", "actor"): (),
    ("pacts", "actor"): (),
    ("pacts", "group"): (),
    ("relations", "actor"): (),
    ("relations", "other"): (),
    ("takeovers", "before"): (NOBODY_NAME,),
    ("takeovers", "after"): (NOBODY_NAME,),
    ("strategic_developments", "actor"): (),
    ("strategic_developments", "other"): ("",),
    ("territory_share", "actor"): (CONTESTED, NOBODY_NAME),
}
_GROUPS: dict[tuple[str, str], tuple[str, ...]] = {
    ("events", "civilian_group"): ("",),
    ("loyalty", "group"): (),
    ("loyalty_causes", "group"): (),
}
_CONSTITUENTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("leaders", "constituent"): ("",),
    ("strategic_developments", "constituent"): ("",),
}
_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("strategic_developments", "development"): tuple(kind.name.lower() for kind in Development),
}
_COUNTRIES: dict[tuple[str, str], tuple[str, ...]] = {
    ("actors", "country"): ("",),
    ("cells", "country"): (),
    ("loyalty", "country"): (),
    ("takeovers", "country"): (),
    ("territory_share", "country"): ("ALL",),
}


def named_values(
    scenario: Scenario, table: str, column: str, asked: str | int
) -> tuple[Collection[str], str] | None:
    """Values that a column of names or words can hold, and what they are; None for others.

    Splinters are endless, so of those only the one that is `asked` for is among them.
    """
    place = (table, column)
    constituents = [name for actor in scenario.actors.values() for name in actor.constituents]
    if place in _ACTORS:
        born = [*constituents, *_splinter(scenario, constituents, str(asked))]
        return (*scenario.actors, *born, *_ACTORS[place]), "actor"
    if place in _CONSTITUENTS:
        return (*constituents, *_CONSTITUENTS[place]), "constituent"
    if place in _GROUPS:
        return (*scenario.groups, *_GROUPS[place]), "group"
    if place in _WORDS:
        return _WORDS[place], column
    return None


def _splinter(scenario: Scenario, constituents: Collection[str], asked: str) -> Collection[str]:
    """The id asked for, if it can be that of a splinter of some insurgent group."""
    parent = re.sub(rf"{SPLINTER}(_\d+)?$", "", asked)
    kind = ACTOR_TYPES[scenario.actors[parent].type] if parent in scenario.actors else None
    insurgent = parent in constituents or (kind is not None and kind.insurgent)
    return (asked,) if parent != asked and insurgent else ()


def country_values(grid: Grid, table: str, column: str) -> Collection[str] | None:
    """Values that a column of countries can hold; None for other columns."""
    place = (table, column)
    if place == ("events", "country"):  # UCDP names the country there
        return grid.country_names
    if place not in _COUNTRIES:
        return None
    studied = {grid.countries[index] for index in grid.country[grid.study].tolist()}
    whole = table in ("actors", "cells", "takeovers")  # the others leave the surroundings out
    return (*(grid.countries if whole else studied), *_COUNTRIES[place])
