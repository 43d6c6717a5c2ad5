"""Who governs or guards others' governments hunts insurgents."""

from __future__ import annotations

from sim.world.strategy import Intent, Situation, Strategy


def decide(situation: Situation) -> Intent:
    """One task for everybody."""
    return Intent(hunt=1.0)


STRATEGY = Strategy(
    "counterinsurgency",
    "Who governs or guards others' governments hunts insurgents.",
    "own design",
    decide,
)
