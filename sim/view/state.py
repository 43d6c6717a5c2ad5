"""What the reader of the page has chosen; every browser tab has its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import solara

from sim.view import opened
from sim.view.companion import Companion
from sim.view.film import Film
from sim.view.opened import Source
from sim.view.setup import Setup


@dataclass(frozen=True)
class Mode:
    """What the map is coloured by; `actor` and `group` matter to the modes that ask for them."""

    name: str = "control"
    actor: int = 0
    group: int = 0


@dataclass(frozen=True)
class Sift:
    """Which events the feed shows; what is empty asks for nothing.

    `one` and `other` are ids of actors, either of which may be 'civilians'; `place` is 'pinned' for
    the pinned cell or the number of a first-level division.
    """

    one: str = ""
    other: str = ""
    kinds: frozenset[str] = frozenset()
    place: str = ""


week: solara.Reactive[int | None] = solara.reactive(None)
"""Week that is looked at; None is the newest one, whichever it is."""

hidden: solara.Reactive[frozenset[str]] = solara.reactive(frozenset[str]())
"""Ids of actors that the legend has switched off."""

pinned: solara.Reactive[int | None] = solara.reactive(None)
"""Cell whose history is shown."""

mode: solara.Reactive[Mode] = solara.reactive(Mode())

people: solara.Reactive[int | None] = solara.reactive(None)
"""Identity group whose loyalty the series show; None is everybody."""

ghost: solara.Reactive[Film | None] = solara.reactive(None)
"""The run before Reset, of the same case and seed."""

before: solara.Reactive[Setup | None] = solara.reactive(None)
"""What the run was made of that was shown before this one."""

companion: solara.Reactive[Companion | None] = solara.reactive(None)
"""The second run, with which the one that is shown is compared."""

pair: solara.Reactive[tuple[str, str] | None] = solara.reactive(None)
"""Ids of the two actors whose relation is shown: who holds it, and of whom."""

sift: solara.Reactive[Sift] = solara.reactive(Sift())

draft: solara.Reactive[dict[str, Any] | None] = solara.reactive(None)
"""What is written in the controls and not yet run, by path; None: as the run that is shown."""

intervening: solara.Reactive[bool] = solara.reactive(False)
"""Whether the form for interventions is open, in the place of the series."""

tab: solara.Reactive[str] = solara.reactive("watch")

source: solara.Reactive[Source | None] = solara.reactive(None)
"""What is watched; None is the first that was opened."""

own: solara.Reactive[Source | None] = solara.reactive(None)
"""The scenario that was last opened in the page itself."""


def watch(chosen: Source) -> None:
    """Leave the case for another one; one that nobody offered yet is the reader's own."""
    if chosen not in opened.sources:
        own.set(chosen)
    source.set(chosen)  # first, or the old case would be drawn once more as it begins anew
    begin_anew()


def begin_anew() -> None:
    """Forget what was chosen of a case that is left for another one."""
    for choice in (week, pinned, people, ghost, before, companion, pair, draft):
        choice.set(None)
    tab.set("watch")
    intervening.set(False)
    hidden.set(frozenset())
    mode.set(Mode())
    sift.set(Sift())
