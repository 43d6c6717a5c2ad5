"""The history of a pair of actors, as charts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.view.cast import Member, lighter
from sim.view.film import Film
from sim.view.frame import Frame
from sim.view.lines import Chart, Line, State, Values
from sim.view.pair import (
    CAUSES,
    REASONS,
    Names,
    belief_fill,
    hostility_fill,
    rows_of,
    there,
)
from sim.view.relations import STANCES, probability
from sim.vocabulary import BeliefDriver, HostilityDriver

OF_STANCES = tuple(
    State(look.label, look.fill, look.fill_dark) for _, look in sorted(STANCES.items())
)
OF_DEALS = (State("no deal", "#E4E2DC", "#333940"), State("has a deal", "#2E6C9E", "#86BDE3"))


def pair_charts(film: Film, names: Names) -> tuple[Chart, ...]:
    """Stance, hostility and its causes, belief and what moved it, and the dead of a pair.

    A film that lacks one of the two has no charts of them.
    """
    rows = rows_of(film, names)
    if rows is None:
        return ()
    a, b = rows
    one, other = film.cast[a], film.cast[b]

    def known(values: Callable[[Frame], Values], columns: int) -> Callable[[Frame], Values]:
        """The values of weeks in which both exist."""
        return lambda frame: values(frame) if there(frame, a, b) else np.full(columns, np.nan)

    def both(name: str) -> Callable[[Frame], Values]:
        def values(frame: Frame) -> Values:
            found = getattr(frame.relations, name)
            return [found[a, b], found[b, a]]

        return known(values, 2)

    belief = both("belief")
    charts = [
        Chart(
            "stance", "What they are to each other", "", "state", (_line("stance", ""),),
            known(lambda frame: [float(frame.relations.stance[a, b])], 1), "strip", OF_STANCES,
        ),
        Chart(
            "hostility", "Hostility", "readiness to use force", "share",
            _directed("hostility", one, other), both("hostility"),
        ),
    ]  # fmt: skip
    if not _official(one, other):
        charts.append(
            Chart(
                "causes", f"Why {one.label} is hostile", "parts of the log-odds; line: their sum",
                "signed", tuple(map(_cause, CAUSES)),
                known(lambda frame: frame.relations.drivers.array()[list(CAUSES), a, b],
                      len(CAUSES)),
                "bars",
            )
        )  # fmt: skip
    if one.insurgent and other.insurgent:
        charts += [
            Chart(
                "belief", "Belief in a secret deal", "of the other with one's enemies", "share",
                _directed("belief", one, other), lambda frame: probability(belief(frame)),
            ),
            Chart(
                "deal", f"In truth, {other.label}", "", "state", (_line("deal", ""),),
                known(lambda frame: [float(frame.relations.true_pact[a, b])], 1), "strip",
                OF_DEALS,
            ),
            Chart(
                "reasons", f"What moved {one.label}'s belief", "change of log-odds in a week",
                "signed", tuple(map(_reason, REASONS)),
                known(lambda frame: frame.relations.belief_drivers.array()[list(REASONS), a, b],
                      len(REASONS)),
                "bars",
            ),
        ]  # fmt: skip
    return (*charts, _dead(a, b, one, other))


def _official(one: Member, other: Member) -> bool:
    """Whether a state or a guest takes part, so that hostility has no causes of its own."""
    official = {"State forces", "External forces"}
    return bool(official & {one.type, other.type})


def _line(key: str, label: str, fill: str = "") -> Line:
    return Line(key, label, "", fill, lighter(fill) if fill else "")


def _cause(driver: HostilityDriver) -> Line:
    return _line(f"cause:{driver}", CAUSES[driver], hostility_fill(driver))


def _reason(driver: BeliefDriver) -> Line:
    return _line(f"reason:{driver}", REASONS[driver], belief_fill(driver))


def _directed(name: str, one: Member, other: Member) -> tuple[Line, ...]:
    """A line for each direction, in the colour of who holds it."""
    return tuple(
        Line(f"{name}:{by.name}", f"{by.label} of {of.label}", "", by.ink, by.fill_dark)
        for by, of in ((one, other), (other, one))
    )


def _dead(a: int, b: int, one: Member, other: Member) -> Chart:
    """Who died in events between the two."""

    def values(frame: Frame) -> Values:
        events = frame.events
        forth = (events.side_a == a) & (events.side_b == b)
        back = (events.side_a == b) & (events.side_b == a)
        return [
            events.deaths_a[forth].sum() + events.deaths_b[back].sum(),
            events.deaths_b[forth].sum() + events.deaths_a[back].sum(),
            events.deaths_civilians[forth | back].sum(),
        ]

    lines = (
        Line("dead:one", one.label, "", one.ink, one.fill_dark),
        Line("dead:other", other.label, "", other.ink, other.fill_dark),
        _line("dead:civilians", "civilians", "#8F8F8F"),
    )
    return Chart("dead", "Dead between the two", "a week, by side", "count", lines, values, "bars")
