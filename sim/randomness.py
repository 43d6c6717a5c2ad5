"""The only source of chance: draws keyed by (seed, rule, week, agent, draw).

A draw is a hash of its key, not a step of a stream. Order, threads and workers cannot matter, and
two runs that differ in one parameter or rule share every other draw, so comparisons are paired.
Counts come from one uniform by inversion: a small change of a rate changes few outcomes.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np

from sim.arithmetic import Floats, exp, log, logs
from sim.kernel import kernel, source

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_DRAW_STEP = np.uint64(0xD1342543DE82EF95)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 2.0**-53
_NEGLIGIBLE = 1e-18  # a term that no longer changes a sum near 1
_TAIL = 0.02425  # where the formula of the normal quantile changes
_SAFELY = 1e-12  # far above the rounding of a probability, far below what a draw can show


@kernel
def mix(z: np.uint64) -> np.uint64:
    """splitmix64's output function (Steele, Lea & Flood 2014): 64 well mixed bits from 64."""
    z = (z ^ (z >> np.uint64(30))) * _MIX_1
    z = (z ^ (z >> np.uint64(27))) * _MIX_2
    return z ^ (z >> np.uint64(31))


@kernel
def uniform(key: np.uint64, agent: np.uint64, draw: int) -> float:
    """Uniform number in [0, 1) that belongs to draw number `draw` of `agent` under `key`."""
    counter = np.uint64(agent) + np.uint64(draw) * _DRAW_STEP
    return np.float64(mix(key + counter * _GOLDEN) >> np.uint64(11)) * _TO_UNIT


@kernel
def lineage(parent: np.uint64, child: int, week: int) -> np.uint64:
    """Key of an agent born in `week` as number `child` of `parent`.

    Depends on descent alone, so an additional birth elsewhere leaves the draws of all others be.
    """
    return mix(mix(parent + np.uint64(child) * _GOLDEN) + np.uint64(week + 1000) * _DRAW_STEP)


@kernel
def surely_none(mean: float, u: float) -> bool:
    """Whether a Poisson count by the uniform `u` is 0 for every mean up to this one.

    It is where u < e^-mean, which is never below 1 - mean: most counts need no exponential.
    """
    return u < 1.0 - mean - _SAFELY


@kernel
def poisson(rate: float, u: float) -> int:
    """Poisson count by inversion of the uniform `u`; above rate 200 by the normal limit."""
    if rate <= 0.0:
        return 0
    if rate > 200.0:
        value = rate + np.sqrt(rate) * normal(u) + 0.5
        return max(0, int(np.floor(value)))
    if surely_none(rate, u):
        return 0
    p = exp(-rate)
    total = p
    k = 0
    while u >= total and (k < rate or p > _NEGLIGIBLE):
        k += 1
        p = p * rate / k
        total = total + p
    return k


@kernel
def binomial(n: int, p: float, u: float) -> int:
    """Binomial count by inversion of the uniform `u`; by the normal limit where n p (1-p) > 100."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if p > 0.5:
        return n - binomial(n, 1.0 - p, 1.0 - u)
    variance = n * p * (1.0 - p)
    if variance > 100.0:
        value = int(np.floor(n * p + np.sqrt(variance) * normal(u) + 0.5))
        return min(n, max(0, value))
    if surely_none(n * p, u):  # (1 - p)^n is never below 1 - n p either
        return 0
    odds = p / (1.0 - p)
    q = exp(n * log(1.0 - p))
    total = q
    k = 0
    while u >= total and k < n and (k < n * p or q > _NEGLIGIBLE):
        q = q * odds * (n - k) / (k + 1)
        k += 1
        total = total + q
    return k


@kernel
def marked_among(part: int, marked: int, whole: int, u: float) -> int:
    """How many of `part`, taken from `whole` of whom `marked` bear a mark, bear it.

    In proportion, rounded up or down by the uniform `u` so that the mean is exact; as many marked
    and unmarked are taken as there are at most.
    """
    if part <= 0 or marked <= 0:
        return 0
    share = int(np.floor(part * (marked / whole) + u))
    return min(part, marked, max(share, part - (whole - marked)))


@kernel
def _tail_quantile(q: float) -> float:
    """Standard normal quantile of a small u, by q = sqrt(-2 log u)."""
    top = -7.784894002430293e-03
    top = top * q - 3.223964580411365e-01
    top = top * q - 2.400758277161838e00
    top = top * q - 2.549732539343734e00
    top = top * q + 4.374664141464968e00
    top = top * q + 2.938163982698783e00
    low = 7.784695709041462e-03
    low = low * q + 3.224671290700398e-01
    low = low * q + 2.445134137142996e00
    low = low * q + 3.754408661907416e00
    low = low * q + 1.0
    return top / low


@kernel
def _middle_quantile(q: float) -> float:
    """Standard normal quantile of 0.5 + q."""
    r = q * q
    top = -3.969683028665376e01
    top = top * r + 2.209460984245205e02
    top = top * r - 2.759285104469687e02
    top = top * r + 1.383577518672690e02
    top = top * r - 3.066479806614716e01
    top = top * r + 2.506628277459239e00
    low = -5.447609879822406e01
    low = low * r + 1.615858368580409e02
    low = low * r - 1.556989798598866e02
    low = low * r + 6.680131188771972e01
    low = low * r - 1.328068155288572e01
    low = low * r + 1.0
    return top * q / low


@kernel
def normal(u: float) -> float:
    """Standard normal quantile of `u`, relative error below 1.2e-9 (Acklam 2003)."""
    u = min(max(u, 1e-16), 1.0 - 1e-16)
    if u < _TAIL or u > 1.0 - _TAIL:
        far = _tail_quantile(float(np.sqrt(-2.0 * log(min(u, 1.0 - u)))))
        return far if u < 0.5 else -far
    return _middle_quantile(u - 0.5)


@kernel
def happens(hazard: float, u: float) -> bool:
    """Whether an event whose chance is 1 - exp(-hazard) happens by the uniform `u`.

    The chance is never above the hazard, so that most draws need no exponential.
    """
    return u < hazard * (1.0 + _SAFELY) and u < 1.0 - exp(-hazard)


@kernel
def lognormal(median: float, sigma: float, u: float) -> float:
    """Lognormal number with the given median and standard deviation of its logarithm."""
    return median * exp(sigma * normal(u))


def name_hash(name: str) -> int:
    """64-bit number of a name, the same in every process (Python's own hash is not)."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


_BLOCK = 64  # weeks whose keys are made at once


def draw_key(seed: int, what: str, number: int) -> np.uint64:
    """Key of all draws for one purpose, such as a rule in one week, of the run with this seed."""
    return np.uint64(name_hash(f"{seed}:{what}:{number}"))


def rule_key(seed: int, rule: str, week: int) -> np.uint64:
    """The same `draw_key` of a rule, in less time where many weeks ask for theirs."""
    return _keys(seed, rule, week // _BLOCK)[week % _BLOCK]


@lru_cache(maxsize=1024)
def _keys(seed: int, rule: str, block: int) -> list[np.uint64]:
    """As `draw_key` gives them."""
    weeks = range(block * _BLOCK, (block + 1) * _BLOCK)
    digests = [hashlib.sha256(f"{seed}:{rule}:{week}".encode()).digest()[:8] for week in weeks]
    return list(np.frombuffer(b"".join(digests), "<u8").astype(np.uint64))


def uniforms(key: np.uint64, count: int) -> Floats:
    """Uniform numbers in [0, 1) of agents 0 to `count` - 1 under `key`, each its first draw."""
    with np.errstate(over="ignore"):
        counters: Any = key + np.arange(count, dtype=np.uint64) * _GOLDEN
        return np.asarray((mix(counters) >> np.uint64(11)) * _TO_UNIT)


def normals(u: Floats) -> Floats:
    """Standard normal quantile of each uniform, the same bits as by `normal`."""
    u = np.clip(u, 1e-16, 1.0 - 1e-16)
    values = np.asarray(source(_middle_quantile)(u - 0.5))
    tails = (u < _TAIL) | (u > 1.0 - _TAIL)
    outer = u[tails]
    far = source(_tail_quantile)(np.sqrt(-2.0 * logs(np.minimum(outer, 1.0 - outer))))
    values[tails] = np.where(outer < 0.5, far, -far)
    return values


def run_seed(root: int, replicate: int) -> int:
    """Seed of a replicate: a function of the batch's root seed and the replicate alone."""
    return name_hash(f"run:{root}:{replicate}")
