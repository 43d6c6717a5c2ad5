"""Groups that want land expand, and hunt whom a window opens on."""

from __future__ import annotations

from sim.world.strategy import Intent, Situation, Strategy


def decide(situation: Situation) -> Intent:
    """One task for everybody."""
    return Intent(expand=1.0)


STRATEGY = Strategy(
    "insurgency",
    "Groups that want land expand, and hunt whom a window opens on.",
    "own design",
    decide,
)
