"""How actors decide: THE list of strategies. To add one, write its file and name it here."""

from __future__ import annotations

from sim.strategies import counterinsurgency, insurgency, local_defence, passive
from sim.world.strategy import Strategy

STRATEGIES: tuple[Strategy, ...] = (
    insurgency.STRATEGY,
    counterinsurgency.STRATEGY,
    local_defence.STRATEGY,
    passive.STRATEGY,
)
