"""Militias hold what is theirs, and hunt only as far as that is quiet."""

from __future__ import annotations

from sim.world.strategy import Intent, Situation, Strategy


def decide(situation: Situation) -> Intent:
    """Home first; a quiet home lets bands hunt, half of which stay all the same."""
    return Intent(hold=1.0, hunt=1.0 - situation.under_pressure, committed=0.5)


STRATEGY = Strategy(
    "local_defence",
    "Militias hold what is theirs, and hunt only as far as that is quiet.",
    "own design",
    decide,
)
