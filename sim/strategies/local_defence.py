"""Militias stay near what they hold."""

from __future__ import annotations

from sim.world.strategy import Intent, Situation, Strategy


def decide(situation: Situation) -> Intent:
    """One task for everybody."""
    return Intent(expand=1.0)


STRATEGY = Strategy("local_defence", "Militias stay near what they hold.", "own design", decide)
