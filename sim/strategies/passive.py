"""Nobody is chosen: the null strategy against which the reasoning of the others is compared."""

from __future__ import annotations

from sim.world.strategy import Intent, Situation, Strategy


def decide(situation: Situation) -> Intent:
    """One task whatever happens: states and guests hunt, all others expand."""
    official = situation.official[situation.actor]
    return Intent(hunt=1.0) if official else Intent(expand=1.0)


STRATEGY = Strategy(
    "passive",
    "States hunt and others expand whatever happens; nobody is targeted or offered terms.",
    "own design: a baseline for comparison",
    decide,
)
