"""How UCDP would code a simulated event: type of violence, sides, dyad and conflict.

A guest (an actor with the trait `foreign`) that fights an armed group is coded as UCDP does: the
dyad is the host government and the group. The host is the state that governs the cell's country;
where there is none, or where it is the other side, the guest itself is the side. A government is
side a of state-based violence; other dyads have the order that UCDP gives them, or that of names.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from importlib import resources

import numpy as np

from sim.record.happened import state_side
from sim.vocabulary import NOBODY, Violence
from sim.world.actors import Actors
from sim.world.state import Counts, Ints

CIVILIANS_NAME = "Civilians"
CIVILIANS_ID = 1
"""UCDP's actor id of civilians, side b of all one-sided violence."""


@dataclass(frozen=True)
class Dyad:
    """Two sides in UCDP's terms; ids are None where UCDP's are not known."""

    type_of_violence: int
    side_a: str
    side_b: str
    side_a_new_id: int | None
    side_b_new_id: int | None
    name: str
    new_id: int | None
    conflict_name: str
    conflict_new_id: int | None
    swapped: bool  # UCDP's side a is the actor acted against


@dataclass(frozen=True)
class _Side:
    name: str
    new_id: int | None
    state: bool


def dyad(actors: Actors, initiator: int, target: int, country: int) -> Dyad:
    """UCDP's coding of an event in `country` between two actors; target -1 stands for civilians."""
    if target == NOBODY:
        civilians = _Side(CIVILIANS_NAME, CIVILIANS_ID, state=False)
        return _named(Violence.ONE_SIDED, _side(actors, initiator), civilians, False)
    a = _side(actors, _host(actors, initiator, target, country))
    b = _side(actors, _host(actors, target, initiator, country))
    kind = Violence.STATE_BASED if a.state or b.state else Violence.NON_STATE
    swapped = _comes_first(kind, b, a)
    return _named(kind, *((b, a) if swapped else (a, b)), swapped)


def dyads(
    actors: Actors, initiator: Counts, target: Counts, country: Ints
) -> tuple[list[Dyad], Counts]:
    """The coding of many events: the different ones, and the place of each event among them."""
    actor, land = actors.size + 1, int(country.max(initial=0)) + 1
    key = (initiator * actor + target + 1) * land + country
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    return [dyad(actors, int(initiator[i]), int(target[i]), int(country[i])) for i in first], place


def _side(actors: Actors, actor: int) -> _Side:
    state = bool(state_side(actors)[actor])
    return _Side(actors.ucdp_names[actor], actors.ucdp_ids[actor], state)


def _host(actors: Actors, actor: int, enemy: int, country: int) -> int:
    """The government for which a guest fights in a country, any other actor itself."""
    if not actors.foreign[actor]:
        return actor
    hosts = np.flatnonzero(actors.governs & (actors.country == country))
    return int(hosts[0]) if len(hosts) and hosts[0] != enemy else actor


def _comes_first(kind: int, one: _Side, other: _Side) -> bool:
    """Whether `one` is side a and `other` side b."""
    if one.state != other.state:
        return one.state
    if (kind, one.new_id, other.new_id) in _known():
        return True
    if (kind, other.new_id, one.new_id) in _known():
        return False
    return one.name < other.name


def _named(kind: int, a: _Side, b: _Side, swapped: bool) -> Dyad:
    row = _known().get((kind, a.new_id, b.new_id), {})
    return Dyad(
        type_of_violence=int(kind),
        side_a=a.name,
        side_b=b.name,
        side_a_new_id=a.new_id,
        side_b_new_id=b.new_id,
        name=row.get("dyad_name") or f"{a.name} - {b.name}",
        new_id=_number(row.get("dyad_new_id", "")),
        conflict_name=row.get("conflict_name", ""),
        conflict_new_id=_number(row.get("conflict_new_id", "")),
        swapped=swapped,
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


@functools.cache
def _known() -> dict[tuple[int, int | None, int | None], dict[str, str]]:
    """Rows of the shipped table of dyads by (type of violence, id of side a, id of side b)."""
    text = resources.files("sim.record").joinpath("data/ucdp_dyads.csv").read_text("utf-8")
    return {
        (int(row["type_of_violence"]), int(row["side_a_new_id"]), int(row["side_b_new_id"])): row
        for row in csv.DictReader(text.splitlines())
    }
