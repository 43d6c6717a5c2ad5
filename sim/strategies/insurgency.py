"""Groups that want land expand, and hunt the rival on whom a window opens.

A window counts by how often the two meet: it draws bands to the rival in proportion to window
times overlap (Pischedda 2018: windows; the product: own design). Under pressure the group holds;
bled by states and shrinking it hides; a border is guarded where a pact asks for it. To an enemy
of its kind that it is tired of and cannot beat it offers a truce.
"""

from __future__ import annotations

from sim.kernel import kernel
from sim.vocabulary import NOBODY, Stance
from sim.world.state import Flags, Floats, Ints
from sim.world.strategy import Intent, Situation, Strategy
from sim.world.windows import ramp

_WAR, _RIVALRY = int(Stance.WAR), int(Stance.RIVALRY)

LEAST_MET = 0.02
"""Window times overlap below which a rival is left alone: one cell in fifty shared."""

OFTEN_MET = 0.25
"""The same at which the rival draws as much as land: a quarter of the cells shared."""

CALM = 0.2
"""Share of the held cells with enemies in them that is borne: patrols pass through as a rule."""

BLED = (0.3, 0.9)
"""Share of the strength that states kill in a quarter, from which it hides and hides fully:
more than steady recruitment replaces."""

SHRUNK = (0.05, 0.3)
"""Fall of strength in a quarter that must go with it: a group that replaces its dead fights on."""

WEARY = 0.5
"""Weariness of an enemy from which terms are offered: half of what can be borne."""

BEATABLE = 1.3
"""Times the enemy's strength from which it can be beaten: where the window of opportunity opens."""


def decide(situation: Situation) -> Intent:
    """Land first; a rival in a window, pressure, a pact and states' blows change that."""
    target, hunt, hold, hiding, terms = consider(
        situation.actor, situation.alive, situation.insurgent, situation.stance,
        situation.opportunity, situation.vulnerability, situation.overlap, situation.strength,
        situation.weariness, situation.trend, situation.threat, situation.under_pressure,
    )  # fmt: skip
    return Intent(
        expand=1.0,
        hunt=hunt,
        hold=hold,
        guard=1.0 if situation.guards else 0.0,
        committed=1.0 - 0.5 * hiding,
        hiding=hiding,
        target=target,
        focus=1.0,
        terms=terms,
    )


@kernel
def consider(
    a: int, alive: Flags, insurgent: Flags, stance: Ints, opportunity: Floats,
    vulnerability: Floats, overlap: Floats, strength: Floats, weariness: Floats, trend: Floats,
    threat: float, pressure: float,
) -> tuple[int, float, float, float, int]:  # fmt: skip
    """The target, how much it draws, how far to hold and to hide, and whom to offer terms."""
    chosen, met = widest_window(a, alive, insurgent, stance, opportunity, vulnerability, overlap)
    hunt = 0.0 if chosen == NOBODY else min(1.0, met / OFTEN_MET)
    hiding = ramp(threat, BLED[0], BLED[1]) * ramp(1.0 - trend[a], SHRUNK[0], SHRUNK[1])
    terms = most_wearying(a, alive, insurgent, stance, strength, weariness)
    return chosen, hunt, ramp(pressure, CALM, 1.0), hiding, terms


@kernel
def widest_window(
    a: int, alive: Flags, insurgent: Flags, stance: Ints, opportunity: Floats,
    vulnerability: Floats, overlap: Floats,
) -> tuple[int, float]:  # fmt: skip
    """The one of its like, with whom nothing is settled, on whom a window is widest; how wide."""
    best, chosen = LEAST_MET, NOBODY
    for b in range(len(alive)):
        unsettled = stance[b] in (_WAR, _RIVALRY)
        met = max(opportunity[b], vulnerability[b]) * overlap[b]
        if b != a and alive[b] and insurgent[b] and unsettled and met > best:
            best, chosen = met, b
    return chosen, best


@kernel
def most_wearying(
    a: int, alive: Flags, insurgent: Flags, stance: Ints, strength: Floats, weariness: Floats
) -> int:
    """The one of its like at war with it that it is most tired of and cannot beat."""
    worst, chosen = WEARY, NOBODY
    for b in range(len(alive)):
        at_war = b != a and alive[b] and insurgent[b] and stance[b] == _WAR
        if at_war and strength[a] < BEATABLE * strength[b] and weariness[b] > worst:
            worst, chosen = weariness[b], b
    return chosen


STRATEGY = Strategy(
    "insurgency",
    "Groups that want land expand, and hunt the rival on whom a window opens.",
    "Pischedda 2018 (windows); own design",
    decide,
)
