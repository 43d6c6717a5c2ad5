"""What a stance means in numbers where the scenario gives none."""

from __future__ import annotations

from sim.vocabulary import Stance

HOSTILITY_OF_STANCE = {
    Stance.WAR: 1.0,
    Stance.RIVALRY: 0.15,
    Stance.NEUTRAL: 0.0,
    Stance.TRUCE: 0.05,
    Stance.PACT: 0.0,
}
"""Hostility of a stance; own design: rivals clash now and then, partners never."""
