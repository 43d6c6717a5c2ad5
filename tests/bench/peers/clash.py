"""A cell's battles in plain Python, for the peers of the kernels: formulas of `sim.rules.battles`.

Bands and communities are any objects with the attributes used here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, floor, log, sqrt
from typing import Any

from sim.rules.battles import BattlesParameters

Draw = Callable[[int, int], float]
"""Uniform number of an agent's key and the number of the draw."""

P = BattlesParameters()
_WORD = (1 << 64) - 1


def keyed(key: int) -> Draw:
    """The draws of the model under a key, by Python's own integers."""

    def uniform(agent: int, draw: int) -> float:
        z = key + (agent + draw * 0xD1342543DE82EF95) * 0x9E3779B97F4A7C15 & _WORD
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & _WORD
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & _WORD
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53

    return uniform


def normal(u: float) -> float:
    """Standard normal quantile (Acklam 2003)."""
    u = min(max(u, 1e-16), 1.0 - 1e-16)
    if u < 0.02425 or u > 0.97575:
        q = sqrt(-2.0 * log(min(u, 1.0 - u)))
        top = _series(q, -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838,
                      -2.549732539343734, 4.374664141464968, 2.938163982698783)  # fmt: skip
        low = _series(q, 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996,
                      3.754408661907416, 1.0)  # fmt: skip
        return top / low if u < 0.5 else -top / low
    q = u - 0.5
    top = _series(q * q, -3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02,
                  1.383577518672690e02, -3.066479806614716e01, 2.506628277459239)  # fmt: skip
    low = _series(q * q, -5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02,
                  6.680131188771972e01, -1.328068155288572e01, 1.0)  # fmt: skip
    return top * q / low


def _series(x: float, *factors: float) -> float:
    value = 0.0
    for factor in factors:
        value = value * x + factor
    return value


def lognormal(median: float, u: float) -> float:
    """Lognormal number with the spread of losses."""
    return median * exp(P.spread * normal(u))


def poisson(rate: float, u: float) -> int:
    """Poisson count by inversion; above rate 200 by the normal limit."""
    if rate <= 0.0:
        return 0
    if rate > 200.0:
        return max(0, floor(rate + sqrt(rate) * normal(u) + 0.5))
    p = total = exp(-rate)
    k = 0
    while u >= total and (k < rate or p > 1e-18):
        k += 1
        p *= rate / k
        total += p
    return k


@dataclass
class Arena:
    """A cell in which bands fight: its bands in order, its communities, and by actor what counts.

    `troops` and `momentum` change, and `heat`; `harmed(a, community, dead)` is told of civilians.
    """

    bands: Sequence[Any]
    communities: Sequence[Any]
    cooperation: Sequence[float]
    troops: list[int]
    momentum: list[float]
    heat: float
    harmed: Callable[[int, Any, int], None]


def bury(dead: int, a: int, bands: Sequence[Any], u1: float, u2: float) -> int:
    """Take `dead` fighters from actor a's bands in proportion; how many there were."""
    own = [band for band in bands if band.owner == a and band.fighters > 0]
    total = sum(band.fighters for band in own)
    dead, before, offset = min(dead, total), 0, int(u1 * total)
    for band in own:
        band.experience = min(1.0, band.experience + 0.02)
        after = before + band.fighters
        n = (dead * after + offset) // total - (dead * before + offset) // total
        band.foreign -= _foreign_among(n, band, u2)
        band.fighters -= n
        before = after
    return dead


def _foreign_among(n: int, band: Any, u: float) -> int:
    if n <= 0 or band.foreign <= 0:
        return 0
    share = floor(n * (band.foreign / band.fighters) + u)
    return min(n, band.foreign, max(share, n - (band.fighters - band.foreign)))


def hit_people(dead: int, communities: Sequence[Any], u: float) -> tuple[Any, int]:
    """Kill up to `dead` people of one community drawn by size; which, and how many."""
    total = sum(community.people for community in communities)
    if total == 0 or dead == 0:
        return None, 0
    mark, chosen = u * total, None
    for community in communities:
        chosen = community
        mark -= community.people
        if mark < 0.0:
            break
    n = min(dead, chosen.people)
    chosen.people -= n
    return (chosen, n) if n > 0 else (None, 0)


def fight(arena: Arena, relations: Any, uniform: Draw) -> None:
    """Fight a cell's battles; `relations` has what `Relations` has."""
    for band in arena.bands:
        for b, there in enumerate(arena.troops):
            a = band.owner
            if not there or not band.fighters or b == a or relations.hostility[a][b] == 0.0:
                continue
            chance = hazard(relations, a, b, arena.cooperation[a], arena.heat)
            if uniform(band.key, 12 * b) < chance:
                clash(arena, band, b, relations, uniform)


def hazard(relations: Any, a: int, b: int, cooperation: float, heat: float) -> float:
    """Chance that a band of a begins a battle with b."""
    h, exposure = relations.hostility[a][b], relations.exposure[b]
    seen = exposure + (1.0 - exposure) * cooperation
    lively = 1.0 + P.excitation * min(heat, 6.0)
    return 1.0 - exp(-relations.rate[a][b] * h * h * seen * lively)


def clash(arena: Arena, band: Any, b: int, relations: Any, uniform: Draw) -> None:
    """What a battle that `band` begins with actor b leaves."""
    a, key, troops, draw = band.owner, band.key, arena.troops, 12 * b
    own = band.fighters + P.joined * (troops[a] - band.fighters)
    exposed = min(lognormal(own, uniform(key, draw + 1)), float(troops[b]))
    aimed = P.aimed * min(own, 3.0 * exposed) * relations.skill[a] * (1.0 + 0.3 * band.experience)
    lost_b = poisson(lognormal(aimed, uniform(key, draw + 2)), uniform(key, draw + 3))
    answer = min(P.aimed, P.area * own) if relations.hides[a] else P.aimed
    answered = answer * min(exposed, 3.0 * own) * relations.skill[b]
    lost_a = poisson(lognormal(answered, uniform(key, draw + 4)), uniform(key, draw + 5))
    lost_a = bury(lost_a, a, arena.bands, uniform(key, draw + 6), uniform(key, draw + 7))
    lost_b = bury(lost_b, b, arena.bands, uniform(key, draw + 8), uniform(key, draw + 9))
    troops[a] -= lost_a
    troops[b] -= lost_b
    hit = poisson(P.crossfire * (lost_a + lost_b), uniform(key, draw + 10))
    community, dead = hit_people(hit, arena.communities, uniform(key, draw + 11))
    if community is not None:
        arena.harmed(a, community, dead)
    swing = P.momentum_step * (lost_b - lost_a) / (lost_a + lost_b + 4.0)
    arena.momentum[a] = min(1.0, max(-1.0, arena.momentum[a] + swing))
    arena.momentum[b] = min(1.0, max(-1.0, arena.momentum[b] - swing))
    arena.heat += 1.0


class Relations:
    """Who is who to whom, as plain lists."""

    def __init__(self, world: Any) -> None:
        actors, pairs = world.actors, world.pairs
        self.hostility: list[list[float]] = pairs.hostility.tolist()
        self.skill: list[float] = actors.skill.tolist()
        self.exposure: list[float] = actors.exposure.tolist()
        self.hides: list[bool] = actors.hides.tolist()
        self.rate = [
            [P.rate * readiness * (1.0 if stance == 0 else P.skirmish) for stance in row]
            for readiness, row in zip(actors.readiness.tolist(), pairs.stance.tolist(), strict=True)
        ]
